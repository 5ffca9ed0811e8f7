"""What the end-to-end tests share: running the program as a person would. Usage of each test: test_X.py PROGRAM."""
import json
import os
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SAMPLE = os.path.join(ROOT, "sample")
PROGRAM = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else os.path.join(ROOT, "build", "demarche")


def sanitized():
    """Built with a sanitizer: its shadow memory needs an address space without bounds."""
    with open(PROGRAM, "rb") as f:
        program = f.read()
    return b"__asan_init" in program or b"__tsan_init" in program


class Case(unittest.TestCase):
    def setUp(self):
        self._dir = tempfile.TemporaryDirectory()
        self.dir = self._dir.name
        self.addCleanup(self._dir.cleanup)

    def path(self, name):
        return os.path.join(self.dir, name)

    def write(self, name, data):
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(data if isinstance(data, bytes) else data.encode("utf-8"))
        return path

    def run_program(self, *args, stdin=b"", env=None, **more):
        merged = dict(os.environ, **(env or {}))
        return subprocess.run([PROGRAM, *args], input=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=merged, cwd=self.dir, timeout=600, **more)

    def ok(self, *args, code=0, **more):
        p = self.run_program(*args, **more)
        self.assertEqual(p.returncode, code, f"{args}: {p.stderr.decode('utf-8', 'replace')}")
        return p

    def rows(self, *args, code=0, **more):
        out = self.ok(*args, code=code, **more).stdout.decode("utf-8")
        return [json.loads(line) for line in out.splitlines()]


# Two sentences in which any release of the program finds an event.
STORY = "North Korea rejected South Korea's offer of military talks on Friday.\n\n\"We will not come to the table,\" Foreign Minister Ri Yong-ho said.\n"

main = unittest.main
