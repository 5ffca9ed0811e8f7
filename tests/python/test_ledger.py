"""A ledger in memory: the rows of the command over a database, in any order of adding, and errors as exceptions."""

import json
import random

import pytest

import demarche

TOLD = [
    {"id": "a", "outlet": "Wire", "date": "2019-03-05", "text": "Peru proposed talks with Chile on fishing quotas on Monday."},
    {"id": "b", "outlet": "Post", "date": "2019-03-08", "text": "Chile rejected the proposal by Peru for talks on fishing quotas on Thursday."},
    {"id": "c", "outlet": "Echo", "date": "2019-03-08", "text": "Chile on Thursday rejected Peru's proposal for talks on fishing quotas."},
]
TABLES = ("stories", "entities", "statements", "events", "offers", "timeline", "positions", "contradictions", "unlinked")


@pytest.fixture(scope="module")
def lines(coder):
    return [coder.code_json(s) for s in TOLD]


def everything(ledger):
    return {table: ledger.rows(table, all=True) for table in TABLES}


def test_offer_and_answer_meet(coder):
    ledger = demarche.Ledger(coder.stream(TOLD))
    offers = ledger.rows("offers")
    assert [r["kind"] for o in offers for r in o["replies"]] == ["reject"]
    assert [s["state"] for o in offers for s in o["state"]] == ["rejected"]
    assert ledger.rows("offers", actor="CHL") == [] and ledger.rows("offers", actor="PER") == offers


def test_any_order_one_by_one_or_at_once(lines):
    want = everything(demarche.Ledger(lines))
    for seed in range(4):
        mixed = lines[:]
        random.Random(seed).shuffle(mixed)
        ledger = demarche.Ledger()
        for line in mixed:
            ledger.add(line)
            ledger.rows("events")  # folded after every one
        assert everything(ledger) == want


def test_a_later_version_takes_the_place(coder, lines):
    other = coder.code_json({**TOLD[1], "text": "Chile accepted the proposal by Peru for talks on fishing quotas on Thursday."})
    want = everything(demarche.Ledger(lines))
    assert everything(demarche.Ledger([other, *lines])) == want
    ledger = demarche.Ledger(lines)
    ledger.add(other)
    assert everything(ledger) != want
    ledger.add(lines[1])  # what was taken out comes back
    assert everything(ledger) == want


def test_a_copy_adds_nothing(coder, lines):
    copy = coder.code_json({**TOLD[0], "id": "z", "outlet": "Copyist"})
    assert everything(demarche.Ledger([*lines, copy])) == everything(demarche.Ledger(lines))


def test_what_is_no_line(lines):
    ledger = demarche.Ledger(lines)
    want = everything(ledger)
    for bad in ("", "no line", b"\xff", "{}", json.dumps({"id": "q", "text": "x", "events": [{"type": "COERCE"}]})):
        with pytest.raises(demarche.Error):
            ledger.add(bad)
    assert everything(ledger) == want
    with pytest.raises(ValueError, match="no table verbs"):
        ledger.rows("verbs")
    with pytest.raises(demarche.Error, match="not a date"):
        ledger.rows("events", from_="tomorrow")
    with pytest.raises(demarche.Error, match="database"):
        ledger.rows("uncoded")


def test_parts_that_know_the_whole_give_its_rows(coder):
    pairs = [("Japan", "Russia", "herring"), ("Peru", "Chile", "dams"), ("Kenya", "Uganda", "fences"), ("Norway", "Sweden", "reindeer")]
    told = ("{a} proposed {c} talks to {b} on Monday.", "{b} rejected {a}'s {c} proposal.")
    texts = [t.format(a=a, b=b, c=c) for a, b, c in pairs for t in told]
    lines = {f"s{i}": coder.code_json({"id": f"s{i}", "text": text, "date": "2019-03-08"}) for i, text in enumerate(texts)}
    tally = [line for one in lines.values() for fold in [filled([one])] for line in fold.tally().splitlines()]
    whole = filled(lines.values())
    for line in tally:
        whole.know(line)
    touching = [(s["story"], set(s["keys"])) for s in map(json.loads, whole.keys().splitlines())]
    parts: list[tuple[set, set]] = []
    for story, keys in touching:
        met = [p for p in parts if p[1] & keys]
        parts = [p for p in parts if p not in met] + [(set().union({story}, *(p[0] for p in met)), set().union(keys, *(p[1] for p in met)))]
    assert len(parts) == len(pairs)
    rows = []
    for stories, _ in parts:
        part = filled(lines[s] for s in stories)
        for line in tally:
            part.know(line)
        rows += [(t, r) for t in TABLES if t != "entities" for r in part.query(t, all=True).splitlines()]
    wanted = demarche.Ledger(lines.values())
    assert sorted((t, json.dumps(json.loads(r))) for t, r in rows) == sorted((t, json.dumps(r)) for t in TABLES if t != "entities" for r in wanted.rows(t, all=True))


def filled(lines):
    from demarche._demarche import Fold

    fold = Fold()
    for line in lines:
        fold.add(line)
    return fold
