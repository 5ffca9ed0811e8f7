#!/usr/bin/env python3
"""Scores statements against attributions in brat stand-off (PolNeAR's layout: text/ID.txt, attributions/ID_xxxx.ann).

    eval/quotes.py --demarche build/demarche GOLD/dev        # codes each text, then scores
    eval/quotes.py --rows rows.jsonl GOLD/dev                # scores what `demarche code` has printed before

Figures, each as precision, recall, F:
  source, cue, content   spans equal to the character, white space at the ends aside; a span in pieces counts as one
  whole                  attributions: source and content both overlap the gold ones with a Jaccard index >= .5 over
                         characters; one to one, best first. Gold rows without a source are left out.
  direct, mixed, indirect   recall of whole attributions by how much of the gold content stands in quotation marks
  --calibration             for each tenth of confidence: rows and the share that is a whole attribution of the gold
A text annotated twice counts once, with the last of its files. The annotation is flat (no attribution inside another one), so rows with a parent are left out (--nested keeps them).
"""
import argparse
import collections
import glob
import json
import os
import re
import subprocess
import sys

MARKS = "\"“”«»„"
SINGLE = "''"


def read_gold(folder):
    """id -> (text, [(source, cue, content)]) with spans as tuples of (begin, end)."""
    docs = {}
    for path in sorted(glob.glob(os.path.join(folder, "attributions", "*.ann"))):
        name = re.sub(r"_[0-9a-f]{4}\.ann$", "", os.path.basename(path))
        text = open(os.path.join(folder, "text", name + ".txt"), encoding="utf-8", newline="").read()
        spans, events = {}, []
        for line in open(path, encoding="utf-8"):
            cells = line.rstrip("\n").split("\t")
            if cells[0].startswith("T") and len(cells) > 2:
                spans[cells[0]] = tuple(tuple(map(int, p.split())) for p in cells[1].split(" ", 1)[1].split(";"))
            elif cells[0].startswith("E") and len(cells) > 1:
                events.append([a.split(":") for a in cells[1].split()])
        rows = []
        for event in events:
            parts = collections.defaultdict(list)
            for kind, ref in event:
                parts[kind.rstrip("0123456789")] += spans.get(ref, ())
            row = tuple(tidy(text, parts[k]) for k in ("Source", "Cue", "Content"))
            if row[2]:
                rows.append(row)
        docs[name] = (text, rows)
    return docs


def tidy(text, pieces):
    """Pieces in order, without white space at the ends; neighbours with only white space between are one."""
    out = []
    for b, e in sorted(pieces):
        while b < e and text[b].isspace():
            b += 1
        while e > b and text[e - 1].isspace():
            e -= 1
        if b == e:
            continue
        if out and not text[out[-1][1]:b].strip():
            out[-1] = (out[-1][0], max(e, out[-1][1]))
        else:
            out.append((b, e))
    return tuple(out)


def code(demarche, docs):
    stories = "".join(json.dumps({"id": name, "text": text}) + "\n" for name, (text, _) in docs.items())
    done = subprocess.run([demarche, "code", "-"], input=stories.encode(), stdout=subprocess.PIPE, check=False)
    return [json.loads(line) for line in done.stdout.splitlines() if line.strip()]


def own_rows(story, text, nested):
    rows, sure = [], []
    for s in story["statements"]:
        if s.get("parent") and not nested:
            continue
        spans = [[s["speaker_span"]] if s["speaker_span"] else [], [s["cue_span"]] if s["cue_span"] else [], s["content_spans"]]
        rows.append(tuple(tidy(text, [tuple(p) for p in part]) for part in spans))
        sure.append(s["confidence"])
    return rows, sure


def jaccard(a, b):
    inter = sum(max(0, min(e, f) - max(b_, c)) for b_, e in a for c, f in b)
    size = sum(e - b_ for b_, e in a) + sum(f - c for c, f in b)
    return inter / (size - inter) if size > inter else float(inter > 0)


def match(gold, own):
    """Pairs of whole attributions, best first."""
    pairs = []
    for i, g in enumerate(gold):
        for j, o in enumerate(own):
            s, c = jaccard(g[0], o[0]), jaccard(g[2], o[2])
            if s >= .5 and c >= .5:
                pairs.append((s + c, i, j))
    used_gold, used_own = {}, set()
    for _, i, j in sorted(pairs, key=lambda p: (-p[0], p[1], p[2])):
        if i not in used_gold and j not in used_own:
            used_gold[i] = j
            used_own.add(j)
    return used_gold


def mode_of(text, content):
    words = "".join(text[b:e] for b, e in content)
    marks = any(m in words for m in MARKS) or SINGLE in words
    if not marks:
        return "indirect"
    whole = all(text[b] in MARKS + "'" and text[e - 1] in MARKS + "'" for b, e in content)
    return "direct" if whole else "mixed"


class Count:
    def __init__(self):
        self.gold = self.own = self.hit = 0

    def add(self, gold, own, hit):
        self.gold += gold
        self.own += own
        self.hit += hit

    def line(self, name):
        p = self.hit / self.own if self.own else 0.0
        r = self.hit / self.gold if self.gold else 0.0
        f = 2 * p * r / (p + r) if p + r else 0.0
        return f"{name:<10}{p:7.3f}{r:7.3f}{f:7.3f}   {self.hit} of {self.gold} gold, {self.own} own"


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("gold", help="folder with text/ and attributions/")
    ap.add_argument("--demarche", help="the program; its `code` is run over the texts")
    ap.add_argument("--rows", help="JSON lines that `demarche code` has printed; ids are names of texts")
    ap.add_argument("--nested", action="store_true", help="count rows inside other rows too")
    ap.add_argument("--calibration", action="store_true", help="show confidence beside what was right")
    ap.add_argument("--only", help="score texts whose name holds this")
    ap.add_argument("--errors", type=int, default=0, help="show that many misses and false rows of whole attributions")
    args = ap.parse_args()
    docs = {n: d for n, d in read_gold(args.gold).items() if not args.only or args.only in n}
    if args.rows:
        stories = [json.loads(line) for line in open(args.rows, encoding="utf-8") if line.strip()]
    elif args.demarche:
        stories = code(args.demarche, docs)
    else:
        ap.error("--demarche or --rows is needed")
    counts = collections.defaultdict(Count)
    modes = collections.defaultdict(lambda: [0, 0])
    tenths = collections.defaultdict(lambda: [0, 0])
    seen, shown = 0, []
    for story in stories:
        name = re.sub(r"\.txt$", "", os.path.basename(story["id"]))
        if name not in docs:
            continue
        seen += 1
        text, gold = docs[name]
        own, sure = own_rows(story, text, args.nested)
        for k, part in enumerate(("source", "cue", "content")):
            g, o = {r[k] for r in gold if r[k]}, {r[k] for r in own if r[k]}
            counts[part].add(len(g), len(o), len(g & o))
        gold = [r for r in gold if r[0]]
        pairs = match(gold, own)
        for j, c in enumerate(sure):
            tally = tenths[min(9, int(c * 10))]
            tally[0] += j in set(pairs.values())
            tally[1] += 1
        counts["whole"].add(len(gold), len(own), len(pairs))
        for i, row in enumerate(gold):
            tally = modes[mode_of(text, row[2])]
            tally[0] += i in pairs
            tally[1] += 1
        show = lambda r: " | ".join(" ... ".join(text[b:e] for b, e in part) for part in r)
        shown += [f"miss  {name}: {show(r)}" for i, r in enumerate(gold) if i not in pairs]
        shown += [f"false {name}: {show(r)}" for j, r in enumerate(own) if j not in set(pairs.values())]
    if seen < len(docs):
        print(f"only {seen} of {len(docs)} texts have rows", file=sys.stderr)
    for line in shown[:: max(1, len(shown) // args.errors)] if args.errors else []:
        print(line)
    print(f"{'':<10}{'P':>7}{'R':>7}{'F':>7}")
    for part in ("source", "cue", "content", "whole"):
        print(counts[part].line(part))
    for mode in ("direct", "mixed", "indirect"):
        hit, n = modes[mode]
        print(f"{mode:<10}{'':7}{hit / n if n else 0:7.3f}          {hit} of {n} gold")
    for tenth in sorted(tenths) if args.calibration else []:
        hit, n = tenths[tenth]
        print(f"confidence {tenth / 10:.1f} to {tenth / 10 + .1:.1f}: {hit / n:.2f} of {n} rows right")


if __name__ == "__main__":
    main()
