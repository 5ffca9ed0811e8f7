#!/usr/bin/env python3
"""WARC and WET through the program: every page comes out once under its URL, whatever traps the crawler left; damage costs a record."""
import gzip
import json
import os
import shutil
import sqlite3
import subprocess
import time
import unittest

from support import PROGRAM, Case, main, sanitized
from warc_maker import HTTP, packed, record, records, response


def written(pages, name, **more):
    """(bytes of a file, URLs that stories should have)."""
    made = list(records(pages, **more))
    return b"".join(packed(data, name) for data, _ in made), [url for _, url in made if url]


class Warc(Case):
    def coded(self, path, *options, code=0):
        p = self.ok("code", "--threads", "1", *options, path, code=code)
        return [json.loads(l) for l in p.stdout.decode("utf-8").splitlines()], p.stderr.decode("utf-8", "replace")

    def test_all_traps(self):
        names = ["a.warc", "a.warc.gz"] + (["a.warc.zst"] if shutil.which("zstd") else [])
        for name in names:
            with self.subTest(name):
                data, urls = written(96, name)
                lines, _ = self.coded(self.write(name, data))
                self.assertEqual([l["id"] for l in lines], urls)
                self.assertEqual({l["url"] for l in lines}, set(urls))
                for l in lines:
                    self.assertIn(l["status"], ("ok", "partial"), l["notes"])
                    self.assertIn("at odds again", l["text"] + (l["title"] or ""))

    def test_what_is_cut_is_noted(self):
        lines, _ = self.coded(self.write("a.warc", written(96, "a.warc")[0]))
        cut = [l["id"] for l in lines if any(n["code"] == "cut" for n in l["notes"])]
        self.assertTrue(cut)
        self.assertTrue(all(int(url.rsplit("/", 1)[1]) // 2 % 16 == 15 for url in cut), cut)

    def test_a_date_of_crawling_is_no_date_of_writing(self):
        body = "<html><body><article>" + "<p>Chad thanked France for the aid that it sent after the flood, a minister said in the capital.</p>" * 4 + "</article></body></html>"
        data = record("response", "http://a.example/1", response(body.encode()), HTTP, date="2019-12-31T00:00:00Z")
        lines, _ = self.coded(self.write("a.warc", data))
        self.assertIsNone(lines[0]["date"]["best"])
        self.assertTrue(lines[0]["date"]["to"] is None or lines[0]["date"]["to"] <= "2020-01-02")

    def test_url_filter(self):
        data, urls = written(40, "a.warc.gz")
        lines, _ = self.coded(self.write("a.warc.gz", data), "--url-filter", "*paper3.example/*")
        self.assertEqual([l["id"] for l in lines], [u for u in urls if "paper3." in u])

    def test_wet(self):
        text = "Norway rejected the Swedish offer on Monday.\n\nIt will answer in May, a spokesman said.\n".encode()
        data = record("warcinfo", "x", b"a: b\r\n", "application/warc-fields") + record("conversion", "http://a.example/1", text, "text/plain")
        for name in ("a.wet.gz", "a.warc.wet.gz"):
            lines, _ = self.coded(self.write(name, gzip.compress(data)))
            self.assertEqual([(l["id"], l["text"]) for l in lines], [("http://a.example/1", text.decode())])

    def test_a_damaged_member_costs_a_record(self):
        made = [(gzip.compress(d, mtime=0), u) for d, u in records(9, traps=False)]
        data = b"".join(d if u != "http://paper4.example/story/4" else d[:200] + bytes(60) + d[260:] for d, u in made)
        lines, said = self.coded(self.write("a.warc.gz", data), code=1)
        good = [l["id"] for l in lines if l["status"] != "failed"]
        self.assertEqual(good, [u for _, u in made if u and u != "http://paper4.example/story/4"])
        self.assertIn("a.warc.gz", said)
        self.assertEqual(sum(l["status"] == "failed" for l in lines), 1)

    def test_cut_anywhere(self):
        data, urls = written(6, "a.warc", traps=False)
        for name, whole in (("a.warc", data), ("a.warc.gz", b"".join(gzip.compress(d, mtime=0) for d, _ in records(6, traps=False)))):
            for cut in range(1, len(whole), max(1, len(whole) // 8)):
                p = self.run_program("code", "--threads", "1", self.write(name, whole[:cut]))
                self.assertIn(p.returncode, (0, 1))
                ids = [json.loads(l)["id"] for l in p.stdout.decode("utf-8").splitlines()]
                self.assertEqual([i for i in ids if i in urls], urls[: len([i for i in ids if i in urls])])

    def test_an_interrupted_reading_goes_on_where_it_was(self):
        for name in ("a.warc", "a.warc.gz"):
            with self.subTest(name):
                made = [(packed(d, name), u) for d, u in records(150, traps=False)]
                path, db, urls = self.write(name, b"".join(d for d, _ in made)), name + ".db", [u for _, u in made if u]
                whole = self.path("whole.db")
                self.ok("read", "--db", whole, "--quiet", path)
                # What a killed process leaves: two batches committed and the place behind them.
                p = subprocess.Popen([PROGRAM, "read", "--db", self.path(db), "--threads", "1", "--quiet", path], stderr=subprocess.DEVNULL)
                while p.poll() is None and self.stories(db) < 64:
                    time.sleep(0.002)
                p.kill()
                p.wait()
                kept = self.stories(db)
                if kept == len(urls):
                    continue  # it was faster than we are
                with sqlite3.connect(self.path(db)) as c:
                    [(at,)] = c.execute("SELECT at FROM place").fetchall()
                c.close()
                # Behind the last story that is kept; of a packed file at the member that holds it.
                last = [u for _, u in made].index(urls[kept - 1])
                begin, end = (sum(len(d) for d, _ in made[: last + k]) for k in (0, 1))
                self.assertIn(at, (begin, end) if name.endswith("gz") else (end,))
                said = self.ok("read", "--db", db, path).stderr.decode()
                self.assertRegex(said, rf"{len(urls) - kept} new, [01] unchanged")
                for table in ("stories", "events", "offers"):
                    self.assertEqual(self.ok(table, "--db", db, "--format", "jsonl").stdout, self.ok(table, "--db", whole, "--format", "jsonl").stdout)
                self.assertIn(f"{len(urls)} unchanged", self.ok("read", "--db", db, path).stderr.decode())
                os.remove(whole)

    def stories(self, db):
        try:
            with sqlite3.connect(f"file:{self.path(db)}?mode=ro", uri=True) as c:
                return c.execute("SELECT count(*) FROM story").fetchone()[0]
        except sqlite3.Error:
            return 0

    def test_reads_into_a_ledger_and_again(self):
        data, urls = written(30, "a.warc.gz", traps=False)
        path = self.write("a.warc.gz", data)
        self.ok("read", path)
        first = self.rows("stories", "--format", "jsonl")
        self.assertEqual(len(first), len(urls))
        self.ok("read", path)
        self.assertEqual(self.rows("stories", "--format", "jsonl"), first)

    def test_resources(self):
        page = b"<html><body><p>Chad thanked France for the aid that it sent after the flood of the year.</p></body></html>"
        data = record("resource", "http://a.example/p", page, "text/html") + record("resource", "http://a.example/x", b"\x00\x01", "application/pdf")
        lines, _ = self.coded(self.write("a.warc", data))
        self.assertEqual([l["id"] for l in lines], ["http://a.example/p"])
        self.assertIn("Chad thanked France", lines[0]["text"])

    def test_brotli_is_named(self):
        data = record("response", "http://a.example/b", response(b"\x1b\x03\x00\xf8", "Content-Encoding: br\r\n"), HTTP)
        lines, said = self.coded(self.write("a.warc", data), code=1)
        self.assertEqual(lines[0]["status"], "failed")
        self.assertIn("brotli", said)
        self.assertIn("http://a.example/b", said)

    def test_a_bomb_in_a_body(self):
        bomb = gzip.compress(b"<p>" + bytes(200 << 20), 9)
        data = record("response", "http://a.example/b", response(bomb, "Content-Encoding: gzip\r\n"), HTTP) + b"".join(d for d, _ in records(2, traps=False))
        lines, said = self.coded(self.write("a.warc", data), code=1)
        self.assertIn("unpacks to more than", said)
        self.assertEqual(len(lines), 3)

    @unittest.skipIf(sanitized(), "a sanitizer needs memory of its own")
    def test_memory_is_flat(self):
        def peak(pages):
            data = b"".join(gzip.compress(d, 1) for d, _ in records(pages, traps=False))
            path = self.write("m.warc.gz", data)
            pid = os.posix_spawn(self.program(), [self.program(), "code", "--threads", "1", "--quiet", path], os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)])
            _, status, usage = os.wait4(pid, 0)
            self.assertEqual(status, 0)
            return usage.ru_maxrss

        small, large = peak(60), peak(400)
        self.assertLess(large, 250 << 10)
        self.assertLess(large - small, 40 << 10)

    @staticmethod
    def program():
        from support import PROGRAM

        return PROGRAM


if __name__ == "__main__":
    main()
