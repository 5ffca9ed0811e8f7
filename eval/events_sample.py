#!/usr/bin/env python3
"""Scores events against sentences labelled before the program was tuned on them (eval/events_sample.tsv).

    eval/events_sample.py --corpora CORPORA [--demarche build/demarche]     CORPORA holds reuters1987.jsonl and whitehouse2021.jsonl

The labels: corpus, story, span of the sentence, span of the trigger, types that are right, who acts and who suffers (ISO3 codes or
words of a name, any one of which is enough; empty: not asked), status, whether the row is optional, and the round (1, or 2 for the
tenth that was labelled again without a look at the first). `none` as type: a sentence without an event. No text is kept.

A label is found when a row whose trigger lies in the sentence has one of its types and a source and a target in common (either way
round for acts of two sides). Precision: the share of the program's rows in the labelled sentences that fit any label there,
optional ones included; one row fits one label. Intervals are Wilson's, 95 %. Agreement of the two rounds: F1 of required labels.
"""
import argparse
import collections
import hashlib
import json
import os
import shlex
import subprocess

from shares import wilson

HERE = os.path.dirname(os.path.abspath(__file__))
MUTUAL = {"AGREE", "CONSULT", "COOPERATE", "SUPPORT"}
Label = collections.namedtuple("Label", "corpus story sentence trigger types sources targets status optional round")


def read_labels(path):
    """The labels; the last line is the hash of all lines before it."""
    lines = open(path, encoding="utf-8").read().splitlines()
    digest = hashlib.sha256("\n".join(lines[:-1]).encode()).hexdigest()
    if lines[-1] != "# sha256 " + digest:
        raise SystemExit(path + ": the labels are not those that were drawn (hash)")
    out = []
    for line in lines:
        if not line or line.startswith("#"):
            continue
        c = line.split("\t")
        span = lambda s: tuple(map(int, s.split("-"))) if s else None
        some = lambda s: [x for x in s.split(",") if x]
        out.append(Label(c[0], c[1], span(c[2]), span(c[3]), some(c[4]), some(c[5]), some(c[6]), c[7], c[8] == "optional", int(c[9])))
    return out


def code(demarche, corpora, wanted):
    """{(corpus, story): answer}"""
    got = {}
    for corpus in sorted({c for c, _ in wanted}):
        rows = [r for r in map(json.loads, open(os.path.join(corpora, corpus + ".jsonl"), encoding="utf-8")) if (corpus, str(r["id"])) in wanted]
        lines = "".join(json.dumps(r) + "\n" for r in rows)
        out = subprocess.run(shlex.split(demarche) + ["code", "-"], input=lines, stdout=subprocess.PIPE, text=True).stdout
        for line in filter(None, out.split("\n")):
            answer = json.loads(line)
            got[corpus, str(answer["id"])] = answer
    return got


def is_one(entity, name):
    if len(name) == 3 and name.isupper():
        return entity.get("country") == name or str(entity.get("code") or "").startswith(name)
    return name.lower() in (entity.get("name") or "").lower()


def meets(roles, entities, names):
    return not names or any(is_one(entities[r["entity"]], n) for r in roles for n in names)


def fits(event, entities, label):
    if event["type"] not in label.types:
        return False
    a, r = event["actors"], event["recipients"]
    if event["type"] in MUTUAL:
        return meets(a + r, entities, label.sources) and meets(a + r, entities, label.targets)
    return meets(a, entities, label.sources) and meets(r, entities, label.targets)


def status_of(e):
    if e["polarity"] != "affirmed":
        return e["polarity"]
    if e["modality"] != "actual":
        return "hypothetical"
    return {"future": "future", "ongoing": "ongoing"}.get(e["phase"], "done")


def agreement(labels):
    again = {(l.corpus, l.story, l.sentence) for l in labels if l.round == 2}
    first = [l for l in labels if l.round == 1 and (l.corpus, l.story, l.sentence) in again and l.types != ["none"] and not l.optional]
    second = [l for l in labels if l.round == 2 and l.types != ["none"] and not l.optional]
    same = lambda a, b: a[:3] == b[:3] and a.trigger[0] < b.trigger[1] and b.trigger[0] < a.trigger[1] and set(a.types) & set(b.types)
    hits = sum(any(same(a, b) for b in second) for a in first)
    return 2 * hits / (len(first) + len(second)) if first or second else 1.0, len(again)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--corpora", required=True)
    p.add_argument("--demarche", default="build/demarche")
    p.add_argument("--labels", default=os.path.join(HERE, "events_sample.tsv"))
    p.add_argument("--verbose", action="store_true")
    args = p.parse_args()
    labels = read_labels(args.labels)
    first = [l for l in labels if l.round == 1]
    answers = code(args.demarche, args.corpora, {(l.corpus, l.story) for l in first})
    sentences = collections.defaultdict(list)
    for l in first:
        sentences[l.corpus, l.story, l.sentence].append(l)
    found = required = right = own = typed = status = 0
    for (corpus, story, (begin, end)), here in sentences.items():
        answer = answers.get((corpus, story)) or {"events": [], "entities": []}
        entities = {e["id"]: e for e in answer["entities"]}
        events = [e for e in answer["events"] if begin <= e["trigger_span"][0] < end]
        keys = [l for l in here if l.types != ["none"]]
        for l in keys:
            hits = [e for e in events if fits(e, entities, l)]
            if not l.optional:
                required += 1
                found += bool(hits)
                typed += any(e["type"] in l.types for e in events)
                status += any(status_of(e) == l.status for e in hits)
                if args.verbose and not hits:
                    print("missed", corpus, story, l.trigger, l.types, [(e["type"], e["trigger_span"]) for e in events])
        left = list(keys)
        for e in events:
            own += 1
            hit = next((l for l in left if fits(e, entities, l)), None)
            right += hit is not None
            if hit:
                left.remove(hit)
            elif args.verbose:
                print("false", corpus, story, e["type"], e["trigger_span"], e["decided_by"]["id"])
    agreed, again = agreement(labels)
    print(f"{len(sentences)} sentences, {required} required events")
    print("recall, type and actors   ", wilson(found, required))
    print("recall, type alone        ", wilson(typed, required))
    print("precision                 ", wilson(right, own))
    print("status of those found     ", wilson(status, found))
    print(f"agreement of two labellings {agreed:.3f} over {again} sentences")


if __name__ == "__main__":
    main()
