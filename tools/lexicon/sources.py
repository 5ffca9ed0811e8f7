"""Terms of office from each set of facts and from the hand tables, put into a Book with the rank of their source:
0 UK ministers, 0.4 and 0.5 hand rows, 1 Wikidata, 2 factbook, 4 and 5 CountryInfo (leaders, cabinets). Less is better."""

import os
import re
from collections import defaultdict

import common
from book import day, name_key, tidy_name, valid
from classes import classify
from common import fold, hand, read_table

OWN_STATES = {r["id"] for r in read_table(os.path.join(common.OUT, "actors/states.tsv")) if r["country"] == r["id"] and not r["to"]}
KEEP_FROM = "1960"  # a term of a set that ended before this is not kept
GREAT = {"USA", "CHN", "RUS", "GBR", "FRA", "DEU", "JPN", "IND", "KOR", "PRK", "IRN", "ISR", "UKR", "TUR", "SAU", "PAK", "TWN"}
FOLDERS = {"cabo-verde": "CPV", "caymans": "CYM", "congo-brazzaville": "COG", "congo-kinshasa": "COD", "faroes": "FRO", "czechia": "CZE",
           "st-kitts-and-nevis": "KNA", "timor-leste": "TLS", "european-union": "EU", "world": "UNO", "ivory-coast": "CIV", "artsakh": "nagorno_karabakh",
           "donetsk": "donetsk_pr", "luhansk": "luhansk_pr", "bahamas": "BHS", "curacao": "CUW", "aland": "", "sint-maarten": "", "turks-and-caicos": "TCA",
           "georgia-us": "", "scotland": "scotland", "wales": "wales", "northern-ireland": "northern_ireland", "bosnia-herzegovina": "BIH",
           "united-states": "USA", "united-kingdom": "GBR", "united-arab-emirates": "ARE", "south-ossetia": "south_ossetia", "northern-cyprus": "northern_cyprus",
           "micronesia": "FSM", "turkey": "TUR", "punjab": "", "new-york": "", "washington": "", "victoria": "", "niue": "", "montserrat": ""}


def folder_country(folder, states):
    if folder in FOLDERS:
        return FOLDERS[folder]
    return states.get(folder.replace("-", " "), "")


def keep_ambassador(position, country, receivers):
    m = re.search(r"(?:ambassador|high commissioner|permanent representative|head of the mission).*? to (?:the )?(.*)$", position, re.I)
    if not m:
        return False
    to = receivers.get(fold(m.group(1)), "")
    if re.search(r"european union|nato|north atlantic", m.group(1), re.I):
        return True
    return (country in GREAT and to in GREAT) or country == "USA" and bool(to) or to == "USA"


def wikidata_terms(book, facts, states, receivers):
    base = os.path.join(facts, "officeholders-wikidata")
    seen = [r for r in read_table(os.path.join(base, "officeholders_2023-2025_seen.tsv"))]
    old = [r for r in read_table(os.path.join(base, "officeholders_to_2023-01-20.tsv.gz"))]
    dropped = {(r["person"], r["country"]) for r in hand("drops.tsv")}
    in_2023 = {(r["folder"], r["personID"] or r["person"]) for r in seen}
    known_start = {}
    for r in old:
        if r["personID"] and valid(r["start"]):
            known_start.setdefault((r["folder"], r["personID"], r["position"]), []).append(r["start"])
    for rows, era in ((old, "old"), (seen, "seen")):
        for r in rows:
            country = folder_country(r["folder"], states)
            if not country:
                continue
            offices = classify(r["position"], country)
            if not offices or country == "UNO" and offices[0] in ("ambassador", "un_ambassador", "deputy_prime_minister", "head_of_state"):
                continue
            if r["position"].endswith("Arab Parliament") or "International Court" in r["position"] or "Caribbean Community" in r["position"]:
                continue
            if (r["personID"] or r["person"], country) in dropped:
                continue
            if offices == ["ambassador"] and not keep_ambassador(r["position"], country, receivers):
                continue
            if country == "UNO":
                country = body_of(r["position"])
            gender = {"male": "m", "female": "f"}.get(r["gender"], "")
            person = book.person(r["person"] if tidy_name(r["person"]) else r["enwiki"], country, r["personID"], "wikidata", gender)
            if not person:
                continue
            if r["enwiki"]:
                person.add_name(r["enwiki"], "wikidata")
            if era == "old":
                start, end = valid(r["start"]), valid(r["end"])
                source = "officeholders 2023"
                if start and end and day(end, True) < day(start):
                    end = ""
                if not end and (r["folder"], r["personID"]) not in in_2023:
                    end = "?"
            else:
                start, end = valid(r["in_office_since"]), valid(r["gone_by"])
                source = "officeholders 2025"
                if int(r["positions_held_together"] or 1) > 1 and (r["folder"], r["personID"], r["position"]) in known_start:
                    start = max(known_start[(r["folder"], r["personID"], r["position"])])
            if end and end != "?" and end < KEEP_FROM:
                continue
            book.term(person, country, offices, r["position"], start, end, source, 1)


def body_of(position):
    for pattern, body in (("NATO", "NATO"), ("World Health", "WHO"), ("World Trade", "WTO"), ("General Assembly", "UNGA"), ("OSCE", "OSCE"),
                          ("Council of Europe", "COE")):
        if pattern in position:
            return body
    return "UNO"


UK_POSTS = [("^Prime Minister$", ["prime_minister"]), ("Deputy Prime Minister", ["deputy_prime_minister"]), ("Secretary of State for Foreign", ["foreign_minister"]),
            ("Secretary of State for Defence$", ["defence_minister"]), ("Secretary of State for the Home Department", ["interior_minister"]),
            ("Chancellor of the Exchequer", ["finance_minister"]), ("Secretary of State for.*Trade", ["trade_minister"]), ("Secretary of State for Justice", ["justice_minister"]),
            ("Secretary of State for Northern Ireland", ["minister"]), ("Secretary of State for Exiting", ["europe_minister"]), ("^Minister for Europe", ["europe_minister"]),
            ("Secretary of State for Energy", ["energy_minister"]), ("Attorney General$", ["attorney_general"]), ("Deputy Foreign Secretary", ["deputy_foreign_minister"])]


def uk_terms(book, facts):
    def table(name):
        return read_table(os.path.join(facts, "uk-ministers", name + ".csv"), ",")
    posts, orgs = {r["id"]: r for r in table("post")}, {r["id"]: r["name"] for r in table("organisation")}
    people = defaultdict(list)
    for r in table("person"):
        people[r["id"]].append(r)
    for a in sorted(table("appointment"), key=lambda r: r["id"]):
        post = posts[a["post_id"]]
        offices = next((o for p, o in UK_POSTS if re.search(p, post["name"])), None)
        if not offices and orgs.get(post["organisation_id"], "").startswith("Foreign") and post["rank_equivalence"] == "MoS":
            offices = ["deputy_foreign_minister"]
        if not offices:
            continue
        rows = sorted(people[a["person_id"]], key=lambda r: (r["name"].startswith(("Lord", "Baroness", "The ")), r["start_date"]))
        first = rows[0]
        person = book.person(first["normalized_name"] or first["name"], "GBR", "", "uk-ministers", {"M": "m", "F": "f"}.get(first["gender"], ""))
        if not person:
            continue
        for r in rows:
            for n in (r["name"], r["display_name"], r["normalized_name"]):
                person.add_name(n, "uk-ministers")
        book.term(person, "GBR", offices, post["name"], valid(a["start_date"]), valid(a["end_date"]), "uk-ministers", 0)


MONTHS = {m: i + 1 for i, m in enumerate("January February March April May June July August September October November December".split())}
FB_TITLE = re.compile(r"^((?:Interim|Acting|Transitional|Federal|Transition|de facto|Caretaker|First) )*(President|Prime Minister|Premier|Chancellor|King|Queen|Sultan|Amir|Emperor|Grand Duke|Prince|Pope|Taoiseach|"
                      r"Vice President|Deputy Prime Minister|Crown Prince|State Counsellor|Governor General|Supreme Leader)(?: of the Council of Ministers)? (.*)$")
FB_CLASS = {"President": ["president", "head_of_state"], "Prime Minister": ["prime_minister"], "Premier": ["prime_minister"], "Chancellor": ["prime_minister"], "Taoiseach": ["prime_minister"],
            "King": ["head_of_state"], "Queen": ["head_of_state"], "Sultan": ["head_of_state"], "Amir": ["head_of_state"], "Emperor": ["head_of_state"], "Grand Duke": ["head_of_state"],
            "Prince": ["head_of_state"], "Pope": ["head_of_state", "pope"], "Vice President": ["vice_president"], "Deputy Prime Minister": ["deputy_prime_minister"],
            "Crown Prince": ["crown_prince"], "Governor General": ["head_of_state"], "Supreme Leader": ["head_of_state"]}


def factbook_terms(book, facts, fips):
    surnames = defaultdict(set)  # country -> {(surname pieces)}
    for r in read_table(os.path.join(facts, "factbook/leaders.tsv")):
        country = fips.get(r["gec"])
        if not country or country not in OWN_STATES:
            continue
        for run in re.findall(r"\b[A-ZÀ-Ý][A-ZÀ-Ý'’-]+(?:[ -][A-ZÀ-Ý][A-ZÀ-Ý'’-]+)*\b", r["text"]):
            if len(run) > 2:
                surnames[country].add(run)
        if r["last_seen"] < "2025-02" or "chief of state" not in r["field"] and "head of government" not in r["field"]:
            continue
        for part in re.split(r";|, and represented|represented by ", r["text"]):
            m = re.match(r"^\s*(.*?) \(since (?:(\d{1,2}) )?(\w+ )?(\d{4})\)", part)
            t = FB_TITLE.match(m.group(1).strip()) if m else None
            if not t or (m.group(3) and m.group(3).strip() not in MONTHS):
                continue
            since = m.group(4) + ("-%02d" % MONTHS[m.group(3).strip()] if m.group(3) else "") + ("-%02d" % int(m.group(2)) if m.group(2) and m.group(3) else "")
            if since < "2024-11" or r["first_seen"] < "2024-11" and since > r["first_seen"]:
                continue
            name = t.group(3).replace("’", "'")
            caps = [w for w in name.split() if len(w) > 1 and w.upper() == w and w not in ("II", "III", "IV", "VI", "VIII", "XIV")]
            plain = " ".join(w if w not in caps else "-".join(x.capitalize() for x in w.split("-")) for w in name.split())
            plain = re.sub(r"^(Gen\.|General|Lt\. Gen\.|Dr\.|Adm\.|Col\.) ", "", plain)
            person = book.person(plain, country, "", "factbook")
            if person:
                book.term(person, country, FB_CLASS.get(t.group(2), []), t.group(2), since, "", "factbook", 2)
    return surnames


def hand_terms(book, facts, states):
    """Hand rows. known_in: further actors to look under, =ID the very person, `new` nobody known."""
    rows = [{"name": r["holder"].replace(" (acting)", ""), "country": r["country"], "office": "+".join(HAND_OFFICES[r["office"]]), "title": r["office"],
             "from": r["from"], "to": r["to"], "gender": "", "surname": "", "known_in": "", "source": "hand"}
            for r in read_table(os.path.join(facts, "hand/key_offices.tsv"))] + hand("persons.tsv")
    mine = {}
    for r in rows:
        names = [n.strip() for n in r["name"].split("|")]
        country, source = r["country"], r.get("source", "general knowledge")
        first = r["office"].split("+")[0]
        person = mine.get((names[0], country))
        known = r["known_in"].split()
        for k in known:
            person = person or (book.persons.get(k[1:]) if k.startswith("=") else None)
        if not person and "new" not in known:
            person = book.find(names[0], country, first) or next((p for p in (book.find(names[0], c) for c in known if not c.startswith("=")) if p), None)
            for n in names[1:]:
                person = person or (book.find(n, country, first) if any(name_key(n) in p.keys for p in book.by_name[country]) else None)
            if not person and country not in states.values():
                person = book.find_anywhere(names[0])
        if not person:
            person = book.person(names[0], country, "", source, r["gender"], fuzzy=False)
        if not person:
            raise ValueError("no name in " + r["name"])
        mine[(names[0], country)] = person
        if country not in person.countries:
            person.countries.append(country)
            book.by_name[country].append(person)
        for n in names:
            person.add_name(n, source)
        if not person.wikidata:
            person.name = tidy_name(names[0])
        person.gender = person.gender or r["gender"]
        for surname in r["surname"].split("|"):
            if surname and surname not in person.surnames:
                person.surnames.append(surname)
        if r["office"]:
            book.term(person, country, r["office"].split("+"), r["title"], valid(r["from"]), valid(r["to"]), source, 0.5 if source == "hand" else 0.4)


HAND_OFFICES = {"Secretary of State": ["foreign_minister"], "Secretary of Defense": ["defence_minister"], "General Secretary of the Communist Party": ["party_leader", "leader"],
                "President": ["president", "head_of_state"], "Foreign Minister": ["foreign_minister"], "Premier": ["prime_minister"], "Paramount leader": ["leader"],
                "Supreme Leader": ["head_of_state"], "Secretary-General": ["secretary_general"], "Secretary General": ["secretary_general"], "Director General": ["director_general"],
                "President of the European Commission": ["president_of_commission"], "High Representative (foreign policy chief)": ["foreign_policy_chief", "high_representative"],
                "Chairperson of the Commission": ["chair"], "Prime Minister": ["prime_minister"], "Chancellor": ["prime_minister"], "Defence Minister": ["defence_minister"],
                "Unification Minister": ["unification_minister"], "Foreign Secretary": ["foreign_minister"], "National Security Adviser": ["national_security_adviser"],
                "Pope": ["pope", "head_of_state"]}
