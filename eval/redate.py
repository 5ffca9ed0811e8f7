#!/usr/bin/env python3
"""Scores the days that stories take from the events of other stories (src/merge/redate.c).

  eval/redate.py PROGRAM CORPORA [--stories N] [--verbose]

The last N stories of reuters1987.jsonl in CORPORA, in the order of their days, go into one ledger; every second one without its
day, title and address. Taken: stories whose date has the basis "ledger". Held: their interval holds the true day; one that is open at
an end holds all days on that side. Closed: both ends are given."""
import argparse
import json
import os
import subprocess
import sys
import tempfile


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("program")
    ap.add_argument("corpora")
    ap.add_argument("--stories", type=int, default=1000)
    ap.add_argument("--verbose", action="store_true")
    a = ap.parse_args()
    program = os.path.abspath(a.program)
    with open(os.path.join(a.corpora, "reuters1987.jsonl"), encoding="utf-8") as f:
        rows = sorted((json.loads(l) for l in f), key=lambda r: (r["date"], r["id"]))[-a.stories:]
    hidden, lines = {}, []
    for i, r in enumerate(rows):
        row = {"id": f"r{i:05}", "text": r["text"]}
        if i % 2:
            hidden[row["id"]] = r["date"][:10]
        else:
            row["date"] = r["date"]
        lines.append(json.dumps(row))
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "stories.jsonl")
        with open(path, "w", encoding="utf-8") as f:
            f.write("\n".join(lines) + "\n")
        db = os.path.join(folder, "a.db")
        subprocess.run([program, "read", "--db", db, path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        out = subprocess.run([program, "stories", "--db", db, "--format", "jsonl", "--all"], capture_output=True, text=True, check=True).stdout
    taken = held = closed = closed_held = 0
    for s in map(json.loads, out.splitlines()):
        day, d = hidden.get(s["id"]), s["date"]
        if not day or d["basis"] != "ledger":
            continue
        ok = (not d["from"] or d["from"] <= day) and (not d["to"] or day <= d["to"])
        both = bool(d["from"] and d["to"])
        taken, held, closed, closed_held = taken + 1, held + ok, closed + both, closed_held + (both and ok)
        if a.verbose:
            print(s["id"], day, d["from"], d["to"], "held" if ok else "MISSED", d["reasons"][0])
    print(f"hidden {len(hidden)}  taken {taken / max(len(hidden), 1):.3f}  of these held {held / max(taken, 1):.3f}  closed {closed}  of these held {closed_held / max(closed, 1):.3f}")


if __name__ == "__main__":
    sys.exit(main())
