#!/usr/bin/env python3
"""Scores date expressions against GUM's dates (TEI) and histories in TimeML.

  eval/dates.py PROGRAM GOLD_DIR [--genre news] [--verbose]

PROGRAM is run as `PROGRAM code -` over JSONL and must print one object a line with "text" and "dates". GOLD_DIR holds *.xml
(GUM) or *.tml (TimeML); its files are read, never copied. A gold span is found when a row meets it that is of type DATE or TIME, or has both days
(strict: has the same ends, determiners and prepositions aside). A value is right when the row's interval has the gold's
first and last day (TimeML: is the gold's value), a day of slack where the gold gives a range that the words leave open ("late September")."""
import argparse
import calendar
import datetime
import glob
import json
import os
import re
import subprocess
import sys

SMALL = {"the", "a", "an", "in", "on", "at", "of", "during", "since", "until", "by", "from", "for"}


def gum(path):
    """Text, spans with (from, to), and the day of writing of one GUM file."""
    raw = open(path, encoding="utf-8").read()
    made = re.search(r'dateCreated="([^"]*)"', raw)
    genre = re.search(r'type="([^"]*)"', raw).group(1)
    text, spans, stack = "", [], []
    glue = False
    for line in raw.split("\n"):
        if line.startswith("<date "):
            stack.append((len(text), dict(re.findall(r'(\w+)="([^"]*)"', line))))
        elif line.startswith("</date>"):
            begin, attrs = stack.pop()
            while begin < len(text) and text[begin] in " \n":
                begin += 1
            spans.append((begin, len(text), attrs))
        elif re.match(r"</(p|head|item|caption|sp|quote)>", line):
            text = text.rstrip(" ") + "\n\n"
        elif line.startswith("<w>"):
            glue = "first"
        elif line.startswith("</w>"):
            glue = False
        elif "\t" in line:
            word = line.split("\t")[0]
            word = word.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&apos;", "'")
            joined = glue is True or re.match(r"^[,.;:!?)\]%’']+$|^'s$|^n't$", word) or text.endswith(("(", "[", "$"))
            text += ("" if joined or not text or text[-1] in " \n" else " ") + word
            if glue == "first":
                glue = True
    return text, [s for s in spans if s[1] > s[0]], made.group(1) if made else None, genre


def tml(path):
    raw = open(path, encoding="utf-8", errors="replace").read()
    made = re.search(r'CREATION_TIME"[^>]*value="([^"]*)"', raw)
    body = re.search(r"<TEXT>(.*)</TEXT>", raw, re.S).group(1)
    text, spans, at = "", [], 0
    for m in re.finditer(r"<TIMEX3([^>]*)>(.*?)</TIMEX3>", body, re.S):
        text += re.sub(r"<[^>]*>", "", body[at:m.start()])
        begin = len(text)
        text += re.sub(r"<[^>]*>", "", m.group(2))
        attrs = dict(re.findall(r'(\w+)="([^"]*)"', m.group(1)))
        if attrs.get("type") in ("DATE", "TIME"):
            spans.append((begin, len(text), {"when": attrs.get("value", "")}))
        at = m.end()
    return text + re.sub(r"<[^>]*>", "", body[at:]), spans, made.group(1) if made else None, "history"


def day(s, last):
    m = re.match(r"^(\d{4})(?:-(\d\d))?(?:-(\d\d))?", s or "")
    if not m or m.group(1) == "0000":
        return None
    y, mo, d = int(m.group(1)), int(m.group(2) or (12 if last else 1)), m.group(3)
    try:
        return datetime.date(y, mo, int(d) if d else (calendar.monthrange(y, mo)[1] if last else 1))
    except ValueError:
        return None


def interval(a):
    if "when" in a:
        return day(a["when"], False), day(a["when"], True)
    return day(a.get("from") or a.get("notBefore"), False), day(a.get("to") or a.get("notAfter"), True)


def core(text, b, e):
    words = [(m.start() + b, m.end() + b) for m in re.finditer(r"\w[\w.']*", text[b:e])]
    while len(words) > 1 and text[words[0][0]:words[0][1]].lower() in SMALL:
        words.pop(0)
    return (words[0][0], words[-1][1]) if words else (b, e)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("program")
    ap.add_argument("gold")
    ap.add_argument("--genre", action="append", help="only these GUM genres")
    ap.add_argument("--verbose", action="store_true")
    a = ap.parse_args()
    docs = []
    for path in sorted(glob.glob(os.path.join(a.gold, "*.xml")) + glob.glob(os.path.join(a.gold, "*.tml"))):
        text, spans, made, genre = (gum if path.endswith(".xml") else tml)(path)
        if not a.genre or genre in a.genre:
            docs.append((os.path.basename(path), text, spans, made, genre))
    if not docs:
        sys.exit("no gold documents in " + a.gold)
    # News prints its date in the text; other genres get it as metadata.
    lines = "".join(json.dumps({"id": n, "text": t, **({"date": m} if m and g != "news" else {})}) + "\n" for n, t, _, m, g in docs)
    out = subprocess.run([a.program, "code", "-"], input=lines, capture_output=True, text=True, encoding="utf-8").stdout
    got = {d["id"]: d for d in map(json.loads, filter(str.strip, out.split("\n")))}
    n_gold = n_found = n_strict = n_right = n_rows = n_true = 0
    for name, text, spans, made, genre in docs:
        rows = [r for r in got.get(name, {}).get("dates", []) if r["type"] in ("DATE", "TIME") or (r["from"] and r["to"])]
        lines_at = [(b["span"][0], b["span"][1]) for b in got.get(name, {}).get("blocks", []) if b["kind"] not in ("body", "title", "caption")]
        n_rows += len(rows)
        used = set()
        for b, e, attrs in spans:
            if any(x <= b and e <= y for x, y in lines_at):
                continue  # in a block that is not parsed: a date line
            n_gold += 1
            hit = next((i for i, r in enumerate(rows) if r["span"][0] < e and b < r["span"][1] and i not in used), None)
            if hit is None:
                if a.verbose:
                    print(f"{name}: missed {text[b:e]!r}")
                continue
            used.add(hit)
            r = rows[hit]
            n_found += 1
            n_strict += core(text, b, e) == core(text, *r["span"])
            lo, hi = interval(attrs)
            own = day(r["from"], False), day(r["to"], False)
            slack = 0 if "when" in attrs else 1
            if genre == "history":  # TimeML: the value, whatever its modifier
                ok = r["value"] == attrs["when"]
                n_right += ok
                if a.verbose and not ok:
                    print(f"{name}: value of {text[b:e]!r}: want {attrs['when']} own {r['value']}")
                continue
            ok = None not in (*own, lo, hi) and abs((own[0] - lo).days) <= slack and abs((own[1] - hi).days) <= slack
            n_right += ok
            if a.verbose and not ok:
                print(f"{name}: value of {text[b:e]!r}: want {lo}..{hi} own {own[0]}..{own[1]} {r['value']}")
        n_true += len(used)
        if a.verbose:
            for i, r in enumerate(rows):
                if i not in used:
                    print(f"{name}: false {text[r['span'][0]:r['span'][1]]!r} {r['value']}")
    p, q, s = n_true / max(n_rows, 1), n_found / max(n_gold, 1), n_strict / max(n_found, 1)
    print(f"documents {len(docs)}  gold {n_gold}  precision {p:.3f}  recall {q:.3f}  F1 {2 * p * q / max(p + q, 1e-9):.3f}  same ends {s:.3f}  value of found {n_right / max(n_found, 1):.3f}  value of all {n_right / max(n_gold, 1):.3f}")


if __name__ == "__main__":
    main()
