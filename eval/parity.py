#!/usr/bin/env python3
"""Holds `demarche parse` against spaCy 3.8.7 with the same weights, text by text.

Three sets of texts: every story of the two corpora for the tokenizer alone ("tokens"), a seeded sample of
them for the whole pipeline ("pipeline"), and invented nasty strings for both ("nasty"). spaCy runs in one
thread with nothing disabled; what it says is kept in a cache by the hash of the text, because it is a hundred times
slower than what it is compared with. Each text is one unit as it stands.

The text that counts is the one the program gives back (it turns CR LF into LF). A text whose tokens differ is counted
under "tokens" and not compared further. Where a decision of the network differs, the first difference of the text is
listed with the smallest gap between the two best scores near it: what follows in the same sentence may follow from it. A gap
below 1e-4 is a near-tie, which another order of summation may turn.

Without the corpora only the nasty strings are compared, and the table of results stays as it is.

    eval/parity.py --venv build/spacy                         makes the environment (pinned) and runs itself in it
    eval/parity.py --venv build/spacy --corpora DIR --cache build/spacy/said.jsonl.gz
"""
import argparse
import gzip
import hashlib
import json
import os
import random
import subprocess
import sys
import threading
import time

PINS = ["spacy==3.8.7", "numpy==2.4.6", "thinc==8.3.11", "blis==1.3.4", "click<8.2"]
STAGES = ["tokens", "tag", "pos", "morph", "lemma", "head", "dep", "sent_start", "entities"]
NEAR_TIE = 1e-4


def make_venv(path):
    python = os.path.join(path, "bin", "python")
    if not os.path.exists(python):
        subprocess.run([sys.executable, "-m", "venv", path], check=True)
    if subprocess.run([python, "-c", "import spacy"], capture_output=True).returncode:
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PINS], check=True)
    return python


# ---- texts ---------------------------------------------------------------------------------------------------

def corpus(folder):
    for name in ("reuters1987.jsonl", "whitehouse2021.jsonl"):
        with open(os.path.join(folder, name), encoding="utf-8") as f:
            for line in f:
                text = json.loads(line).get("text")
                if text:
                    yield text


PIECES = [
    "\U0001F600\U0001F600!", "\U0001F44D\U0001F3FD", "\U0001F468\u200D\U0001F469\u200D\U0001F467", "e\u0301te\u0301", "\t", "\n", "\r\n", "\u00a0",
    "\u2028", "\u3000", "\u200b", "\u0000", "\u0007", "\u001c", " ", "  ", "   ", "http://x.org/a_(b).", "www.x.co.uk,", "me@ex.org;", "ftp://10.0.0.1:80/x?y#z",
    "192.168.0.1", "8.8.8.8", "user:pw@host.net:8080/p", "don't", "DON\u2019T", "can\u2019t've", "y'all", "'tis", "Let's", "gonna", "cannot", "ain't", "c'mon", "gotta",
    "nothin'", "o'clock", "(don\u2019t)", "\u201cquoted\u201d", "\u2018so\u2019", "``x''", "\u00abmot\u00bb", "a" * 99, "b" * 100, "c" * 101, "D" * 250, "\u0130stanbul", "\u039f\u0394\u039f\u03a3", "\u03a3", "\u03a3\u0391\u03a3.",
    "\u05e9\u05dc\u05d5\u05dd", "\u0645\u0631\u062d\u0628\u0627", "\u4f60\u597d\u3002\u4e16\u754c", "\u3053\u3093\u306b\u3061\u306f", "\u202eabc\u202c", ":-)", "(*_*)", "\u00af\\(\u30c4)/\u00af", ">.<", ":'(", "xD", "U.S.-China", "U.S.'s", "Ph.D.)", "a.m.,",
    "10a.m.", "5pm-6pm", "$1.5bn", "US$5", "\u20ac20", "5km.", "50\u00b0C.", "1.5-billion", "20-year-old", "9\u20135", "\u2014", "--", "...", "\u2026", ".....x", "x.....", "a,b", "1,000", "end.Start",
    "end.start", "and/or", "a=b", "x:y", "**bold**", "[a](http://b.c/d)", "\\", "#tag", "@you", "AT&T", "'90s", "80's", "xxx'S", "dogs'", "No.5", "Mr.", "e.g.,", "Kim", "talks", "the", "won't", "det", "neg", "num", "ORG",
    "X", "_", "\u01c5x", "\u0663\u0664", "\u00b2", "\u2460", "\u00df", "\ufb01n", "\U0001D400", "\U00020000\U00020001", "+1", "+x", "-5", "~", "\u060c", "\u0964", "\uff08x\uff09", "(((((x)))))", "a-b-c-d", "!!!???", "%", "5%", "COVID-19", "AK-47s",
    "II.", "A.B.", "AB.", "a.b.c.d", "I'd've", "it's", "It\u2019s", "He'll", "who're", "\u00a0\u00a0", "\n\n\n", "\t \n", " \u00a0 ", "would've", "ol'", "C$5", "E\u00a3", "Mex$", "\u0e3f9", "9\u0e3f",
]


def nasty(n_mixed=1500, n_random=300):
    rng = random.Random(20240229)
    yield ""
    for p in PIECES:
        yield p
        yield " " + p
        yield p + " "
        yield "x " + p + " y"
    for _ in range(n_mixed):
        k = rng.randint(1, 30)
        yield "".join(rng.choice(PIECES) + rng.choice(["", " ", " ", " ", "  ", "\n"]) for _ in range(k))
    planes = [(0x20, 0x7e), (0x20, 0x7e), (0x80, 0x24f), (0x370, 0x5ff), (0x600, 0x6ff), (0x900, 0x9ff), (0x2000, 0x2bff), (0x3000, 0x30ff), (0xac00, 0xacff),
              (0xff00, 0xffee), (0x1f000, 0x1faff), (0x10000, 0x10fff), (0x20000, 0x2ffff)]
    for _ in range(n_random):
        chars = []
        for _ in range(rng.randint(1, 60)):
            lo, hi = rng.choice(planes)
            chars.append(chr(rng.randint(lo, hi)))
            if rng.random() < 0.1:
                chars.append(" ")
        yield "".join(chars)


def sample(texts, n_chars, seed=1):
    """Whole texts in a seeded order until n_chars are reached."""
    texts = list(texts)
    random.Random(seed).shuffle(texts)
    out, total = [], 0
    for t in texts:
        if total >= n_chars:
            break
        out.append(t)
        total += len(t)
    return out


# ---- spaCy ---------------------------------------------------------------------------------------------------

class Oracle:
    def __init__(self, model, cache):
        import spacy
        assert spacy.__version__ == "3.8.7", spacy.__version__
        self.nlp = spacy.load(model)
        self.known = {}
        if cache and os.path.exists(cache):
            try:
                with gzip.open(cache, "rt", encoding="utf-8") as f:
                    for line in f:
                        row = json.loads(line)
                        self.known[row["sha"]] = row
            except EOFError:
                pass  # a run that was cut short: what is whole counts
        self.out = gzip.open(cache, "at", encoding="utf-8", compresslevel=1) if cache else None

    @staticmethod
    def key(text):
        return hashlib.sha1(text.encode("utf-8")).hexdigest()

    def tokens(self, text):
        doc = self.nlp.tokenizer(text)
        return {"idx": [t.idx for t in doc], "end": [t.idx + len(t) for t in doc], "space": [int(bool(t.whitespace_)) for t in doc]}

    def analysis(self, text):
        sha = self.key(text)
        if sha in self.known:
            return self.known[sha]
        doc = self.nlp(text)
        row = {"sha": sha, "idx": [t.idx for t in doc], "end": [t.idx + len(t) for t in doc], "space": [int(bool(t.whitespace_)) for t in doc],
               "tag": [t.tag_ for t in doc], "pos": [t.pos_ for t in doc], "morph": [str(t.morph) for t in doc], "lemma": [t.lemma_ for t in doc],
               "head": [t.head.i for t in doc], "dep": [t.dep_ for t in doc], "sent_start": [int(bool(t.is_sent_start)) for t in doc],
               "ents": [[e.start, e.end, e.label_] for e in doc.ents]}
        self.known[sha] = row
        if self.out:
            self.out.write(json.dumps(row, ensure_ascii=False) + "\n")
        return row

    def close(self):
        if self.out:
            self.out.close()


# ---- the program ---------------------------------------------------------------------------------------------

def parse_all(program, texts):
    """The program's rows for the texts, in their order."""
    process = subprocess.Popen([*program, "parse", "--format", "jsonl", "--gaps", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def feed():
        for i, text in enumerate(texts):
            process.stdin.write(json.dumps({"id": f"t{i}", "text": text}, ensure_ascii=False).encode("utf-8") + b"\n")
        process.stdin.close()

    feeder = threading.Thread(target=feed, daemon=True)
    feeder.start()
    for line in process.stdout:
        yield json.loads(line)
    feeder.join()
    process.wait()


def in_columns(row):
    """One of the program's rows in the form of the oracle's."""
    t = row["tokens"]
    out = {"idx": [x["span"][0] for x in t], "end": [x["span"][1] for x in t], "space": [int(x["space"]) for x in t]}
    for key in ("tag", "pos", "morph", "lemma", "head", "dep"):
        out[key] = [x[key] for x in t]
    out["sent_start"] = [int(x["sent_start"]) for x in t]
    out["ents"] = []
    for i, x in enumerate(t):
        if x["ner"] and x["ner"][0] == "B":
            out["ents"].append([i, i + 1, x["ner"][2:]])
        elif x["ner"]:
            out["ents"][-1][1] = i + 1
    return out


class Counts:
    def __init__(self, name):
        self.name = name
        self.texts = self.changed = 0
        self.compared = dict.fromkeys(STAGES, 0)
        self.different = dict.fromkeys(STAGES, 0)
        self.first = []  # (text, stage, token, gap)

    def compare(self, number, row, expected, stages):
        got = in_columns(row)
        self.texts += 1
        n = len(expected["idx"])
        self.compared["tokens"] += n
        theirs = list(zip(expected["idx"], expected["end"], expected["space"]))
        ours = list(zip(got["idx"], got["end"], got["space"]))
        if ours != theirs:
            at = next((i for i, (a, b) in enumerate(zip(ours, theirs)) if a != b), min(len(ours), len(theirs)))
            self.different["tokens"] += len(set(ours) ^ set(theirs))
            self.first.append((number, "tokens", at, None))
            return
        first = None
        for stage in stages[1:-1]:
            self.compared[stage] += n
            wrong = [i for i in range(n) if got[stage][i] != expected[stage][i]]
            self.different[stage] += len(wrong)
            if wrong and (first is None or wrong[0] < first[1]):
                first = (stage, wrong[0])
        if "entities" in stages:
            a, b = {tuple(e) for e in got["ents"]}, {tuple(e) for e in expected["ents"]}
            self.compared["entities"] += len(b)
            self.different["entities"] += len(a ^ b)
            if a != b and first is None:
                first = ("entities", min(e[0] for e in a ^ b))
        if first:
            self.first.append((number, *first, self.gap(row, *first)))

    @staticmethod
    def gap(row, stage, at):
        """The least gap of the deciding network within a sentence's reach of the difference."""
        key = "gap_tag" if stage in ("tag", "pos", "morph", "lemma") else "gap_ner" if stage == "entities" else "gap_parse"
        gaps = [t[key] for t in row["tokens"][max(0, at - 60):at + 60] if key in t]
        return min(gaps, default=None)


def run_set(name, program, oracle, texts, stages):
    counts, start = Counts(name), time.time()
    unread = set(range(len(texts)))
    for row in parse_all(program, texts):
        number = int(row["id"][1:])
        unread.discard(number)
        counts.changed += row["text"] != texts[number]
        counts.compare(number, row, oracle.analysis(row["text"]) if len(stages) > 1 else oracle.tokens(row["text"]), stages)
    for number in sorted(unread):
        if "\0" not in texts[number]:  # a reader may refuse a NUL, and says so itself
            counts.different["tokens"] += 1
            counts.first.append((number, "tokens", 0, None))
    print(f"{name}: {counts.texts} texts ({counts.changed} changed by reading, {len(unread)} not read), {counts.compared['tokens']} tokens, "
          f"{time.time() - start:.0f} s")
    for number, stage, at, gap in counts.first[:40]:
        print(f"  text {number}: first difference in {stage} at token {at}, least gap near it {gap}")
    return counts


def package_folder(path):
    """The folder with config.cfg at or under path."""
    for folder, _, files in os.walk(path):
        if "config.cfg" in files and "tokenizer" in files:
            return folder
    sys.exit(f"{path}: no unpacked en_core_web_sm under it")


def default_model(root):
    """Where `make build` left the package."""
    try:
        with open(os.path.join(root, "build", "model", "path"), encoding="utf-8") as f:
            return f.read().strip()
    except OSError:
        sys.exit("run make build first, or give --model")


def write_table(path, sets):
    with open(path, "w", encoding="utf-8") as f:
        f.write("set\tstage\tcompared\tdifferent\ttexts_with_first_difference_here\tof_them_near_ties\n")
        for counts, stages in sets:
            for stage in stages:
                here = [x for x in counts.first if x[1] == stage]
                ties = sum(x[3] is not None and x[3] < NEAR_TIE for x in here)
                f.write(f"{counts.name}\t{stage}\t{counts.compared[stage]}\t{counts.different[stage]}\t{len(here)}\t{ties}\n")


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--venv", help="make this virtual environment if need be and run in it")
    p.add_argument("--model", help="folder of the unpacked en_core_web_sm 3.8.0 (default: where make build left it)")
    p.add_argument("--program", nargs="+", default=[os.path.join(here, "..", "build", "demarche")])
    p.add_argument("--corpora", default=os.environ.get("DEMARCHE_CORPORA"),
                   help="folder of reuters1987.jsonl and whitehouse2021.jsonl (default: $DEMARCHE_CORPORA)")
    p.add_argument("--token-chars", type=int, default=16_000_000, help="characters for the tokens set (0: all)")
    p.add_argument("--chars", type=int, default=2_600_000, help="characters for the pipeline set")
    p.add_argument("--cache", help="file that keeps what spaCy said")
    p.add_argument("--out", default=os.path.join(here, "parity.tsv"))
    args = p.parse_args()
    if args.venv and os.path.abspath(sys.prefix) != os.path.abspath(args.venv):
        python = make_venv(args.venv)
        os.execv(python, [python, *sys.argv])
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    oracle = Oracle(package_folder(args.model or default_model(os.path.join(here, ".."))), args.cache)
    sets = [(run_set("nasty", args.program, oracle, list(nasty()), STAGES), STAGES)]
    if args.corpora:
        texts = list(corpus(args.corpora))
        sets.append((run_set("pipeline", args.program, oracle, sample(texts, args.chars), STAGES), STAGES))
        some = sample(texts, args.token_chars, seed=2) if args.token_chars else texts
        sets.append((run_set("tokens", args.program, oracle, some, STAGES[:1]), STAGES[:1]))
    oracle.close()
    if args.corpora:
        write_table(args.out, sets)
    failed = any(stage == "tokens" or gap is None or gap >= NEAR_TIE for counts, _ in sets for _, stage, _, gap in counts.first)
    if not any(counts.first for counts, _ in sets):
        print("no differences")
    else:
        print("there are differences that are no near-ties" if failed else "every difference is a near-tie")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
