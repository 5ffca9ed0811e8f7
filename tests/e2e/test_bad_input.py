#!/usr/bin/env python3
"""Bad input: each kind gives a clear line that names the file, the rest is read, nothing is lost, and the exit code says so."""
import json
import os
import resource
import signal
import sqlite3
import subprocess
import time

from support import PROGRAM, STORY, Case, main, sanitized


class Stories(Case):
    def code_with(self, name, data, expect_code, *words):
        """Codes a bad file beside a good one: one line each, the good one intact, the complaint naming the file."""
        bad, good = self.write(name, data), self.write("good.txt", STORY)
        p = self.ok("code", bad, good, code=expect_code)
        lines = [json.loads(l) for l in p.stdout.decode().splitlines()]
        self.assertEqual(lines[-1]["id"], good)
        self.assertEqual(lines[-1]["status"], "ok")
        self.assertTrue(lines[-1]["events"])
        message = p.stderr.decode("utf-8", "replace")
        for word in words:
            self.assertIn(word, message)
        return lines[:-1], message

    def test_empty_file(self):
        lines, _ = self.code_with("empty.txt", b"", 1, "empty.txt", "empty")
        self.assertEqual([l["status"] for l in lines], ["failed"])

    def test_binary(self):
        lines, _ = self.code_with("picture.txt", bytes(range(256)) * 40, 1, "picture.txt")
        self.assertEqual([l["status"] for l in lines], ["failed"])

    def test_wrong_utf8(self):
        """Some good sequences and some bad ones: the bad ones become U+FFFD."""
        lines, _ = self.code_with("broken.txt", STORY.replace("table", "t\u00e4ble").encode().replace(b"military", b"milit\xff\xe2ary"), 0)
        self.assertIn("t\u00e4ble", lines[0]["text"])
        self.assertEqual(lines[0]["status"], "ok")
        self.assertIn("\ufffd", lines[0]["text"])
        self.assertIn("bad_bytes", [n["code"] for n in lines[0]["notes"]])

    def test_windows_1252(self):
        lines, _ = self.code_with("old.txt", STORY.replace('"', "\u201c").encode("cp1252"), 0)
        self.assertIn("\u201cWe will not", lines[0]["text"])
        self.assertIn("encoding", [n["code"] for n in lines[0]["notes"]])

    def test_broken_jsonl_line(self):
        good = [json.dumps({"id": f"s{i}", "text": STORY}) for i in range(3)]
        lines, message = self.code_with("feed.jsonl", "\n".join([good[0], '{"id": "x", "text": ', good[1], '{"id": "y"}', good[2]]) + "\n", 1, "feed.jsonl:2", "feed.jsonl:4")
        self.assertEqual([l["status"] for l in lines], ["ok", "failed", "ok", "failed", "ok"])
        self.assertEqual([l["id"] for l in lines if l["status"] == "ok"], ["s0", "s1", "s2"])

    def test_nul_in_json(self):
        lines, _ = self.code_with("nul.jsonl", json.dumps({"id": "n", "text": STORY.replace("table", "ta\0ble")}) + "\n", 0)
        self.assertEqual(lines[0]["status"], "ok")
        self.assertIn("ta\ufffdble", lines[0]["text"])

    def test_line_of_100_mb(self):
        path = self.path("huge.jsonl")
        with open(path, "wb") as f:
            f.write(b'{"id": "big", "text": "')
            for _ in range(100):
                f.write(b"word " * 200000)
            f.write(b'"}\n' + json.dumps({"id": "after", "text": STORY}).encode() + b"\n")
        bound = None if sanitized() else lambda: resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
        p = self.ok("code", "--threads", "1", path, code=1, preexec_fn=bound)
        lines = [json.loads(l) for l in p.stdout.decode().splitlines()]
        self.assertEqual([l["status"] for l in lines], ["failed", "ok"])
        self.assertIn("huge.jsonl:1", p.stderr.decode())

    def test_folder_without_stories(self):
        os.mkdir(self.path("nothing"))
        p = self.ok("read", "nothing", code=1)
        self.assertIn("nothing", p.stderr.decode())

    def test_no_such_file(self):
        p = self.ok("code", "absent.txt", code=1)
        self.assertIn("absent.txt", p.stderr.decode())

    def test_no_permission(self):
        path = self.write("secret.txt", STORY)
        if os.geteuid() == 0:  # root reads everything: a folder in the file's place cannot be read as one either
            os.remove(path)
            os.symlink("secret.txt", path)
        else:
            os.chmod(path, 0)
        p = self.ok("code", path, code=1)
        self.assertIn("secret.txt", p.stderr.decode())

    def test_max_failed(self):
        for i in range(5):
            self.write(f"in/bad{i}.txt", b"\0" * 100)
        p = self.ok("code", "--max-failed", "2", "in", code=3)
        self.assertIn("--max-failed", p.stderr.decode())


class Databases(Case):
    def test_absent(self):
        p = self.ok("events", "--db", "none.db", code=3)
        self.assertIn("none.db", p.stderr.decode())
        self.assertIn("demarche read", p.stderr.decode())
        self.assertFalse(os.path.exists(self.path("none.db")))

    def test_another_program(self):
        with sqlite3.connect(self.path("other.db")) as db:
            db.execute("CREATE TABLE notes(x)")
        story = self.write("s.txt", STORY)
        p = self.ok("read", "--db", "other.db", story, code=3)
        self.assertIn("another program", p.stderr.decode())
        with sqlite3.connect(self.path("other.db")) as db:
            self.assertEqual([r[0] for r in db.execute("SELECT name FROM sqlite_master")], ["notes"])

    def test_another_version(self):
        story = self.write("s.txt", STORY)
        self.ok("read", "--db", "l.db", story)
        with sqlite3.connect(self.path("l.db")) as db:
            db.execute("PRAGMA user_version=999")
        p = self.ok("events", "--db", "l.db", code=3)
        self.assertIn("newer version", p.stderr.decode())

    def test_not_a_database(self):
        self.write("text.db", "This is a long enough text file and no database at all. " * 40)
        p = self.ok("events", "--db", "text.db", code=3)
        self.assertIn("text.db", p.stderr.decode())

    def test_full_disk(self):
        """A limit on file size stands for a full disk: what was committed before is kept, and the message says what to do."""
        first = self.write("first.txt", STORY)
        self.ok("read", "--db", "l.db", first)
        before = self.rows("events", "--db", "l.db", "--format", "jsonl")
        for i in range(400):
            self.write(f"more/{i}.txt", STORY.replace("Friday", f"Friday after {i} hours") * 30)

        def small():
            resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

        p = self.ok("read", "--db", "l.db", "more", code=3, preexec_fn=small)
        self.assertIn("l.db", p.stderr.decode())
        self.assertRegex(p.stderr.decode(), "disk")
        after = self.rows("events", "--db", "l.db", "--format", "jsonl")
        ids = {r["id"] for e in after for r in e["reports"]}
        self.assertTrue({r["id"] for e in before for r in e["reports"]} <= ids)

    def test_output_to_a_full_device(self):
        if not os.path.exists("/dev/full"):
            self.skipTest("no /dev/full")
        story = self.write("s.txt", STORY)
        with open("/dev/full", "wb") as full:
            p = subprocess.run([PROGRAM, "code", story], stdout=full, stderr=subprocess.PIPE, cwd=self.dir)
        self.assertEqual(p.returncode, 3)
        self.assertIn("write", p.stderr.decode())

    def test_interrupted(self):
        """Ctrl-C in the middle keeps what was committed; the next read takes up from there and ends with the same ledger."""
        for i in range(600):
            self.write(f"in/{i:04}.txt", f"Story {i}.\n\n" + STORY * 20)
        process = subprocess.Popen([PROGRAM, "read", "--db", "l.db", "in"], stderr=subprocess.PIPE, cwd=self.dir)
        for _ in range(400):
            time.sleep(0.02)
            wal = self.path("l.db-wal")
            if os.path.exists(wal) and os.path.getsize(wal) > 200000:
                break
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=120)
        self.assertIn(process.returncode, (130, 0), err)
        first = len(self.rows("stories", "--db", "l.db", "--format", "jsonl"))
        self.assertGreater(first, 0)
        p = self.ok("read", "--db", "l.db", "in")
        self.assertIn(f"{first} unchanged", p.stderr.decode())
        self.assertEqual(len(self.rows("stories", "--db", "l.db", "--format", "jsonl")), 600)


class Usage(Case):
    def test_wrong_usage(self):
        for args in (["nonsense"], ["events", "--nonsense"], ["events", "--format", "xml"], ["explain"], ["read"], ["events", "--from", "yesterday"],
                     ["model", "make"], ["code", "--threads", "many"], ["events", "--fields", "nothing"], []):
            if "--from" in args or "--fields" in args:
                self.ok("read", self.write("s.txt", STORY))
            p = self.run_program(*args)
            self.assertEqual(p.returncode, 2, (args, p.stderr))
            self.assertTrue(p.stderr.strip(), args)

    def test_no_model(self):
        p = self.run_program("code", "--model", "absent.dmm", self.write("s.txt", STORY))
        self.assertEqual(p.returncode, 3)
        self.assertIn("absent.dmm", p.stderr.decode())
        self.assertIn("make build", p.stderr.decode())

    def test_damaged_model(self):
        real = os.path.join(os.path.dirname(PROGRAM), "en-sm.dmm")
        with open(real, "rb") as f:
            data = bytearray(f.read())
        for name, damaged in (("short.dmm", data[: len(data) // 2]), ("flipped.dmm", data[:5000000] + bytes([data[5000000] ^ 1]) + data[5000001:])):
            path = self.write(name, bytes(damaged))
            p = self.run_program("parse", "--model", path, self.write("s.txt", STORY))
            self.assertEqual(p.returncode, 3)
            self.assertIn(name, p.stderr.decode())


if __name__ == "__main__":
    main()
