#!/usr/bin/env python3
"""The server as strangers see it: raw sockets, wrong names, slow senders, paths, sizes, and a POST without the token."""
import base64
import hashlib
import json
import os
import re
import signal
import socket
import subprocess
import time

from support import PROGRAM, STORY, Case, main


class Server(Case):
    def setUp(self):
        super().setUp()
        self.write("one.txt", STORY)
        self.ok("read", "--db", self.path("l.db"), self.path("one.txt"))

    def start(self, *more, env=None):
        p = subprocess.Popen([PROGRAM, "serve", "--db", self.path("l.db"), "--port", "0", *more], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env)

        def end():
            p.send_signal(signal.SIGTERM)
            p.wait(timeout=30)
            p.stdout.close()
            p.stderr.close()

        self.addCleanup(end)
        self.url = p.stdout.readline().decode().split()[0]
        return int(re.search(r":(\d+)/", self.url).group(1))

    def raw(self, data, timeout=30):
        """Sends bytes, gives (status, head, body) of the first answer, or (0, b"", b"") when the connection just ends."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=timeout) as s:
            s.sendall(data)
            got = b""
            while b"\r\n\r\n" not in got:
                part = s.recv(65536)
                if not part:
                    return 0, b"", b""
                got += part
            head, body = got.split(b"\r\n\r\n", 1)
            size = re.search(rb"content-length: (\d+)", head, re.I)
            want = int(size.group(1)) if size and not data.startswith(b"HEAD") else 0
            while len(body) < want:
                part = s.recv(65536)
                if not part:
                    break
                body += part
            return int(head.split()[1]), head, body

    def ask(self, path, method="GET", body=b"", **headers):
        head = {"Host": f"127.0.0.1:{self.port}", "Connection": "close"}
        head.update({k.replace("_", "-"): v for k, v in headers.items()})
        if body or method == "POST":
            head.setdefault("Content-Length", str(len(body)))
        lines = "".join(f"{k}: {v}\r\n" for k, v in head.items() if v is not None)
        return self.raw(f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + body)

    def token(self):
        return re.search(rb'demarche-token" content="([0-9a-f]{32})"', self.ask("/")[2]).group(1).decode()


class Serve(Server):
    def setUp(self):
        super().setUp()
        self.port = self.start()

    def test_answers_and_headers(self):
        for path in ("/", "/page.js", "/page.css", "/network.js", "/api/meta", "/api/rows/events", "/nothing"):
            status, head, _ = self.ask(path)
            self.assertEqual(status, 404 if path == "/nothing" else 200, path)
            for want in (b"content-security-policy: default-src 'none'", b"x-content-type-options: nosniff", b"x-frame-options: deny"):
                self.assertIn(want, head.lower(), path)
            self.assertNotIn(b"access-control-allow-origin", head.lower())
            self.assertNotIn(b"unsafe", head.lower())
        rows = json.loads(self.ask("/api/rows/events")[2])
        self.assertGreaterEqual(len(rows["rows"]), 1)
        self.assertIsNone(rows["next"])
        story = json.loads(self.ask("/api/rows/stories")[2])["rows"][0]["id"]
        line = json.loads(self.ask(f"/api/story?id={story}")[2])
        coded = self.rows("code", self.path("one.txt"))[0]
        self.assertEqual(line["text"], coded["text"])
        self.assertEqual(line["events"], coded["events"])
        self.assertEqual(line["statements"], coded["statements"])

    def test_why_in_full(self):
        for row in [json.loads(self.ask(f"/api/rows/{table}")[2])["rows"][0]["id"] for table in ("events", "statements")]:
            status, head, body = self.ask(f"/api/explain?id={row}")
            self.assertEqual(status, 200)
            self.assertNotIn(b"etag:", head.lower())
            self.assertEqual(body, self.ok("explain", "--db", self.path("l.db"), row).stdout)
            self.assertIn(row.encode(), body)
        self.assertEqual(self.ask("/api/explain?id=e0000000000000000")[0], 404)

    def test_versions(self):
        head = self.ask("/api/rows/events")[1].decode()
        etag = re.search(r"ETag: (\S+)", head).group(1)
        self.assertEqual(self.ask("/api/rows/events", If_None_Match=etag)[0], 304)
        self.write("two.txt", STORY.replace("Friday", "Monday"))
        self.ok("read", "--db", self.path("l.db"), self.path("two.txt"))
        status, _, body = self.ask("/api/meta", If_None_Match=etag)
        self.assertEqual(status, 200)
        self.assertEqual(json.loads(body)["total"]["stories"], 2)

    def test_other_names_are_refused(self):
        for host in ("evil.example", f"evil.example:{self.port}", f"127.0.0.1:{self.port + 1}", f"127.0.0.1.evil.example:{self.port}", f"[::2]:{self.port}", "", None):
            self.assertIn(self.ask("/api/rows/events", Host=host)[0], (400, 403), host)
        for host in (f"localhost:{self.port}", f"LOCALHOST:{self.port}", f"[::1]:{self.port}"):
            self.assertEqual(self.ask("/api/meta", Host=host)[0], 200, host)

    def test_other_sites_are_refused(self):
        for origin in ("http://evil.example", "null", f"https://127.0.0.1:{self.port}", f"http://127.0.0.1:{self.port + 1}"):
            self.assertEqual(self.ask("/api/meta", Origin=origin)[0], 403, origin)
        for site in ("cross-site", "same-site"):
            self.assertEqual(self.ask("/api/meta", Sec_Fetch_Site=site)[0], 403, site)
        self.assertEqual(self.ask("/api/meta", Origin=f"http://127.0.0.1:{self.port}", Sec_Fetch_Site="same-origin")[0], 200)

    def test_no_path_reaches_the_disk(self):
        secret = self.write("secret.txt", "do not show")
        for path in ("/../secret.txt", "/..%2fsecret.txt", "/%2e%2e/%2e%2e/etc/passwd", secret, "//etc/passwd", "/api/../../etc/passwd", "/api/story?id=../secret.txt",
                     f"/api/story?id={secret}", "/api/rows/../meta", "/api/rows/sqlite_master", "/page.js/../../l.db", "/l.db"):
            status, _, body = self.ask(path)
            self.assertIn(status, (400, 404), path)
            self.assertNotIn(b"do not show", body)
            self.assertNotIn(b"root:", body)
        self.assertEqual(self.ask("/api/rows/events?actor=%27%3B%20DROP%20TABLE%20story%3B--")[0], 200)
        self.assertEqual(json.loads(self.ask("/api/meta")[2])["total"]["stories"], 1)

    def test_nothing_changes_by_reading(self):
        def state():
            with open(self.path("l.db"), "rb") as f:
                digest = hashlib.sha256(f.read()).hexdigest()
            return digest, os.path.exists(self.path("l.db-wal")) and os.path.getsize(self.path("l.db-wal"))

        before, token = state(), self.token()
        for path in ("/api/correct?kind=reject&id=x", "/api/correct", "/api/rows/events?kind=reject", "/api/meta"):
            self.ask(path, X_Demarche_Token=token)
        for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
            self.assertEqual(self.ask("/api/correct", method=method, X_Demarche_Token=token)[0], 405, method)
        self.assertEqual(state(), before)

    def test_post_needs_the_token(self):
        event = json.loads(self.ask("/api/rows/events")[2])["rows"][0]["id"]
        body = json.dumps({"kind": "reject", "ids": [event]}).encode()
        for headers in ({}, {"X_Demarche_Token": "0" * 32}, {"X_Demarche_Token": ""}):
            self.assertEqual(self.ask("/api/correct", "POST", body, Content_Type="application/json", **headers)[0], 403)
        token = self.token()
        self.assertEqual(self.ask("/api/correct", "POST", body, Content_Type="text/plain", X_Demarche_Token=token)[0], 415)
        self.assertEqual(self.ask("/api/correct", "POST", body, Content_Type="application/json", X_Demarche_Token=token, Origin="http://evil.example")[0], 403)
        for bad in (b"", b"{", b"[]", b'{"kind":"drop","ids":["x"]}', b'{"kind":"reject","ids":[]}', b'{"kind":"reject","ids":[1]}'):
            self.assertEqual(self.ask("/api/correct", "POST", bad, Content_Type="application/json", X_Demarche_Token=token)[0], 400, bad)

    def test_correction(self):
        event, token = json.loads(self.ask("/api/rows/events")[2])["rows"][0]["id"], self.token()
        body = json.dumps({"kind": "reject", "ids": [event]}).encode()
        self.assertEqual(self.ask("/api/correct", "POST", b'{"kind":"reject","ids":["e0000000000000000"]}', Content_Type="application/json", X_Demarche_Token=token)[0], 404)
        self.assertEqual(self.ask("/api/correct", "POST", body, Content_Type="application/json", X_Demarche_Token=token)[0], 200)
        self.assertNotIn(event, [r["id"] for r in json.loads(self.ask("/api/rows/events")[2])["rows"]])

    def test_sizes(self):
        self.assertIn(self.ask("/api/meta?text=" + "x" * 100000)[0], (0, 400, 413, 414, 431))
        self.assertIn(self.ask("/api/meta", X_Long="x" * 100000)[0], (0, 400, 413, 431))
        self.assertEqual(self.ask("/api/correct", "POST", b"", Content_Length="99999999999", X_Demarche_Token=self.token())[0], 413)
        chunks = b"".join(b"4000\r\n" + b"x" * 0x4000 + b"\r\n" for _ in range(8)) + b"0\r\n\r\n"
        head = f"POST /api/correct HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"
        self.assertEqual(self.raw(head.encode() + chunks)[0], 413)
        for query in ("limit=0", "limit=5001", "limit=-1", "limit=1e3", "offset=x", "unit=all", "from=yesterday", "nonsense=1"):
            self.assertEqual(self.ask(f"/api/rows/events?{query}")[0], 400, query)
        self.assertEqual(self.ask("/api/meta")[0], 200)

    def test_slow_senders_do_not_hold_it(self):
        """As many connections as there may be, each sending a byte now and then: the server frees itself within its time."""
        held = []
        for _ in range(128):
            s = socket.create_connection(("127.0.0.1", self.port), timeout=30)
            try:
                s.sendall(b"GET /api/meta HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: ")
            except OSError:
                pass
            held.append(s)
        start, freed = time.monotonic(), None
        while time.monotonic() - start < 25 and freed is None:
            for s in held:
                try:
                    s.sendall(b"a")
                except OSError:
                    pass
            try:
                if self.ask("/api/meta")[0] == 200 and time.monotonic() - start > 9:
                    freed = time.monotonic() - start
            except OSError:
                pass
            time.sleep(0.5)
        closed = 0
        for s in held:
            s.settimeout(0.2)
            try:
                closed += s.recv(4096) in (b"",) or True
            except (ConnectionError, BrokenPipeError):
                closed += 1
            except TimeoutError:
                pass
            s.close()
        self.assertIsNotNone(freed)
        self.assertEqual(closed, 128)

    def test_garbage(self):
        for junk in (b"\x00" * 100, b"GET\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00", b"GET / HTTP/9.9\r\n\r\n", b"A" * 70000):
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=3) as s:
                    s.sendall(junk)
                    s.shutdown(socket.SHUT_WR)
                    s.recv(4096)
            except OSError:
                pass
        self.assertEqual(self.ask("/api/meta")[0], 200)


class Outside(Server):
    """Listening to more than this machine: a token is asked of everybody."""

    def test_needs_a_token(self):
        p = self.run_program("serve", "--db", self.path("l.db"), "--host", "0.0.0.0", "--port", "0")
        self.assertEqual(p.returncode, 2)
        self.assertIn(b"--token", p.stderr)
        self.port = self.start("--host", "0.0.0.0", "--token", "open-sesame-1")
        self.assertTrue(self.url.endswith("?token=open-sesame-1"))
        self.assertEqual(self.ask("/api/meta")[0], 401)
        self.assertEqual(self.ask("/")[0], 401)
        self.assertEqual(self.ask("/api/meta", Authorization="Bearer wrong-sesame-1")[0], 401)
        self.assertEqual(self.ask("/api/meta", Authorization="Bearer open-sesame-1")[0], 200)
        status, head, _ = self.ask("/?token=open-sesame-1")
        self.assertEqual(status, 303)
        cookie = re.search(rb"Set-Cookie: ([^;]+);([^\r]*)", head)
        self.assertIn(b"HttpOnly", cookie.group(2))
        self.assertIn(b"SameSite=Strict", cookie.group(2))
        self.assertEqual(self.ask("/api/meta", Cookie=cookie.group(1).decode())[0], 200)
        self.assertEqual(self.ask("/api/meta", Cookie=cookie.group(1).decode(), Host=f"evil.example:{self.port}")[0], 403)


class Unread(Server):
    """Without a lexicon the page is served all the same, unless that one was asked for."""

    def test_no_lexicon(self):
        self.port = self.start(env=dict(os.environ, DEMARCHE_LEXICON=self.path("none.dml")))
        event = json.loads(self.ask("/api/rows/events")[2])["rows"][0]["id"]
        status, _, body = self.ask(f"/api/explain?id={event}")
        self.assertEqual(status, 200)
        self.assertNotEqual(body, self.ok("explain", "--db", self.path("l.db"), event).stdout)
        p = self.run_program("serve", "--db", self.path("l.db"), "--port", "0", "--lexicon", self.path("none.dml"))
        self.assertEqual(p.returncode, 3)
        self.assertIn(b"none.dml", p.stderr)


class Report(Case):
    def test_one_file(self):
        """The scripts that may run are those whose hashes the policy names; story text cannot get out of its block."""
        self.write("odd.txt", STORY + "\n<script>alert(1)</script></script><img src=x onerror=alert(1)>\n")
        self.ok("read", "--db", self.path("l.db"), self.path("odd.txt"))
        self.ok("report", "--db", self.path("l.db"), "-o", self.path("r.html"))
        with open(self.path("r.html"), encoding="utf-8") as f:
            page = f.read()
        policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page).group(1)
        self.assertIn("default-src 'none'", policy)
        self.assertNotIn("unsafe", policy)
        self.assertNotIn("alert(1)", page)
        self.assertNotRegex(page, r"(?i)<(script|link|img)[^>]*(src|href)=")
        for script in re.findall(r'<script(?: type="text/plain" id="network-script")?>(.*?)</script>', page, re.S):
            digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
            self.assertIn(f"'sha256-{digest}'", policy)
        again = self.ok("report", "--db", self.path("l.db"), "-o", "-").stdout
        self.assertEqual(again, page.encode())

    def test_failures_are_told(self):
        self.assertEqual(self.run_program("report", "--db", self.path("no.db"), "-o", self.path("r.html")).returncode, 3)
        self.assertEqual(self.run_program("report").returncode, 2)
        self.assertEqual(self.run_program("serve", "--port", "99999").returncode, 2)
        self.assertFalse(os.path.exists(self.path("r.html")))


if __name__ == "__main__":
    main()
