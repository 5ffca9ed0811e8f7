#!/usr/bin/env python3
"""Fails on C functions that have no place here: unbounded copies, hidden state, locale, clocks in the library.
Usage: check_banned.py [SOURCE_DIR]"""
import os
import re
import sys

ROOT = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(__file__), "..", "..")
EVERYWHERE = "strcpy strcat sprintf vsprintf gets strtok setlocale asctime ctime gmtime localtime rand srand alloca tmpnam mktemp".split()
LIBRARY = "printf puts putchar exit time clock gettimeofday clock_gettime signal atof strtod".split()  # outside src/cli
CALL = re.compile(r"(?<![\w.>])(%s)\s*\(" % "|".join(EVERYWHERE + LIBRARY))
STRIP = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\])*"', re.S)
# The one assertion that aborts, and the progress clock, stand here with their reason.
ALLOWED = {("pipeline/stream.c", "clock_gettime"),  # ten progress reports a second; changes no result
           ("serve/patience.c", "clock_gettime")}   # connections that take too long; changes no answer


def main():
    bad, n = [], 0
    for folder, _, files in sorted(os.walk(os.path.join(ROOT, "src"))):
        for file in sorted(files):
            if not file.endswith((".c", ".h")):
                continue
            path = os.path.relpath(os.path.join(folder, file), os.path.join(ROOT, "src"))
            with open(os.path.join(folder, file), encoding="utf-8") as f:
                text = STRIP.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), f.read())
            n += 1
            for m in CALL.finditer(text):
                name = m.group(1)
                if (name in LIBRARY and path.startswith("cli/")) or (path, name) in ALLOWED:
                    continue
                bad.append(f"src/{path}:{text.count(chr(10), 0, m.start()) + 1}: {name} is banned")
    print("\n".join(bad) if bad else f"{n} files call nothing banned")
    return 1 if bad or not n else 0


if __name__ == "__main__":
    sys.exit(main())
