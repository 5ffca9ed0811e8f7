"""Checks of lexicon/ as built: ids unique, references exist, dates valid; and how far the terms of office agree with sets
that are not copied into it (REIGN and Archigos for leaders, WhoGov for foreign and defence ministers).

usage: tools/lexicon/test_build.py [FACTS_DIR] ; without the facts only the tables themselves are checked.
Exit 1 when a table is broken. Conflicts with the other sets are printed as rates and, with --conflicts FILE, row by row."""

import argparse
import collections
import datetime
import difflib
import os
import sys

import common
from common import pieces, read_table
from book import day

KINDS = {"state", "igo", "ngo", "organization", "person", "group", "place"}
VIAS = {"name", "demonym", "adjective", "metonym", "capital", "acronym", "surname"}
COW = {"USA": "USA", "UKG": "GBR", "FRN": "FRA", "GMY": "DEU", "GFR": "DEU", "RUS": "RUS", "ROK": "KOR", "PRK": "PRK", "CHN": "CHN", "JPN": "JPN", "IND": "IND", "PAK": "PAK", "IRN": "IRN", "IRQ": "IRQ",
       "ISR": "ISR", "EGY": "EGY", "SYR": "SYR", "JOR": "JOR", "TUR": "TUR", "SPN": "ESP", "ITA": "ITA", "POL": "POL", "HUN": "HUN", "GRC": "GRC", "UKR": "UKR", "CAN": "CAN", "MEX": "MEX", "BRA": "BRA",
       "ARG": "ARG", "VEN": "VEN", "COL": "COL", "CHL": "CHL", "PER": "PER", "CUB": "CUB", "NIC": "NIC", "SAF": "ZAF", "NIG": "NGA", "KEN": "KEN", "ETH": "ETH", "ALG": "DZA", "MOR": "MAR", "TUN": "TUN",
       "LIB": "LBY", "SUD": "SDN", "SWD": "SWE", "NOR": "NOR", "DEN": "DNK", "FIN": "FIN", "NTH": "NLD", "BEL": "BEL", "AUS": "AUT", "AUL": "AUS", "NEW": "NZL", "INS": "IDN", "MAL": "MYS", "THI": "THA",
       "DRV": "VNM", "PHI": "PHL", "MYA": "MMR", "BNG": "BGD", "SRI": "LKA", "NEP": "NPL", "AFG": "AFG", "GRG": "GEO", "ARM": "ARM", "AZE": "AZE", "BLR": "BLR", "KZK": "KAZ", "UZB": "UZB", "BUL": "BGR",
       "RUM": "ROU", "CZR": "CZE", "SLO": "SVK", "CRO": "HRV", "ALB": "ALB", "IRE": "IRL", "POR": "PRT", "ZIM": "ZWE", "ZAM": "ZMB", "TAZ": "TZA", "UGA": "UGA", "GHA": "GHA", "SEN": "SEN", "MLI": "MLI",
       "CHA": "TCD", "CAO": "CMR", "DRC": "COD", "ANG": "AGO", "MZM": "MOZ", "LBR": "LBR", "SIE": "SLE", "TAW": "TWN", "CAM": "KHM", "HAI": "HTI", "GUA": "GTM", "SAL": "SLV", "HON": "HND", "PAN": "PAN",
       "COS": "CRI", "BOL": "BOL", "ECU": "ECU", "PAR": "PRY", "URU": "URY", "SWZ": "CHE"}


def tables(folder):
    path = os.path.join(common.OUT, folder)
    for name in sorted(os.listdir(path)):
        if name.endswith(".tsv"):
            yield "%s/%s" % (folder, name), read_table(os.path.join(path, name))


def is_date(text):
    try:
        return bool(common.DATE.match(text) and day(text))
    except ValueError:
        return False


def check_tables():
    errors, ids = [], {}
    for name, rows in tables("actors"):
        for r in rows:
            if r["id"] in ids:
                errors.append("%s: id %s is in %s too" % (name, r["id"], ids[r["id"]]))
            ids[r["id"]] = name
            if r["kind"] not in KINDS:
                errors.append("%s: %s has no kind that is known: %s" % (name, r["id"], r["kind"]))
    for folder, refs in (("actors", ["country"]), ("names", ["actor"]), ("offices", ["person", "country"])):
        for name, rows in tables(folder):
            for r in rows:
                errors += ["%s: %s refers to %s, which is no actor" % (name, r, r[c]) for c in refs if r[c] and r[c] not in ids]
                odd = [c for c in ("from", "to") if r[c] and not is_date(r[c])]
                errors += ["%s: no date in %s: %s" % (name, c, r) for c in odd]
                if not odd and r["from"] and r["to"] and day(r["from"]) > day(r["to"], True):
                    errors.append("%s: ends before it starts: %s" % (name, r))
                if folder == "names" and (r["via"] not in VIAS or not pieces(r["phrase"])):
                    errors.append("%s: odd name %s" % (name, r))
    with_title = {r["office"] for r in read_table(os.path.join(common.OUT, "titles.tsv"))}
    used = collections.Counter(r["office"] for _, rows in tables("offices") for r in rows)
    errors += ["office class %s (%d rows) is in no title" % (o, n) for o, n in sorted(used.items()) if o not in with_title]
    states = {i for i, n in ids.items() if n == "actors/states.tsv"}
    for r in read_table(os.path.join(common.OUT, "places.tsv")):
        if r["country"] not in states or not -90 <= float(r["lat"]) <= 90 or not -180 <= float(r["lon"]) <= 180:
            errors.append("places.tsv: %s" % r)
    for r in read_table(os.path.join(common.OUT, "outlets.tsv")):
        if r["country"] not in ids:
            errors.append("outlets.tsv: %s" % r)
    return errors


class Terms:
    def __init__(self):
        self.names = collections.defaultdict(list)
        for name in ("persons", "surnames"):
            for r in read_table(os.path.join(common.OUT, "names/%s.tsv" % name)):
                self.names[r["actor"]].append(pieces(r["phrase"]))
        self.by_office = collections.defaultdict(list)
        for _, rows in tables("offices"):
            for r in rows:
                self.by_office[(r["country"], r["office"])].append(r)

    def holders(self, country, offices, start, end):
        return {r["person"] for o in offices for r in self.by_office[(country, o)]
                if day(r["from"]) <= end and day(r["to"], True) >= start}

    def bears(self, person, name):
        """One of the person's names shares a word of four letters or more, or most letters, with the name."""
        want = {p for p in pieces(name) if len(p) > 2}
        have = {p for n in self.names[person] for p in n}
        if want & have:
            return True
        return any(abs(len(a) - len(b)) <= 2 and close(a, b) for a in want for b in have if len(a) > 4 and len(b) > 4)


def close(a, b):
    return difflib.SequenceMatcher(None, a, b).ratio() >= 0.8


def agree(terms, found, conflicts, label, country, offices, name, start, end):
    holders = terms.holders(country, offices, start, end)
    kind = "agree" if any(terms.bears(h, name) for h in holders) else "differ" if holders else "nobody"
    found[label][kind] += 1
    if kind != "agree":
        conflicts.append((label, kind, country, start.isoformat(), name, " ".join(sorted(holders))))


def compare(facts):
    terms, found, conflicts = Terms(), collections.defaultdict(collections.Counter), []
    heads = ["president", "head_of_state", "prime_minister", "leader", "party_leader"]
    for r in read_table(os.path.join(facts, "leaders-reign/archigos_4.1.tsv")):
        country, start, end = COW.get(r["obsid"].split("-")[0]), r["startdate"], r["enddate"]
        if country and end >= "1980" and end:
            a, b = day(start), min(day(end), datetime.date(2015, 12, 31))
            middle = a + (b - a) / 2 if a.year >= 1980 else datetime.date(1980, 6, 1) + (b - datetime.date(1980, 6, 1)) / 2
            if (b - a).days > 30:
                where = "SUN" if country == "RUS" and middle < datetime.date(1991, 12, 26) else country
                agree(terms, found, conflicts, "Archigos leaders, middle of term", where, heads, r["leader"], middle, middle)
    for r in read_table(os.path.join(facts, "leaders-reign/leaderlist_3_21.csv"), ","):
        country = COW.get(r["stateabb"])
        if country and int(float(r["eyear"] or 2021)) >= 1980:
            a = datetime.date(int(float(r["syear"])), int(float(r["smonth"])), 15)
            b = datetime.date(int(float(r["eyear"] or 2021)), int(float(r["emonth"] or 3)), 15)
            a = max(a, datetime.date(1980, 1, 15))
            if (b - a).days > 40:
                middle = a + (b - a) / 2
                where = "SUN" if country == "RUS" and middle < datetime.date(1991, 12, 26) else country
                agree(terms, found, conflicts, "REIGN leaders, middle of term", where, heads, r["leader"], middle, middle)
    for r in read_table(os.path.join(facts, "whogov/WhoGov_crosssection_1966-2023.csv"), ","):
        year, country = int(r["year"]), r["country_isocode"]
        country = "SUN" if country == "RUS" and year < 1992 else {"KSV": "XKX"}.get(country, country)
        for column, office in (("m_foreignaffairs", "foreign_minister"), ("m_defense", "defence_minister"), ("m_finance", "finance_minister")):
            if r[column] and r[column] != "NA" and year >= 1980:
                era = "1980-1999" if year < 2000 else "2000-2023"
                agree(terms, found, conflicts, "WhoGov %s %s" % (office, era), country, [office], r[column], datetime.date(year, 1, 1), datetime.date(year, 12, 31))
    return found, conflicts


def main():
    parser = argparse.ArgumentParser(description="Checks the built lexicon.")
    parser.add_argument("facts", nargs="?")
    parser.add_argument("--conflicts")
    args = parser.parse_args()
    errors = check_tables()
    for e in errors[:40]:
        print("error: " + e)
    print("%d errors in the tables" % len(errors))
    if args.facts:
        found, conflicts = compare(args.facts)
        for label in sorted(found):
            c = found[label]
            n = sum(c.values())
            print("%-40s %5d  agree %.3f  other holder %.3f  no holder %.3f" % (label, n, c["agree"] / n, c["differ"] / n, c["nobody"] / n))
        if args.conflicts:
            with open(args.conflicts, "w", encoding="utf-8", newline="\n") as f:
                for row in conflicts:
                    f.write("\t".join(row) + "\n")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
