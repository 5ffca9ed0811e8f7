#!/usr/bin/env python3
"""Fails on an #include that src/LAYERS does not allow, on a cycle in it, on a folder it does not know, and on two files
of one name. Usage: check_layers.py [SOURCE_DIR]"""
import collections
import os
import re
import sys

ROOT = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(__file__), "..", "..")
SRC = os.path.join(ROOT, "src")
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)


def layers():
    allowed = {}
    with open(os.path.join(SRC, "LAYERS"), encoding="utf-8") as f:
        for line in f:
            line = line.split("#")[0].strip()
            if line:
                name, _, rest = line.partition(":")
                allowed[name.strip()] = set(rest.split())
    return allowed


def cycle(allowed):
    done, path = set(), []

    def visit(name):
        if name in path:
            return path[path.index(name):] + [name]
        if name in done:
            return None
        path.append(name)
        for below in sorted(allowed.get(name, ())):
            found = visit(below)
            if found:
                return found
        path.pop()
        done.add(name)
        return None

    for name in sorted(allowed):
        found = visit(name)
        if found:
            return found
    return None


def main():
    allowed, bad, names, n = layers(), [], collections.defaultdict(list), 0
    found = cycle(allowed)
    if found:
        bad.append("src/LAYERS: a cycle: " + " -> ".join(found))
    for folder, _, files in sorted(os.walk(SRC)):
        for file in sorted(files):
            if not file.endswith((".c", ".h", ".cc", ".def", ".inc")):
                continue
            path = os.path.join(folder, file)
            module = os.path.relpath(path, SRC).split(os.sep)[0]
            names[file].append(os.path.relpath(path, ROOT))
            n += 1
            if module not in allowed:
                bad.append(f"{path}: src/LAYERS does not know the folder {module}")
                continue
            with open(path, encoding="utf-8") as f:
                text = f.read()
            for include in INCLUDE.findall(text):
                top = include.split("/")[0]
                if "/" not in include or top == module or top in allowed[module]:
                    continue
                bad.append(f"{os.path.relpath(path, ROOT)}: src/LAYERS does not let {module} include {include}")
    bad += [f"two files of one name: {', '.join(p)}" for p in names.values() if len(p) > 1]
    print("\n".join(bad) if bad else f"{n} files keep to src/LAYERS")
    return 1 if bad or not n else 0


if __name__ == "__main__":
    sys.exit(main())
