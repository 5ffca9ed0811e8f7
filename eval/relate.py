#!/usr/bin/env python3
"""How well `demarche relate` finds the relation between two given spans.

usage: relate.py FILE.tsv [--verbose] [--force]
       relate.py --folds 5 FILE.tsv [TEMPLATES.jsonl]
FILE: the PLV format (columns sentence_id, marked_sentence with <s></s> and <t></t>, gold_root)
The program is $DEMARCHE (it may hold arguments), default build/demarche.

The gold has 15 labels: YIELD stands for CONCEDE and RETREAT. A sentence for which the program finds nothing counts as missed for
its label. Printed: each label's precision, recall, F1; macro-F1 over the labels (root), over the four quad classes, and over
cooperation against conflict (binary). The gold's classes: 1 AGREE CONSULT SUPPORT, 2 COOPERATE AID YIELD, 3 ACCUSE REQUEST REJECT THREATEN,
4 the rest.

On sentences that the weights were trained on this says nothing: --folds trains without each fold in turn
(tools/train/relations/train.py; needs its requirements and cc) and prints the figures with and without the frames, which were tuned
on the same sentences: the unseen truth lies between."""
import csv, json, os, re, shlex, subprocess, sys

QUAD = dict(AGREE=1, CONSULT=1, SUPPORT=1, COOPERATE=2, AID=2, YIELD=2, ACCUSE=3, REQUEST=3, REJECT=3, THREATEN=3,
            PROTEST=4, MOBILIZE=4, SANCTION=4, COERCE=4, ASSAULT=4)


def rows(path):
    with open(path, newline="", encoding="utf-8") as f:
        for r in csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE):
            marked = r["marked_sentence"]
            bare = lambda s: re.sub(r"</?[st]>", "", s)
            span = {}
            for k in "st":
                begin, end = marked.find(f"<{k}>"), marked.find(f"</{k}>")
                span[k] = [len(bare(marked[:begin])), len(bare(marked[:end]))] if begin >= 0 else None
            yield r["sentence_id"], bare(marked), span["s"], span["t"], r["gold_root"]


def answers(gold):
    lines = "".join(json.dumps({"id": i, "text": t, "source": s, "target": q}) + "\n" for i, t, s, q, _ in gold)
    cmd = shlex.split(os.environ.get("DEMARCHE", os.path.join("build", "demarche"))) + ["relate", "-"] + [a for a in sys.argv if a == "--force"]
    p = subprocess.run(cmd, input=lines, stdout=subprocess.PIPE, text=True)
    if p.returncode not in (0, 1):
        sys.exit(f"the program ended with {p.returncode}")
    return [json.loads(line) for line in p.stdout.splitlines()]


def f1(pairs, label):
    tp = sum(g == label and o == label for g, o in pairs)
    own, want = sum(o == label for _, o in pairs), sum(g == label for g, _ in pairs)
    p, r = tp / own if own else 0.0, tp / want if want else 0.0
    return want, own, tp, p, r, 2 * p * r / (p + r) if p + r else 0.0


def macro(pairs, name, show=False):
    labels = sorted({g for g, _ in pairs})
    for x in labels if show else []:
        print("%-10s want %4d own %4d right %4d  P %.3f R %.3f F1 %.3f" % ((x,) + f1(pairs, x)))
    print("%-7s macro-F1 %.3f" % (name, sum(f1(pairs, x)[5] for x in labels) / len(labels)))


def cross_validate(k, gold, *templates):
    train = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "tools", "train", "relations", "train.py")
    more = ["--templates", templates[0]] if templates else []
    sys.exit(subprocess.run([sys.executable, train, "--folds", k, "--gold", gold, *more]).returncode)


def main():
    if sys.argv[1:2] == ["--folds"] and len(sys.argv) in (4, 5):
        return cross_validate(*sys.argv[2:])
    files = [a for a in sys.argv[1:] if not a.startswith("-")]
    if len(files) != 1:
        sys.exit(__doc__)
    gold = list(rows(files[0]))
    own = {str(a.get("id")): a for a in answers(gold)}
    pairs = []
    for i, text, _, _, want in gold:
        a = own.get(i, {})
        got = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}.get(a.get("type"), a.get("type")) or "NONE"
        pairs.append((want, got))
        if "--verbose" in sys.argv and got != want:
            print(f"{i}: want {want} own {got} ({a.get('frame')})")
    macro(pairs, "root", True)
    quad = [(QUAD[g], QUAD.get(o, 0)) for g, o in pairs]
    macro(quad, "quad")
    macro([(g > 2, o > 2 if o else None) for g, o in quad], "binary")
    print("%d sentences, %.1f %% without an answer" % (len(pairs), 100 * sum(o == "NONE" for _, o in pairs) / len(pairs)))


main()
