#!/usr/bin/env python3
"""Scores the date of a story from its text alone.

  eval/story_dates.py PROGRAM GOLD_DATES CORPORA [--false-crawl] [--stories N] [--verbose]

The true day is hidden: GUM's Wikinews without their date line (GOLD_DATES/gum-dates), every k-th story of reuters1987.jsonl and
whitehouse2021.jsonl in CORPORA, without title, address and date. --false-crawl gives each a day 30 to 1500 days too late as the day of
its crawl ("crawled"). Held: the 90 % interval holds the day (one that is open at both ends does not count as given). Exact: a
single day is given, and it is right; wrong: one is given, and it is not."""
import argparse
import datetime
import json
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import dates as gold_dates  # noqa: E402  (eval/dates.py)


def wikinews(folder):
    out = []
    for name in sorted(os.listdir(folder)):
        if not name.startswith("GUM_news"):
            continue
        text, spans, made, _ = gold_dates.gum(os.path.join(folder, name))
        if not made or len(made) < 10:
            continue
        day = datetime.date.fromisoformat(made[:10])
        spelled = day.strftime("%B ") + str(day.day)
        lines = [l for l in text.split("\n") if not (len(l) < 60 and (spelled in l or re.search(r"day, [A-Z][a-z]+ \d+, \d{4}", l)))]
        out.append((name, "\n".join(lines), day))
    return out


def sample(path, n):
    rows = [json.loads(l) for l in open(path, encoding="utf-8")]
    rows = [r for r in rows if len(r["text"]) > 400]
    step = max(1, len(rows) // n)
    return [(r["id"], r["text"][:20000], datetime.date.fromisoformat(r["date"])) for r in rows[::step][:n]]


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("program")
    ap.add_argument("gold")
    ap.add_argument("corpora")
    ap.add_argument("--false-crawl", action="store_true")
    ap.add_argument("--stories", type=int, default=150)
    ap.add_argument("--verbose", action="store_true")
    a = ap.parse_args()
    sets = {"Wikinews": wikinews(os.path.join(a.gold, "gum-dates")), "Reuters": sample(os.path.join(a.corpora, "reuters1987.jsonl"), a.stories),
            "White House": sample(os.path.join(a.corpora, "whitehouse2021.jsonl"), a.stories)}
    for what, docs in sets.items():
        lines = ""
        for i, (n, text, day) in enumerate(docs):
            row = {"id": n, "text": text}
            if a.false_crawl:
                row["crawled"] = (day + datetime.timedelta(30 + 37 * i % 1471)).isoformat()
            lines += json.dumps(row) + "\n"
        out = subprocess.run([a.program, "code", "-"], input=lines, capture_output=True, text=True, encoding="utf-8").stdout
        got = {d["id"]: d["date"] for d in map(json.loads, filter(str.strip, out.split("\n"))) if d.get("date")}
        held = given = exact = wrong = 0
        widths = []
        for n, text, day in docs:
            d = got.get(n) or {"best": None, "from": None, "to": None, "reasons": []}
            lo, hi, iso = d["from"], d["to"], day.isoformat()
            given += bool(lo or hi)
            ok = bool(lo or hi) and (not lo or lo <= iso) and (not hi or iso <= hi)
            held += ok
            exact += d["best"] == iso
            wrong += bool(d["best"]) and d["best"] != iso
            widths.append((datetime.date.fromisoformat(hi) - datetime.date.fromisoformat(lo)).days if lo and hi else 99999)
            if a.verbose and (lo or hi) and not ok:
                print(f"{what} {n[-60:]} true {iso} own {d['best']} {lo}..{hi} {d['reasons'][:4]}")
        widths.sort()
        print(f"{what:11} stories {len(docs)}  an interval is given {given / len(docs):.3f}  of these held {held / max(given, 1):.3f}  median width {widths[len(widths) // 2]} days  "
              f"exact {exact / len(docs):.3f}  wrong single days {wrong / len(docs):.3f}")


if __name__ == "__main__":
    main()
