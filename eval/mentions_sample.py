#!/usr/bin/env python3
"""Draws mentions of actors from the corpora, and scores the program against their labels (eval/mentions_sample.tsv).

    eval/mentions_sample.py draw  --corpora CORPORA --gold GOLD      the texts with the drawn spans marked, to be read and labelled
    eval/mentions_sample.py score --corpora CORPORA --gold GOLD [--half tune|blind] [--demarche build/demarche] [--verbose]

Spans come from the text alone, by pattern (runs of capitalised words, pronouns, determiner with a noun of office, group or body),
never from the program; stories and spans are ordered by a hash, five spans a story. Spans that name no actor carry no label.
A label: corpus, story, span in code points, words of the entity's name (alternatives by |; it must hold one of them), country (ISO3,
UNO, EU; `-` none), sectors that are right (alternatives by |, `-` for none; empty: not asked), half (of the story), round (1, or 2
for those labelled again without a look at the first; none are yet). A plural of several carries the names that its members may bear, each
enough. No text is kept; the last line is the hash of those before it. Intervals are Wilson's, 95 %, and take no account of the
clustering in stories.
"""
import argparse
import hashlib
import json
import os
import re
import shlex
import subprocess

from shares import wilson

HERE = os.path.dirname(os.path.abspath(__file__))
COUNT = {"reuters1987": 72, "whitehouse2021": 46, "polnear": 12}
SPANS, LONGEST, SHORTEST = 5, 1800, 300
NOUNS = ("president|minister|ministers|government|governments|administration|ministry|secretary|officials?|spokesman|spokeswoman|banks?|"
         "country|countries|nations?|allies|party|parties|groups?|company|companies|firms?|leaders|troops|forces|congress|senate|house|"
         "department|agency|agencies|union|council|committee|commission|sources|analysts|economists|farmers|workers|producers|exporters|"
         "generals|senators|lawmakers|members|delegation|authorities|court|judge|army|police|rebels|exchange|board|bank|sides|states|dealers")
WORD = r"[A-Z][\w.'’&-]*[A-Za-z]"
SPAN = re.compile(r"\b(?:" + WORD + r"(?:\s(?:(?:of|for|and|the)\s)?" + WORD + r")*|[Hh]e|[Ss]he|[Tt]hey|[Ww]e|I|[Ii]ts?|[Hh]is|[Hh]er|[Tt]heir|[Oo]ur|"
                  r"(?:[Tt]he|[Bb]oth|[Tt]wo|[Ss]ome|[Aa]n?|[Aa]ll)\s(?:[\w.-]+\s)?(?:" + NOUNS + r")|(?:" + WORD + r"\s)+(?:" + NOUNS + r"))\b")
NOT_ALONE = set("The A An In On At It But And If He This That For As With From Our Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March "
                "April May June July August September October November December Last Earlier However While When Under Some Also".split()) - {"He", "It", "Our"}


def stories(args):
    """(corpus, id, row) of all stories that can be drawn."""
    for corpus in ("reuters1987", "whitehouse2021"):
        for line in open(os.path.join(args.corpora, corpus + ".jsonl"), encoding="utf-8"):
            r = json.loads(line)
            if len(r.get("text") or "") >= SHORTEST:
                yield corpus, str(r["id"]), r
    folder = os.path.join(args.gold, "quotes", "polnear", "train", "text")
    for name in sorted(os.listdir(folder)):
        yield "polnear", name, {"id": name, "text": open(os.path.join(folder, name), encoding="utf-8").read()}


def ident(corpus, story):
    """How the labels call a story: by its id, but names that are titles by their hash."""
    return hashlib.sha256(story.encode()).hexdigest()[:12] if corpus == "polnear" else story


def order(*key):
    return hashlib.sha256("\t".join(map(str, key)).encode()).hexdigest()


def draw(args):
    left = dict(COUNT)
    for corpus, story, r in sorted(stories(args), key=lambda s: order(*s[:2])):
        text = r["text"][:LONGEST]
        spans = [m.span() for m in SPAN.finditer(text) if m[0] not in NOT_ALONE]
        if not spans or not left[corpus]:
            continue
        left[corpus] -= 1
        chosen = sorted(sorted(spans, key=lambda s: order(corpus, story, *s))[:SPANS])
        shown, at = [], 0
        for b, e in chosen:
            shown.append(text[at:b] + f"[[{b}-{e}: {text[b:e]}]]")
            at = e
        print(f"#### {corpus}\t{ident(corpus, story)}\t{r.get('date', '')}\t{r.get('title', '')}\n" + " ".join(("".join(shown) + text[at:]).split()) + "\n")



def read_labels(path):
    lines = open(path, encoding="utf-8").read().splitlines()
    if lines[-1] != "# sha256 " + hashlib.sha256("\n".join(lines[:-1]).encode()).hexdigest():
        raise SystemExit(path + ": the labels are not those that were made (hash)")
    return [line.split("\t") for line in lines if not line.startswith("#")]


def code(args, wanted):
    """{(corpus, story): answer}"""
    got = {}
    some = [(c, ident(c, s), r) for c, s, r in stories(args) if (c, ident(c, s)) in wanted]
    lines = "".join(json.dumps({**r, "id": c + "/" + s}) + "\n" for c, s, r in some)
    out = subprocess.run(shlex.split(args.demarche) + ["code", "-"], input=lines, stdout=subprocess.PIPE, text=True).stdout
    for answer in map(json.loads, filter(None, out.split("\n"))):
        got[tuple(answer["id"].split("/", 1))] = answer
    return got


def entity_at(answer, begin, end):
    """What the mention that shares most with the span means, the shortest of equals; of several with one span all."""
    best, found = None, []
    for e in answer["entities"]:
        for m in e["mentions"]:
            b, f = m["span"][:2]
            shared = min(f, end) - max(b, begin)
            rank = (-shared, f - b, b)
            if shared > 0 and (best is None or rank <= best):
                found = found + [e] if rank == best else [e]
                best = rank
    return found


def judge(found, names, countries, sectors):
    """What is right of one label: {aspect: whether}."""
    aspects = ["entity", "country"] + (["role"] if sectors else [])
    if not found:
        return dict.fromkeys(aspects + ["all"], False)
    e = next((e for e in found if any(n.lower() in (e.get("name") or "").lower() for n in names.split("|"))), None)
    right = {"entity": e is not None}
    e = e or found[0]
    right["country"] = (e.get("country") or "-") in countries.split("|")
    if sectors:
        right["role"] = e.get("sector") in sectors.split("|")
    right["all"] = all(right.values())
    return right


def score(args):
    labels = [c for c in read_labels(args.labels) if c[7] == "1" and args.half in ("", c[6])]
    answers, tally = code(args, {(c[0], c[1]) for c in labels}), {"entity": [], "country": [], "role": [], "all": []}
    for corpus, story, span, names, countries, sectors, half, _ in labels:
        found = entity_at(answers.get((corpus, story), {"entities": []}), *map(int, span.split("-")))
        right = judge(found, names, countries, sectors)
        for k, v in right.items():
            tally[k].append(v)
        if args.verbose and not right["all"]:
            got = "; ".join(f"{e.get('name')},{e.get('country')},{e.get('sector')}" for e in found) or "nothing"
            print(corpus[:2], story[-40:], span, names, countries, sectors, "GOT " + got, sep="\t")
    for k, v in tally.items():
        print(f"{k:8} {wilson(sum(v), len(v))}")
    first, again = ({tuple(c[:3]): c[3:6] for c in read_labels(args.labels) if c[7] == n} for n in "12")
    if again and not args.half:
        same = [set(first[k][0].lower().split("|")) & set(v[0].lower().split("|")) and set(first[k][1].split("|")) & set(v[1].split("|"))
                for k, v in again.items()]
        print("labelled twice, entity and country the same:", wilson(sum(map(bool, same)), len(same)))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("what", choices=["draw", "score"])
    p.add_argument("--corpora", required=True)
    p.add_argument("--gold", required=True)
    p.add_argument("--half", choices=["tune", "blind", ""], default="")
    p.add_argument("--demarche", default="build/demarche")
    p.add_argument("--verbose", action="store_true")
    p.add_argument("--labels", default=os.path.join(HERE, "mentions_sample.tsv"))
    args = p.parse_args()
    draw(args) if args.what == "draw" else score(args)


if __name__ == "__main__":
    main()
