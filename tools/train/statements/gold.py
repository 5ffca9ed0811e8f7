#!/usr/bin/env python3
"""Turns attributions in brat stand-off (PolNeAR's layout) into the list that train-statements reads.

    tools/train/statements/gold.py GOLD/train [--without FILE] > train.gold

Lines: "doc PATH" for each text, then one "a" line for each attribution: the bytes of its spans, "S b e" source,
"K b e" cue, "C b e" content, one for each piece. --without names a file of texts that are left out: the first 16 hex digits of
the SHA-256 of each text's name, one a line.
"""
import argparse
import hashlib
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "eval"))
from quotes import read_gold  # noqa: E402


def byte_offsets(text):
    at, out = 0, []
    for c in text:
        out.append(at)
        at += len(c.encode())
    return out + [at]


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("gold", help="folder with text/ and attributions/")
    ap.add_argument("--without", help="file of hashed names, one a line")
    args = ap.parse_args()
    without = set(open(args.without, encoding="utf-8").read().split()) if args.without else set()
    left = set(without)
    for name, (text, rows) in read_gold(args.gold).items():
        hashed = hashlib.sha256(name.encode()).hexdigest()[:16]
        if hashed in without:
            left.discard(hashed)
            continue
        at = byte_offsets(text)
        print("doc", os.path.join(os.path.abspath(args.gold), "text", name + ".txt"))
        for row in rows:
            print("a", " ".join(f"{kind} {at[b]} {at[e]}" for kind, part in zip("SKC", row) for b, e in part))
    if left:
        sys.exit(f"no such text: {' '.join(sorted(left))}")


if __name__ == "__main__":
    main()
