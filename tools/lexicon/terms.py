"""From terms as the sources tell them to terms of office: joined, closed, without what a better source covers."""

import datetime
import difflib
import os
import sys
from collections import defaultdict

from book import day
from common import pieces

SINGLE = {"president", "prime_minister", "head_of_state", "foreign_minister", "defence_minister", "finance_minister", "interior_minister", "vice_president"}


def join(terms):
    """Terms of one person in one office: overlapping and adjoining ones become one; the better source gives the dates."""
    groups = defaultdict(list)
    for t in terms:
        groups[(t["p"].id, t["country"], t["office"])].append(t)
    out = []
    for key in sorted(groups):
        rows = sorted(groups[key], key=lambda t: (t["rank"], day(t["from"]), t["title"]))
        kept = []
        for t in rows:
            hit = None
            for k in kept:
                end_k = day(k["to"], True) if k["to"] != "?" else day(k["from"]) + datetime.timedelta(days=1500)
                end_t = day(t["to"], True) if t["to"] != "?" else day(t["from"]) + datetime.timedelta(days=1500)
                if day(t["from"]) <= end_k + datetime.timedelta(days=60) and day(k["from"]) <= end_t + datetime.timedelta(days=60):
                    hit = k
                    break
            if not hit:
                kept.append(dict(t))
                continue
            if t["rank"] > hit["rank"] and hit["from"] and hit["to"] not in ("", "?"):
                continue  # the better source has both ends
            if t["from"] and (not hit["from"] or day(t["from"]) < day(hit["from"]) and t["rank"] <= hit["rank"]):
                hit["from"] = t["from"]
            if hit["to"] == "?" or t["rank"] == hit["rank"] and (t["to"] == "" or hit["to"] and t["to"] != "?" and day(t["to"], True) > day(hit["to"], True)):
                if t["to"] != "?":
                    hit["to"] = t["to"]
            if t["source"] == "officeholders 2025" and hit["source"] == "officeholders 2023":
                hit["to"], hit["source"] = t["to"], t["source"]
        out += kept
    return out


ONE_AT_A_TIME = SINGLE | {"un_ambassador", "national_security_adviser", "unification_minister", "chief_of_defence", "trade_representative", "attorney_general", "chief_of_staff",
                          "justice_minister", "security_minister", "chief_cabinet_secretary", "secretary_general", "director_general", "pope"}


def close_open(terms):
    """An end that a source does not know is the day the next holder came; posts held by one at a time end for all."""
    by_office = defaultdict(list)
    for t in terms:
        by_office[(t["country"], t["office"], t["title"] if t["office"] not in ONE_AT_A_TIME else "")].append(t)
    for key, rows in sorted(by_office.items()):
        rows.sort(key=lambda t: day(t["from"]))
        for i, t in enumerate(rows):
            if t["to"] not in ("", "?") or not t["from"]:
                continue
            later = [n for n in rows[i + 1:] if n["p"] is not t["p"] and day(n["from"]) > day(t["from"])]
            if t["to"] == "?":
                limit = day(t["from"]) + datetime.timedelta(days=5 * 365)
                end = min([limit, datetime.date(2023, 1, 20)] + [day(n["from"]) for n in later[:1]])
                t["to"] = max(end, day(t["from"])).isoformat()
                t["source"] += ", end estimated"
            elif key[1] in ONE_AT_A_TIME and later and later[0]["from"] > "2025-01-15" and len(later[0]["from"]) >= 7:
                t["to"] = later[0]["from"]
    for t in terms:
        if t["to"] == "?" or t["to"] and t["from"] and day(t["to"], True) < day(t["from"]):
            t["to"] = ""


def same_term(a, b):
    return abs((day(a["from"]) - day(b["from"])).days) <= 62 and (a["to"] == "?" or b["to"] == "?" or abs((day(a["to"], True) - day(b["to"], True)).days) <= 92)


def alike(a, b):
    best = 0.0
    for x in a.names:
        for y in b.names:
            px, py = pieces(x), pieces(y)
            if set(px) & set(py) and max(len(p) for p in set(px) & set(py)) > 3:
                best = max(best, 0.75)
            best = max(best, difflib.SequenceMatcher(None, " ".join(sorted(px)), " ".join(sorted(py))).ratio())
    return best


def unite_spellings(book):
    """Two persons with one term in one office, from two sources, under names that are alike: the second is a spelling."""
    by_office = defaultdict(list)
    for t in book.terms:
        if (t["office"] in SINGLE or t["office"] == "un_ambassador") and t["from"]:
            by_office[(t["country"], t["office"])].append(t)
    merged = {}
    for key in sorted(by_office):
        rows = sorted(by_office[key], key=lambda t: (t["rank"], t["from"], t["p"].id))
        for low in rows:
            if low["p"].wikidata:
                continue
            for high in rows:
                better = high["rank"] < low["rank"] if low["rank"] >= 2 else bool(high["p"].wikidata)
                if better and high["p"] is not low["p"] and same_term(high, low) and alike(high["p"], low["p"]) >= 0.7:
                    merged[low["p"].id] = high["p"]
                    if os.environ.get("LEXICON_VERBOSE"):
                        print("united: %s = %s" % (low["p"].name, high["p"].name), file=sys.stderr)
                    break
    for t in book.terms:
        target = merged.get(t["p"].id)
        while target is not None and target.id in merged and merged[target.id] is not target:
            target = merged[target.id]
        if target is not None and target is not t["p"]:
            for n, s in t["p"].names.items():
                target.add_name(n, s)
            target.surnames += [n for n in t["p"].surnames if n not in target.surnames]
            t["p"] = target
    return len(merged)


def drop_covered(terms):
    """A weaker source's term in an office that one person holds at a time goes when better sources fill its time."""
    by_office = defaultdict(list)
    for t in terms:
        by_office[(t["country"], t["office"])].append(t)
    out, dropped = [], []
    for key in sorted(by_office):
        rows = by_office[key]
        for t in rows:
            if t["rank"] < 2 or key[1] not in SINGLE | {"un_ambassador"} or not t["from"] or not t["to"]:
                out.append(t)
                continue
            start, end = day(t["from"]), day(t["to"], True)
            total = max((end - start).days, 1)
            cover = sum(max(0, (min(end, day(o["to"], True)) - max(start, day(o["from"]))).days) for o in rows
                        if o["rank"] < t["rank"] and o["p"] is not t["p"] and o["from"])
            (dropped if cover >= (0.8 if t["rank"] < 5 else 0.4) * total else out).append(t)
    return out, dropped
