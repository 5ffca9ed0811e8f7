#!/usr/bin/env python3
"""Trains the ranker (src/events/ranker.h) and writes src/events/ranker_weights.bin; `--folds K` only cross-validates.

usage: train.py [--gold PLV.tsv] [--templates FILE.jsonl] [--folds K] [--keep N] [-o FILE]

The program $DEMARCHE (default build/demarche) prints the features of each pair; fit.c, built here with cc, fits a multinomial
model. Rows: the gold sentences (weight 1), sentences made from our phrases (generate.py, weight .3), templates (.1). The frames
were tuned on the gold, where they look better than they are: in a third of all rows their features are dropped, so that the
model leans on them less than it would. CONCEDE and RETREAT are learnt as one (the gold has YIELD for both), then told apart by a
second model over our sentences. The strongest N features are kept, weights rounded to 8 bits.

Cross-validation keeps every fold of the gold out of training; what it cannot keep out is that frames (and, a little, phrases)
were written by people who had seen the gold. So it prints a second figure, without any frame feature, which is free of that."""
import argparse, csv, ctypes, json, os, re, shlex, struct, subprocess, sys, tempfile
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import generate

TYPES = ["NONE", "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION",
         "MOBILIZE", "COERCE", "ASSAULT"]  # as in src/document/enums.def
QUAD = dict(AGREE=1, CONSULT=1, SUPPORT=1, COOPERATE=2, AID=2, YIELD=2, ACCUSE=3, REQUEST=3, REJECT=3, THREATEN=3, PROTEST=4, MOBILIZE=4, SANCTION=4,
            COERCE=4, ASSAULT=4)
FRAMES = [26, 27, 28, 29]  # families of ranker_features.c
WEIGHT = dict(gold=1.0, own=0.3, templates=0.1)
FRAME_DROP = 0.3
EPOCHS, RATE, L2, MIN_ROWS = 12, 0.5, 1e-4, 2


def gold_rows(path):
    with open(path, newline="", encoding="utf-8") as f:
        for r in csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE):
            marked, span = r["marked_sentence"], {}
            bare = lambda s: re.sub(r"</?[st]>", "", s)
            for k in "st":
                b, e = marked.find(f"<{k}>"), marked.find(f"</{k}>")
                span[k] = [len(bare(marked[:b])), len(bare(marked[:e]))] if b >= 0 else None
            yield bare(marked), span["s"], span["t"], r["gold_root"]


def features(rows):
    """uint32 arrays, one a row."""
    lines = "".join(json.dumps({"id": i, "text": t, "source": s, "target": q}) + "\n" for i, (t, s, q, _) in enumerate(rows))
    cmd = shlex.split(os.environ.get("DEMARCHE", os.path.join("build", "demarche"))) + ["relate", "--features", "-"]
    p = subprocess.run(cmd, input=lines, stdout=subprocess.PIPE, text=True)
    if p.returncode not in (0, 1):
        sys.exit(f"the program ended with {p.returncode}")
    return [np.array(json.loads(line).get("features", []), np.uint32) for line in p.stdout.splitlines()]


def build():
    lib = os.path.join(tempfile.mkdtemp(), "fit.so")
    subprocess.run(["cc", "-O3", "-std=c17", "-shared", "-fPIC", os.path.join(HERE, "fit.c"), "-o", lib, "-lm"], check=True)
    return ctypes.CDLL(lib)


class Model:
    """Weights by feature and label; `drop` families are left out, `sometimes` is the share of rows without frame features."""

    def __init__(self, lib, rows, labels, weights, drop=(), sometimes=0.0):
        self.labels = sorted(set(labels))
        number = {c: i for i, c in enumerate(self.labels)}
        u, n = np.unique(np.concatenate(rows), return_counts=True)
        self.u = u[(n >= MIN_ROWS) & ~np.isin(u >> 27, list(drop))]
        self.df = n[(n >= MIN_ROWS) & ~np.isin(u >> 27, list(drop))]
        rng, at, cols = np.random.RandomState(1), [0], []
        for r in rows:
            if sometimes and rng.rand() < sometimes:
                r = r[~np.isin(r >> 27, FRAMES)]
            cols.append(self.find(r))
            at.append(at[-1] + len(cols[-1]))
        at, cols = np.array(at, np.int64), np.concatenate(cols).astype(np.int32)
        lab = np.array([number[x] for x in labels], np.int32)
        value, w = np.array([1 / np.sqrt(max(1, len(r))) for r in rows], np.float32), np.array(weights, np.float32)
        out, p = np.zeros((len(self.u) + 1) * len(self.labels), np.float32), lambda a: a.ctypes.data_as(ctypes.c_void_p)
        i64, real = ctypes.c_int64, ctypes.c_double
        if lib.fit(i64(len(rows)), i64(len(self.u)), i64(len(self.labels)), p(at), p(cols), p(lab), p(value), p(w), i64(EPOCHS), real(RATE), real(L2), p(out)):
            sys.exit("no memory")
        self.w, self.b = out[:-len(self.labels)].reshape(len(self.u), -1), out[-len(self.labels):]

    def find(self, r):
        i = np.searchsorted(self.u, r)
        i[i >= len(self.u)] = 0
        return i[self.u[i] == r]

    def best(self, rows):
        """The likeliest label but NONE."""
        out = []
        for r in rows:
            s = self.w[self.find(r)].sum(0) / np.sqrt(max(1, len(r))) + self.b
            if "NONE" in self.labels:
                s[self.labels.index("NONE")] = -1e9
            out.append(self.labels[int(s.argmax())])
        return out


def macro(pairs):
    f = []
    for x in sorted({g for g, _ in pairs}):
        tp, own, want = sum(g == x == o for g, o in pairs), sum(o == x for _, o in pairs), sum(g == x for g, _ in pairs)
        f.append(2 * tp / (own + want))
    return sum(f) / len(f)


def report(name, gold, own):
    quad = [(QUAD[g], QUAD[o]) for g, o in zip(gold, own)]
    print("%-32s root %.3f  quad %.3f  binary %.3f" % (name, macro(list(zip(gold, own))), macro(quad), macro([(a > 2, b > 2) for a, b in quad])), flush=True)


def folds(labels, k):
    rng, f = np.random.RandomState(7), np.zeros(len(labels), int)
    for label in sorted(set(labels)):
        idx = [i for i, x in enumerate(labels) if x == label]
        rng.shuffle(idx)
        for j, i in enumerate(idx):
            f[i] = j % k
    return f


def cross_validate(lib, gold, others, k):
    fold, labels = folds([x[1] for x in gold], k), [x[1] for x in gold]
    for name, drop, sometimes, extra in (("gold alone, no frames", FRAMES, 0, False), ("no frames", FRAMES, 0, True), ("as shipped", (), FRAME_DROP, True)):
        own = [None] * len(gold)
        for j in range(k):
            train = [x for x, f in zip(gold, fold) if f != j] + (others if extra else [])
            m = Model(lib, [x[0] for x in train], [x[1] for x in train], [x[2] for x in train], drop, sometimes)
            test = [i for i in range(len(gold)) if fold[i] == j]
            for i, answer in zip(test, m.best([gold[i][0] for i in test])):
                own[i] = answer
        report(f"{k} folds, {name}", labels, own)


def write(path, m, split, keep):
    """CONCEDE's column holds the weights of both together, RETREAT's those that tell RETREAT from CONCEDE."""
    strength = np.abs(m.w - m.w.mean(1, keepdims=True)).max(1) * np.sqrt(m.df)
    chosen = np.sort(np.argsort(-strength, kind="stable")[:keep])
    w = np.zeros((len(chosen), len(TYPES)))
    bias = np.zeros(20)
    for j, label in enumerate(m.labels):
        to = TYPES.index("CONCEDE" if label == "YIELD" else label)
        w[:, to], bias[to] = m.w[chosen, j], m.b[j]
    retreat, at = TYPES.index("RETREAT"), {int(f): i for i, f in enumerate(split.u)}
    for row, f in enumerate(m.u[chosen]):
        i = at.get(int(f))
        if i is not None:
            w[row, retreat] = split.w[i, split.labels.index("RETREAT")] - split.w[i, split.labels.index("CONCEDE")]
    bias[retreat] = split.b[split.labels.index("RETREAT")] - split.b[split.labels.index("CONCEDE")]
    scale = np.percentile(np.abs(w), 99.97) / 127
    q = np.clip(np.round(w / scale), -127, 127).astype(np.int8)
    with open(path, "wb") as f:
        f.write(b"DMRW" + struct.pack("<IIf20f", len(chosen), len(TYPES), scale, *bias))
        f.write(m.u[chosen].astype("<u4").tobytes() + q.tobytes())
    print(f"{path}: {len(chosen)} of {len(m.u)} features, {os.path.getsize(path)} bytes")


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--gold")
    a.add_argument("--templates")
    a.add_argument("--folds", type=int, default=0)
    a.add_argument("--keep", type=int, default=24000)
    a.add_argument("-n", type=int, default=600, help="sentences of our own a type")
    a.add_argument("-o", default="src/events/ranker_weights.bin")
    a = a.parse_args()
    lib = build()
    own = [(r["text"], r["source"], r["target"], r["type"]) for r in generate.make(a.n, 1)]
    own = list(zip(features(own), [r[3] for r in own]))
    merged = lambda x: "YIELD" if x in ("CONCEDE", "RETREAT") else x
    others, gold = [(f, merged(x), WEIGHT["own"]) for f, x in own], []
    if a.templates:
        rows = [(r["text"], r["sp"]["s"], r["sp"]["t"], r["root"]) for r in map(json.loads, open(a.templates, encoding="utf-8"))]
        others += [(f, r[3], WEIGHT["templates"]) for f, r in zip(features(rows), rows)]
    if a.gold:
        rows = list(gold_rows(a.gold))
        gold = [(f, r[3], WEIGHT["gold"]) for f, r in zip(features(rows), rows)]
    if a.folds:
        return cross_validate(lib, gold, others, a.folds)
    rows = gold + others
    m = Model(lib, [x[0] for x in rows], [x[1] for x in rows], [x[2] for x in rows], (), FRAME_DROP)
    two = [(f, x) for f, x in own if x in ("CONCEDE", "RETREAT")]
    split = Model(lib, [x[0] for x in two], [x[1] for x in two], [1.0] * len(two))
    write(a.o, m, split, a.keep)


if __name__ == "__main__":
    main()
