#!/usr/bin/env python3
"""Scores the sentences of `demarche code`, paragraph by paragraph: each gold paragraph is one story of its own.

    eval/sentences.py --demarche build/demarche GOLD/sentences

The gold sets are those that lie in the folder: EWT (dev and test) and PUD (CoNLL-U), and golden_rules_en.json. EWT's paragraphs are those
of `newpar`, PUD has none, so there the sentences of a document are one paragraph. Text is put together from the tokens with their
SpaceAfter; a line end in a golden rule parts paragraphs in the program too and stays.

Figures: precision, recall and F of sentences whose first and last character are both right, over all paragraphs; for EWT also per
file. A paragraph that the program does not parse (too short, a heading, not English by its looks) has no sentence and costs recall;
`unread` says how many gold sentences stand in such paragraphs. For the golden rules: the cases in which every sentence is right.
"""
import argparse
import glob
import json
import os
import subprocess


def surface(lines):
    """The text of a CoNLL-U sentence, and whether a space follows."""
    text, skip, space = "", 0, True
    for line in lines:
        cells = line.split("\t")
        ident = cells[0]
        if "." in ident:
            continue
        if "-" in ident:
            skip = int(ident.split("-")[1])
        elif int(ident) <= skip:
            continue
        text += cells[1]
        space = "SpaceAfter=No" not in cells[9]
        text += " " if space else ""
    return text.rstrip(" "), space


def read_conllu(path):
    """[(text, [(begin, end)])], one for each paragraph."""
    paragraphs, text, spans, tokens, new = [], "", [], [], False
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith(("# newpar", "# newdoc")):
            new = True
        elif line and not line.startswith("#"):
            tokens.append(line)
        elif not line and tokens:
            sentence, space = surface(tokens)
            if new and spans:
                paragraphs.append((text.rstrip(" "), spans))
                text, spans = "", []
            spans.append((len(text), len(text) + len(sentence)))
            text += sentence + (" " if space else "")
            tokens, new = [], False
    return paragraphs + [(text.rstrip(" "), spans)] if spans else paragraphs


def read_rules(path):
    out = []
    for case in json.load(open(path, encoding="utf-8")):
        spans, at = [], 0
        for sentence in case["sents"]:
            begin = case["text"].find(sentence.strip(), at)
            if begin < 0:
                raise SystemExit(f"{path}: a sentence that is not in its text")
            at = begin + len(sentence.strip())
            spans.append((begin, at))
        out.append((case["text"], spans))
    return out


def code(demarche, paragraphs):
    """The spans of each paragraph, in order."""
    stories = "".join(json.dumps({"id": f"p{i}", "text": text}) + "\n" for i, (text, _) in enumerate(paragraphs))
    done = subprocess.run([demarche, "code", "-"], input=stories.encode(), stdout=subprocess.PIPE, check=False)
    rows = {}
    for line in done.stdout.splitlines():
        row = json.loads(line)
        rows[row["id"]] = [tuple(s["span"]) for s in row["sentences"]]
    if len(rows) != len(paragraphs):
        raise SystemExit(f"{demarche}: {len(paragraphs)} paragraphs went in, {len(rows)} came out")
    return [rows[f"p{i}"] for i in range(len(paragraphs))]


def show(name, paragraphs, found):
    gold = sum(len(spans) for _, spans in paragraphs)
    right = sum(len(set(spans) & set(f)) for (_, spans), f in zip(paragraphs, found))
    n = sum(map(len, found))
    unread = sum(len(spans) for (_, spans), f in zip(paragraphs, found) if not f)
    print(f"{name}: paragraphs {len(paragraphs)} sentences {gold} found {n} unread {unread} "
          f"P {right / max(n, 1):.3f} R {right / max(gold, 1):.3f} F {2 * right / max(n + gold, 1):.3f}")


def main():
    ap = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ap.add_argument("--demarche", default="build/demarche")
    ap.add_argument("gold")
    args = ap.parse_args()
    for name in ("EWT", "PUD"):
        files = sorted(glob.glob(os.path.join(args.gold, name, "*.conllu")))
        both = ([], [])
        for path in files:
            paragraphs = read_conllu(path)
            found = code(args.demarche, paragraphs)
            if len(files) > 1:
                show(os.path.basename(path), paragraphs, found)
            both[0].extend(paragraphs)
            both[1].extend(found)
        if files:
            show(name, *both)
    rules = read_rules(os.path.join(args.gold, "golden_rules_en.json"))
    found = code(args.demarche, rules)
    show("golden rules", rules, found)
    print(f"golden rules: cases all right {sum(spans == f for (_, spans), f in zip(rules, found))} of {len(rules)}")


if __name__ == "__main__":
    main()
