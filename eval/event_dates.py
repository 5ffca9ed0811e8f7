#!/usr/bin/env python3
"""Scores the dates of events against eval/event_dates.tsv, labelled by hand.

  eval/event_dates.py PROGRAM CORPORA [--sample eval/event_dates_fresh.tsv] [--verbose]

CORPORA holds reuters1987.jsonl and whitehouse2021.jsonl. Each story is coded with its own date. An event is found when one of its
triggers meets the labelled trigger. Its date is right when the likeliest day, or without one the whole interval, lies
within the labelled interval: an interval that is open where the label is not is wrong. The labels fall into two
halves by a hash of the story's name: the first is what --verbose shows and what the rules were last changed by, the second was only
counted then (both had been looked at before the halves were made)."""
import argparse
import hashlib
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def rows(path):
    everything = open(path, encoding="utf-8").readlines()
    lines = [l for l in everything if not l.startswith("#")]
    told = next(l for l in everything if "sha256" in l).split(":")[-1].strip()
    if hashlib.sha256("".join(lines[1:]).encode()).hexdigest() != told:
        sys.exit(f"{path} was changed: its hash does not fit")
    return [l.rstrip("\n").split("\t") for l in lines[1:]]


def inside(date, lo, hi):
    begin = date["best"] or date["from"]
    end = date["best"] or date["to"]
    return (lo == "-" or (begin or "") >= lo) and (hi == "-" or (end or "9999") <= hi)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("program")
    ap.add_argument("corpora")
    ap.add_argument("--sample", default=os.path.join(HERE, "event_dates.tsv"))
    ap.add_argument("--verbose", action="store_true", help="show the wrong ones of the first half")
    a = ap.parse_args()
    sample = rows(a.sample)
    wanted = {r[0] for r in sample}
    stories = {}
    for name in ("reuters1987.jsonl", "whitehouse2021.jsonl"):
        for line in open(os.path.join(a.corpora, name), encoding="utf-8"):
            d = json.loads(line)
            if d["id"] in wanted:
                stories[d["id"]] = {k: d[k] for k in ("id", "title", "text", "date")}
    lines = "".join(json.dumps(stories[i]) + "\n" for i in sorted(stories))
    out = subprocess.run([a.program, "code", "-"], input=lines, capture_output=True, text=True, encoding="utf-8").stdout
    got = {d["id"]: d for d in map(json.loads, filter(str.strip, out.split("\n")))}
    tally = {"Reuters": [0, 0, 0], "White House": [0, 0, 0]}
    halves = [[0, 0], [0, 0]]
    n_twice = n_same = n_blank = 0
    for story, begin, end, lo, hi, lo2, hi2 in sample:
        if lo2:
            n_twice += 1
            n_same += (lo, hi) == (lo2, hi2)
        if lo == "?":
            n_blank += 1
            continue
        t = tally["Reuters" if story.startswith("reuters") else "White House"]
        t[0] += 1
        b, e = int(begin), int(end)
        events = [v for v in got[story].get("events", []) if v["trigger_span"] and v["trigger_span"][0] < e and b < v["trigger_span"][1]]
        if not events:
            continue
        t[1] += 1
        ok = inside(events[0]["date"], lo, hi)
        t[2] += ok
        half = halves[int(hashlib.sha256(story.encode()).hexdigest(), 16) % 2]
        half[0] += 1
        half[1] += ok
        if a.verbose and not ok and half is halves[0]:
            d = events[0]["date"]
            text = got[story]["text"]
            print(f"{story} [{stories[story]['date']}] want {lo}..{hi} own {d['best']} {d['from']}..{d['to']} {d['reasons']} : "
                  + " ".join(text[max(0, b - 90):b].split()) + " [[" + text[b:e] + "]] " + " ".join(text[e:e + 60].split()))
    n, f, r = (sum(t[i] for t in tally.values()) for i in range(3))
    for k, t in tally.items():
        print(f"{k}: labelled {t[0]}  found {t[1]}  right of found {t[2] / max(t[1], 1):.3f}")
    for name, (found, right) in zip(("tuned on", "held out"), halves):
        print(f"half {name}: found {found}  right of found {right / max(found, 1):.3f}")
    half = 1.96 * (r / f * (1 - r / f) / f) ** .5 if f else 0
    print(f"events {n} (and {n_blank} that no date can be told of)  found {f}  right of found {r / max(f, 1):.3f} +- {half:.3f}  "
          f"same label in two readings {n_same} of {n_twice}")


if __name__ == "__main__":
    main()
