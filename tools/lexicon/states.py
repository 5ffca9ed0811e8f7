"""States: actors/states.tsv and names/states.tsv.

In: countries/country-codes.csv (names, capitals, Wikidata ids), countries/cowstates.tsv (days of independence),
countries/internacia_countries.jsonl (names), factbook/countries.tsv.gz (nationality), demonyms/; hand/states.tsv
replaces what these get wrong; hand/former_states.tsv, hand/regions.tsv, hand/metonyms.tsv add. A name row carries
dates only where the same words mean another actor at another time (Moscow, Belgrade, Bonn)."""

import csv
import gzip
import json
import os
import re
import sys

import common
from common import Names, clean, hand, pieces, read_table

# Lands with a government that speaks for itself; other lands that are not independent belong to their state.
OWN = {"HKG", "PSE", "TWN", "XKX", "ESH", "ATA"}
PARENT = {"Part of NL": "NLD", "Territory of GB": "GBR", "Part of FI": "FIN", "Territory of US": "USA", "Territory of FR": "FRA",
          "Part of FR": "FRA", "Territory of NO": "NOR", "Associated with NZ": "NZL", "Territory of AU": "AUS", "Part of DK": "DNK",
          "Crown dependency of GB": "GBR", "Part of CN": "CHN", "Commonwealth of US": "USA", "Territories of US": "USA", "Territory of NZ": "NZL"}
LEFT_OUT = {"ATF", "BVT", "HMD", "IOT", "SGS", "UMI", "SJM", "CCK", "CXR", "BES", "ATA", "NFK", "PCN", "TKL", "WLF", "SPM", "BLM", "MAF", "SXM"}


def nationality(path, iso_of):
    """(iso3, 'noun' or 'adjective') -> text of the factbook's last edition."""
    out = {}
    with gzip.open(path, "rt", encoding="utf-8", newline="") as f:
        for row in csv.reader(f, delimiter="\t", quoting=csv.QUOTE_NONE):
            m = re.search(r"Nationality/(noun|adjective)$", row[1])
            if m and row[0] in iso_of:
                key = (iso_of[row[0]], m.group(1))
                if key not in out or row[4] > out[key][0]:
                    out[key] = (row[4], row[2])
    return {k: v[1] for k, v in out.items()}


def split_forms(text, plural):
    """'Dane(s)' -> Danes, Dane; 'Thai (singular and plural)' -> Thai."""
    text = re.sub(r"\((?!s\)|men\))[^)]*\)", "", text)
    out = []
    for part in re.split(r",| or |;|/", text):
        part = clean(part)
        if not part or part.lower() in ("none", "na"):
            continue
        if part.endswith("(s)"):
            out.append(part[:-3] + "s")
        elif not plural or not part.endswith(")"):
            out.append(part)
    return out


def main(facts):
    codes = {r["ISO3166-1-Alpha-3"]: r for r in read_table(os.path.join(facts, "countries/country-codes.csv"), ",")}
    iso_of = {r["FIPS"].lower(): k for k, r in codes.items() if r["FIPS"]}
    nation = nationality(os.path.join(facts, "factbook/countries.tsv.gz"), iso_of)
    with open(os.path.join(facts, "countries/internacia_countries.jsonl"), encoding="utf-8") as f:
        also = {d["iso3code"]: d for d in map(json.loads, f) if d.get("iso3code")}
    since = independence(facts, codes)
    fixes = {r["id"]: r for r in hand("states.tsv")}
    codes["XKX"] = {"CLDR display name": "Kosovo", "is_independent": "Yes", "Capital": "Pristina", "UNTERM English Formal": "",
                    "UNTERM English Short": "", "wikidata_id": "Q1246"}
    actors, names = [], Names()
    for iso in sorted(codes):
        if iso in LEFT_OUT:
            continue
        row, fix, extra = codes[iso], fixes.get(iso, {}), also.get(iso, {})
        own = row["is_independent"] == "Yes" or iso in OWN
        short = fix.get("name") or clean(row["CLDR display name"]).replace(" & ", " and ")
        actors.append({"id": iso, "name": short, "kind": "state", "country": iso if own else PARENT[row["is_independent"]],
                       "code": "KOS" if iso == "XKX" else "", "gender": "n", "from": since.get(iso, ""),
                       "wikidata": row["wikidata_id"].rsplit("/", 1)[-1], "source": "country-codes"})
        if fix.get("names"):
            names.add_cell(fix["names"], iso, "name", "hand")
        else:
            names.add(short, iso, "name", "country-codes")
            for text in (row["CLDR display name"], row["UNTERM English Short"], row["UNTERM English Formal"]):
                names.add(re.sub(r"\(.*?\)|\*+|^the ", "", text), iso, "name", "country-codes")
            for text in extra.get("common_names", []):
                names.add(text, iso, "name", "internacia")
        adjectives = fix.get("adjectives") or "|".join(split_forms(nation.get((iso, "adjective"), ""), False))
        names.add_cell(adjectives, iso, "adjective", "hand" if fix.get("adjectives") else "factbook")
        nouns = fix.get("nouns") or "|".join(split_forms(nation.get((iso, "noun"), ""), True))
        names.add_cell(nouns, iso, "demonym", "hand" if fix.get("nouns") else "factbook")
        capital = fix.get("capitals") or (row["Capital"].strip() if own else "")
        names.add_cell(capital, iso, "capital", "hand" if fix.get("capitals") else "country-codes")
    for row in hand("former_states.tsv"):
        actors.append({"id": row["id"], "name": row["name"], "kind": "state", "country": row["country"], "code": row["code"],
                       "sector": row["sector"], "gender": "n", "from": row["from"], "to": row["to"], "wikidata": row["wikidata"],
                       "source": "general knowledge"})
        for column, via in (("names", "name"), ("adjectives", "adjective"), ("nouns", "demonym"), ("capitals", "capital")):
            names.add_cell(row[column], row["id"], via, "general knowledge")
    for row in hand("regions.tsv"):
        actors.append({"id": row["id"], "name": row["name"], "kind": "place", "country": row["country"], "gender": "n",
                       "source": "general knowledge"})
        names.add_cell(row["names"] or row["name"], row["id"], "name", "general knowledge")
        names.add_cell(row["adjectives"], row["id"], "adjective", "general knowledge")
        names.add_cell(row["nouns"], row["id"], "demonym", "general knowledge")
    elsewhere = {(pieces(r["phrase"]), r["actor"]) for r in read_table(os.path.join(common.OUT, "names/institutions.tsv"))}
    for row in hand("metonyms.tsv"):
        if (pieces(row["phrase"]), row["country"]) not in elsewhere or row["from"] or row["to"]:
            names.add(row["phrase"], row["country"], "metonym", "hand", row["flags"], row["from"], row["to"])
    for row in names.rows.values():
        if row["via"] == "name" and common.acronym_like(row["phrase"]):
            row["via"] = "acronym"
    common.write("actors/states.tsv", common.ACTOR_COLUMNS, sorted(actors, key=lambda r: r["id"]), """
        States, lands, former and partly recognised states, regions. Generated by tools/lexicon/build; see lexicon/README.md.
        Sources: country-codes (PDDL), cowstates (dates; MIT package), hand rows from general knowledge.""")
    common.write("names/states.tsv", common.NAME_COLUMNS, names.sorted(), """
        Names, adjectives, demonyms, capitals and metonyms of states. Generated by tools/lexicon/build; see lexicon/README.md.
        Sources: country-codes (PDDL), internacia-db (MIT), CIA World Factbook (public domain), hand rows from general knowledge.""")


def independence(facts, codes):
    """ISO3 -> first day of the state that stands today, where that day is 1945 or later."""
    by_name = {common.fold(r["name"]): k for k, r in
               {i: {"name": clean(r["CLDR display name"]).replace(" & ", " and ")} for i, r in codes.items()}.items()}
    by_name.update({"german federal republic": "", "vietnam": "", "russia": "", "germany": "", "yugoslavia": "", "yemen": ""})
    out = {"RUS": "1991-12-26", "DEU": "1949-05-23", "SRB": "2006-06-05", "XKX": "2008-02-17", "TLS": "2002-05-20", "YEM": "", "VNM": ""}
    for row in read_table(os.path.join(facts, "countries/cowstates.tsv")):
        iso = by_name.get(common.fold(row["country_name"]))
        if iso and not row["end"] and row["start"] >= "1945" and iso not in out:
            out[iso] = row["start"]
    return out


if __name__ == "__main__":
    main(sys.argv[1])
