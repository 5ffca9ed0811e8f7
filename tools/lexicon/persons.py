"""Persons and their offices: actors/persons.tsv, names/persons.tsv, names/surnames.tsv, offices/*.tsv.

In, best first: the officeholders of Wikidata (day by day 2023-2025, and as of 2023), UK ministers, the factbook's
leaders for 2025 and later, hand tables, CountryInfo's leaders from 1960 on. Terms of one person in one office are joined;
a term of a lower source that a higher one covers is dropped, and where both tell of the same term under two spellings the second
becomes a name of the first person. Conflicts that are left go to tools/lexicon/test_build.py's report."""

import csv
import datetime
import difflib
import gzip
import os
import re
import sys
from collections import defaultdict

import common
from classes import classify
from common import Names, clean, fold, hand, pieces, read_table, slug


KEEP_FROM = "1960"  # a term of a set that ended before this is not kept
GREAT = {"USA", "CHN", "RUS", "GBR", "FRA", "DEU", "JPN", "IND", "KOR", "PRK", "IRN", "ISR", "UKR", "TUR", "SAU", "PAK", "TWN"}
FOLDERS = {"cabo-verde": "CPV", "caymans": "CYM", "congo-brazzaville": "COG", "congo-kinshasa": "COD", "faroes": "FRO", "czechia": "CZE",
           "st-kitts-and-nevis": "KNA", "timor-leste": "TLS", "european-union": "EU", "world": "UNO", "ivory-coast": "CIV", "artsakh": "nagorno_karabakh",
           "donetsk": "donetsk_pr", "luhansk": "luhansk_pr", "bahamas": "BHS", "curacao": "CUW", "aland": "", "sint-maarten": "", "turks-and-caicos": "TCA",
           "georgia-us": "", "scotland": "scotland", "wales": "wales", "northern-ireland": "northern_ireland", "bosnia-herzegovina": "BIH",
           "united-states": "USA", "united-kingdom": "GBR", "united-arab-emirates": "ARE", "south-ossetia": "south_ossetia", "northern-cyprus": "northern_cyprus",
           "micronesia": "FSM", "turkey": "TUR", "punjab": "", "new-york": "", "washington": "", "victoria": "", "niue": "", "montserrat": ""}
SINGLE = {"president", "prime_minister", "head_of_state", "foreign_minister", "defence_minister", "finance_minister", "interior_minister", "vice_president"}
HONORIFICS = re.compile(r"^(sir|dame|dr\.?|prof\.?|general|gen\.|lt\.? gen\.|lieutenant general|colonel|col\.|major|maj\.|admiral|marshal|brigadier|sheikh|shaikh|"
                        r"prince|princess|ayatollah|hojatoleslam|mr\.?|mrs\.?|ms\.?|hon\.|captain|field marshal|king|queen|emperor|pope|sultan|emir|mullah|maulavi|engineer|justice) ", re.I)


# First names that one person bears in several spellings: short forms and transliterations.
SPELLINGS = [group.split() for group in """sergei sergey; dmitry dmitri dmitriy; yuri yury; nikolai nikolay; andrei andrey; alexei alexey aleksei aleksey; alexander aleksandr;
    valery valeri; anatoly anatoli; vasily vassily; yevgeny evgeny yevgeni; vitaly vitali; gennady gennadi; georgy georgi; arkady arkadi; grigory grigori; mikhail mihail;
    mohammed mohammad muhammad mohamed muhammed mohamad; ahmed ahmad; hussein hossein husayn hussain husain; abdullah abdallah abdulla; mahmoud mahmud; hassan hasan;
    yousef yusuf youssef yousuf; omar umar; osama usama; khaled khalid; saeed said; ibrahim ebrahim; mustafa mostafa; ali aly; hamid hameed; nasser nasir naser; sheikh shaikh;
    qasem qassem qasim kassem; rashid rasheed; walid waleed; faisal faysal; saleh salih; mike michael; joe joseph; bill william; bob robert; jim james; tom thomas; tony anthony antony; dick richard;
    ted edward; ken kenneth; dan daniel; dave david; steve steven stephen; chris christopher; nick nicholas; matt matthew; ron ronald; don donald; ben benjamin; sam samuel; tim timothy;
    rob robert; liz elizabeth; oleksandr olexandr; volodymyr volodimir; oleksii oleksiy; serhii serhiy; andrii andriy; dmytro dmitro; jose josé""".split(";")]
TRANSLITERATED = {word for group in SPELLINGS for word in group if group[0] not in
                  ("mike", "joe", "bill", "bob", "jim", "tom", "tony", "dick", "ted", "ken", "dan", "dave", "steve", "chris", "nick", "matt", "ron", "don", "ben", "sam", "tim", "rob", "liz")}
SAME = {}
for group in SPELLINGS:
    for word in group:
        SAME.setdefault(word, group)


def name_key(name):
    """The words of a name without initials, spellings of one first name being the same word."""
    return tuple(SAME[p][0] if p in SAME else p for p in pieces(name) if len(p) > 1)


def inside(short, long):
    """All words of one name stand in the other in the same order, and they begin or end alike."""
    rest = iter(long)
    return len(short) < len(long) and all(w in rest for w in short) and (short[-1] == long[-1] or short[0] == long[0] and len(short) > 1)


class Person:
    def __init__(self, key, name, wikidata=""):
        self.id, self.name, self.wikidata = key, name, wikidata
        self.names, self.gender, self.countries = {}, "", []
        self.surnames, self.keys = [], []

    def add_name(self, name, source):
        name = tidy_name(name)
        if pieces(name) and name not in self.names:
            self.names[name] = source
            self.keys.append(name_key(name))


def tidy_name(name):
    name = clean(re.sub(r"\(.*?\)|\[.*?\]|,.*$|\"[^\"]*\"|“[^”]*”", " ", name))
    while HONORIFICS.match(name) and len(name.split()) > 2:
        name = HONORIFICS.sub("", name, count=1)
    return name if re.match(r"^[A-Za-zÀ-ɏḀ-ỿ'`’‘. -]+$", name) else ""


class Book:
    """All persons and terms; finds a person by id, or by country and name."""

    def __init__(self):
        self.persons, self.by_name, self.terms = {}, defaultdict(list), []

    def person(self, name, country, wikidata="", source="", gender="", fuzzy=True):
        name = tidy_name(name)
        if not name:
            return None
        found = self.persons.get(wikidata) if wikidata else None
        if not found and fuzzy:
            found = self.find(name, country)
            if found and wikidata and found.wikidata and found.wikidata != wikidata:
                found = None
        if not found:
            key = wikidata or slug(name)
            while key in self.persons or key in TAKEN:
                key += "_2" if key.endswith("_" + country.lower()) else "_" + country.lower()
            found = self.persons[key] = Person(key, name, wikidata)
        found.add_name(name, source)
        if country not in found.countries:
            found.countries.append(country)
            self.by_name[country].append(found)
        found.gender = found.gender or gender
        return found

    def find(self, name, country, office=""):
        """The one person of a country with this name, spelt as here or with some names more or fewer; None when none or not sure."""
        want = name_key(name)
        exact, part = [], []
        for p in self.by_name[country]:
            keys = p.keys
            if want in keys or tuple(reversed(want)) in keys and len(want) == 2:
                exact.append(p)
            elif len(want) > 1 and any(len(k) > 1 and (inside(k, want) or inside(want, k)) for k in keys):
                part.append(p)
        same = [p for p in exact if any(pieces(n) == pieces(name) for n in p.names)]
        for group in (same, exact, part):
            if len(group) > 1 and office:
                held = {t["p"].id for t in self.terms if t["office"] == office and t["country"] == country}
                group = [p for p in group if p.id in held]
            if group:
                return group[0] if len(group) == 1 else None
        return None

    def find_anywhere(self, name):
        key = name_key(name)
        hits = [p for p in self.persons.values() if key in p.keys] if len(key) > 1 else []
        return hits[0] if len(hits) == 1 else None

    def term(self, person, country, offices, title, start, end, source, rank):
        for office in offices:
            if country == "IRN" and office == "head_of_state" and "president" in offices:
                continue  # the Supreme Leader is
            self.terms.append({"p": person, "country": country, "office": office, "title": title, "from": start, "to": end,
                               "source": source, "rank": rank})


def day(text, last=False):
    """ISO date from a full, monthly or yearly one, for comparing."""
    if not text:
        return datetime.date(2999, 1, 1) if last else datetime.date(1, 1, 1)
    parts = [int(x) for x in text.split("-")] + [0, 0]
    y, m, d = parts[0], parts[1], parts[2]
    if last:
        if not m:
            return datetime.date(y, 12, 31)
        if not d:
            return datetime.date(y + (m == 12), m % 12 + 1, 1) - datetime.timedelta(days=1)
    return datetime.date(y, m or 1, d or 1)


def valid(date):
    return date if common.DATE.match(date or "") else ""


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


# Blocks of CountryInfo that mix up several states: Serbia with Yugoslavia, the Czech lands with Czechoslovakia, Kosovo with Kiribati, and so on; hand rows stand in.
COUNTRYINFO_FAULTY = {"SRB", "XKX", "CZE", "BIH", "MNE"}
EAST_GERMANS = {"friedrich ebert", "willi stoph", "horst sindermann", "hans modrow", "lothar de maiziere", "erich honecker", "egon krenz", "manfred gerlach", "sabine bergmann pohl", "walter ulbricht"}
LEADER_KINDS = [(r"^presidents?$|presidents of the republic|^interim president", ["president", "head_of_state"]),
                (r"^(prime ministers?|premiers?|chancellors|heads? of government|chairmen of the council of ministers.*|presidents of the executive yuan.*|first prime ministers|"
                 r"co-prime_ministers|prime ministers \(presidents.*|ministers of state|presidents of the council of ministers)$", ["prime_minister"]),
                (r"^(kings?.*|emirs|sultans?|emperors?.*|grand dukes.*|sovereign princes|princes/.*|heads? of state|shahs|leader of the revolution|chairmen of the presidium of the supreme (soviet|people).*|"
                 r"chairmen of the (council of state|state council|presidency of the republic)|chairmen of the state (law|peace).*|chairm[ae]n of the (military|supreme military|revolutionary command|state peace|high|provisional|national salvation|national reconciliation).*|chairmen of the provisional military.*|"
                 r"presidents of the presidency|presidents of the collective presidency|leaders|governors-general|chairman of the state presidency)$", ["head_of_state"]),
                (r"^(general secretaries.*|secretaries of the central committee.*|chairmen of the communist party of china|first secretaries)$", ["party_leader"])]


def countryinfo_terms(book, facts, states):
    with open(os.path.join(facts, "phoenix-countryinfo/CountryInfo.120116.txt"), "rb") as f:
        text = f.read().replace(b"\0", b"").decode("latin-1")
    for block in text.split("<Country>")[1:]:
        m = re.search(r"<ISO3166-alpha3>(\w+)|<CountryCode>(\w+)", block)
        country = (m.group(1) or m.group(2)) if m else ""
        title = re.search(r"<CountryName>([A-Z_ '.-]+)<", block)
        country = states.get(fold(title.group(1).replace("_", " ")).strip() if title else "", {"KSV": "XKX", "ROM": "ROU", "TMP": "TLS"}.get(country, country))
        if country in states.values() and country not in COUNTRYINFO_FAULTY:
            cabinet_terms(book, block, country)
        leaders = re.search(r"<Leaders>(.*?)(?:</Leaders>|<Government>|\Z)", block, re.S)
        if country == "USA" or not re.search(r"<ISO3166-alpha3>", block) or country in COUNTRYINFO_FAULTY or country not in states.values() or not leaders:
            continue
        kind, previous = None, None
        for line in leaders.group(1).split("\n"):
            head = re.match(r"^\s*<([^/>][^>]*)>", line)
            if head:
                kind = next((o for p, o in LEADER_KINDS if re.match(p, head.group(1).strip().lower())), None)
                previous = None
                continue
            spans = re.findall(r"\[([<>]?\d{8})?(?: ?- ?)?(\d{8})?\]", line)
            m = re.match(r"^\s*([A-Z][A-Z_'. -]+?)_?\s*\[", line)
            if not kind or not m or not spans:
                continue
            name = capitalise(m.group(1))
            dates = [(countryinfo_day(a), countryinfo_day(b, True)) for a, b in spans if not a.startswith("<")]
            if previous and previous[0] == dates and set(pieces(previous[1].name)) & set(pieces(name)):
                previous[1].add_name(name, "CountryInfo")
                continue
            if not any(d[0] and (d[1] or "9") >= KEEP_FROM for d in dates):
                continue
            where = "SUN" if country == "RUS" else "DDR" if " ".join(pieces(name)) in EAST_GERMANS else country
            person = None
            for start, end in dates:
                if not start or (end and end < KEEP_FROM):
                    continue
                at = where if not (country == "RUS" and start >= "1991-07") else country
                person = book.person(name, at, "", "CountryInfo")
                if country == "VNM" and start < "1975-05" and name.lower() not in ("le duan", "ton duc thang", "pham van dong", "ho chi minh"):
                    continue
                book.term(person, at, kind, "", start, end or "?", "CountryInfo", 4)
            if person:
                previous = (dates, person)


CABINET_OFFICES = {"foreign_minister", "defence_minister", "finance_minister", "interior_minister", "un_ambassador"}


def cabinet_terms(book, block, country):
    """CountryInfo's cabinets, 2003 to 2011 by month: four ministers and the ambassador to the United Nations."""
    cabinet = re.search(r"<Government>(.*?)</Government>", block, re.S)
    for line in cabinet.group(1).split("\n") if cabinet else []:
        m = re.match(r"^\s*([A-Z][A-Z_'. -]+?)_?\s*(\[.*\])\s*#\s*(.*)$", line)
        post = re.sub(r" to the UN, New York", " to the United Nations", m.group(3).replace("Defense", "Defence").replace("Min. ", "Minister ").strip()) if m else ""
        offices = [o for o in classify(post, country) if o in CABINET_OFFICES] if post else []
        if not offices or re.search(r"deputy|vice|acting|second", post, re.I) or country == "CHN" and "Secretary" in post:
            continue
        for code, sign, start, end in re.findall(r"\[([A-Z]+) ([<>]?)(\d{7,8})(?: ?- ?(\d{8}))?\]", m.group(2)):
            start, end = countryinfo_day(start), countryinfo_day(end)
            if sign == "<":
                start, end = "2003-01", start
            if not start or end and end < start:
                continue
            person = book.person(capitalise(m.group(1)), country, "", "CountryInfo")
            if person:
                book.term(person, country, offices, post, start, end or "?", "CountryInfo", 5)


def capitalise(name):
    words = []
    for w in name.strip("_ ").split("_"):
        w = "-".join(x.capitalize() for x in w.split("-"))
        w = re.sub(r"^(Mc|O')([a-z])", lambda m: m.group(1) + m.group(2).upper(), w)
        words.append(w.lower() if w in ("De", "Van", "Von", "Der", "Den", "Da", "Dos", "Del", "La", "Al", "El", "Bin", "Ibn") and words else w)
    return " ".join(words)


def countryinfo_day(text, last=False):
    text = text.lstrip("<>")
    if len(text) != 8:
        return ""
    y, m, d = text[:4], text[4:6], text[6:]
    try:
        datetime.date(int(y), int(m), int(d))
        return "%s-%s-%s" % (y, m, d)
    except ValueError:
        return "%s-%s" % (y, m) if "01" <= m <= "12" else y


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


ENGLISH = {"USA", "GBR", "CAN", "AUS", "NZL", "IRL", "ZAF"}
FAMILY_FIRST = {"CHN", "TWN", "KOR", "PRK", "SGP"}
SPANISH = set("ARG BOL CHL COL CRI CUB DOM ECU ESP GTM HND MEX NIC PAN PER PRY SLV URY VEN PHL PRI BRA PRT AGO MOZ".split())
FIRST_TOO = {"ETH", "ERI", "THA", "MYS", "IDN", "LAO", "MMR", "KHM", "MNG", "BTN", "AFG", "IRQ", "SOM", "DJI", "MDV", "TKM"}
PARTICLES = {"van", "von", "de", "der", "den", "di", "da", "dos", "do", "del", "della", "la", "le", "du", "bin", "bint", "ibn", "ben", "al", "el", "abu", "ter", "ten", "st", "saint",
             "ould", "mac", "ag", "ait", "abd", "abdul", "vander", "zu", "zur", "af", "san", "santa", "bou", "aboul", "o"}
SUFFIXES = {"jr", "sr", "ii", "iii", "iv", "junior", "neto", "filho", "i", "v", "vi", "viii", "xvi", "xiv"}


def surname_forms(name, countries, capitals):
    """The words by which a person is called after the first mention; more than one where the order is not known."""
    words = [w for w in re.split(r"\s+", name) if fold(w).strip(".") not in SUFFIXES]
    plain = [fold(w).strip(".'") for w in words]
    if len(words) < 2 or "of" in plain:
        return []
    out = []
    for run in capitals:
        n = len(run.split())
        for i in range(len(words) - n + 1):
            if pieces(" ".join(words[i:i + n])) == pieces(run) and n < len(words):
                out.append(" ".join(words[i:i + n]))
    country = countries[0] if countries else ""
    if any(c in FAMILY_FIRST for c in countries) and len(words) <= 3 and len(words[0]) <= 8 and not plain[0].endswith("."):
        return sorted(set(out + [words[0]]), key=lambda w: (len(w), w))
    k = len(words) - 1
    out.append(words[k])
    j = k
    while j > 1 and plain[j - 1] in PARTICLES:
        j -= 1
    if j < k:
        out.append(" ".join(words[j:]))
    m = re.match(r"^(?:al|el|ad|ar|as|at|an|az|ash|ach|ed|ul|ol)-(.+)$", words[k], re.I)
    if m:
        out.append(m.group(1))
    if country in SPANISH and j == k and len(words) >= 3 and plain[k - 1] not in PARTICLES:
        out += [words[k - 1], " ".join(words[k - 1:])] if len(words) >= 4 else [words[k - 1]]
    if any(c in FIRST_TOO for c in countries) and len(plain[0]) > 3:
        out.append(words[0])
    return sorted({w for w in out if len(w) > 1 and w.lower() != w and not re.match(r"^[A-Z]\.?$", w)}, key=lambda w: (len(w), w))


def name_variants(person):
    """(name, source): names as they stand, without middle initials, and in the order that the press uses."""
    out = {}
    for name, source in person.names.items():
        out.setdefault(name, source)
        words = name.split()
        if len(words) >= 3:
            short = [w for i, w in enumerate(words) if i in (0, len(words) - 1) or not re.match(r"^[A-Z]\.?$", w)]
            if len(short) != len(words) and len(short) >= 2:
                out.setdefault(" ".join(short), source)
        initials = re.match(r"^((?:[A-Z]\. ?){2,})(.*)$", name)
        if initials:
            letters = re.findall("[A-Z]", initials.group(1))
            out.setdefault(". ".join(letters) + ". " + initials.group(2), source)
            out.setdefault(".".join(letters) + ". " + initials.group(2), source)
        first = fold(words[0])
        if len(words) >= 2 and first in SAME and (first in TRANSLITERATED or ENGLISH & set(person.countries)):
            for other in SAME[first]:
                out.setdefault(" ".join([other.capitalize()] + words[1:]), source)
        stripped = re.sub(r",? (Jr\.?|Sr\.?|II|III)$", "", name)
        if stripped != name and len(stripped.split()) >= 2:
            out.setdefault(stripped, source)
        if "JPN" in person.countries and len(words) == 2:
            out.setdefault(" ".join(reversed(words)), source)
    return out


OFFICE_FILES = [("heads", {"president", "head_of_state", "prime_minister", "vice_president", "deputy_prime_minister", "leader", "crown_prince", "pope", "party_leader", "state_councillor", "royal"}),
                ("diplomats", {"ambassador", "un_ambassador", "envoy", "high_commissioner"}),
                ("ministers", None)]


TAKEN = {r["id"] for name in ("states", "organisations", "groups") for r in read_table(os.path.join(common.OUT, "actors/%s.tsv" % name))}
OWN_STATES = {r["id"] for r in read_table(os.path.join(common.OUT, "actors/states.tsv")) if r["country"] == r["id"] and not r["to"]}


def load_states():
    out = {}
    for r in read_table(os.path.join(common.OUT, "names/states.tsv")):
        if r["via"] in ("name", "acronym") and "weak" not in r["flags"]:
            out.setdefault(fold(r["phrase"]), r["actor"])
    out.update({"georgia": "GEO", "congo": "COG"})
    return out


def main(facts):
    states = load_states()
    receivers = dict(states)
    receivers.update({"russian federation": "RUS", "people's republic of china": "CHN", "united states of america": "USA", "united nations": "UNO"})
    fips = {r["FIPS"].lower(): r["ISO3166-1-Alpha-3"] for r in read_table(os.path.join(facts, "countries/country-codes.csv"), ",") if r["FIPS"].strip()}
    fips.update({"kv": "XKX"})
    book = Book()
    wikidata_terms(book, facts, states, receivers)
    uk_terms(book, facts)
    capitals = factbook_terms(book, facts, fips)
    countryinfo_terms(book, facts, states)
    hand_terms(book, facts, states)
    united = unite_spellings(book)
    terms = join(book.terms)
    close_open(terms)
    terms, dropped = drop_covered(terms)
    write_all(book, terms, capitals)
    print("spellings united %d, weaker terms dropped %d" % (united, len(dropped)), file=sys.stderr)


def write_all(book, terms, capitals):
    used = {t["p"].id: t["p"] for t in terms}
    used.update({p.id: p for p in book.persons.values() if "general knowledge" in p.names.values()})
    actors, names, surnames = [], Names(), Names()
    for key in sorted(used):
        p = used[key]
        homes = p.countries
        country = next((c for c in homes if len(c) == 3 and c.isupper() and c not in ("UNO", "IMF", "WTO", "WHO", "ICC", "OAS", "LAS")), "")
        actors.append({"id": key, "name": p.name, "kind": "person", "country": country, "sector": "GOV" if country else "", "gender": p.gender, "wikidata": p.wikidata,
                       "source": sorted(set(p.names.values()))[0] if "wikidata" not in p.names.values() else "wikidata"})
        runs = [run for c in p.countries for run in capitals.get(c, ())]
        for name, source in name_variants(p).items():
            name = TITLE_WORD.sub("", name)
            if len(pieces(name)) >= 2:
                names.add(name, key, "name", source)
            elif TITLE_WORD.sub("", p.name) == name:
                surnames.add(name, key, "surname", source, "case weak")
        if p.surnames:
            for s in p.surnames:
                surnames.add(s, key, "surname", "general knowledge", "weak")
        else:
            near = [r for r in runs if set(pieces(r)) <= {x for n in p.names for x in pieces(n)}]
            for s in sorted({f for n in p.names for f in surname_forms(n, p.countries, near)}):
                surnames.add(s, key, "surname", "rule", "weak")
    for row in surnames.rows.values():
        if pieces(row["phrase"])[0] in COMMON and len(pieces(row["phrase"])) == 1:
            row["flags"] = "case weak"
    about = "Generated by tools/lexicon/build; see lexicon/README.md.\nSources: Wikidata (CC0), UK ministers (Institute for Government, CC BY 4.0), CIA World Factbook (public domain), CountryInfo (MIT), hand rows."
    common.write("actors/persons.tsv", common.ACTOR_COLUMNS, actors, "Persons who hold or held an office. " + about)
    common.write("names/persons.tsv", common.NAME_COLUMNS, names.sorted(), "Full names of persons. " + about)
    common.write("names/surnames.tsv", common.NAME_COLUMNS, surnames.sorted(), "Surnames of persons: they need a full name or an office near by. " + about)
    left = sorted(terms, key=lambda t: (t["country"], t["office"], t["from"] or "0", t["p"].id))
    for name, offices in OFFICE_FILES:
        rows = [t for t in left if offices is None or t["office"] in offices]
        left = [t for t in left if not (offices is None or t["office"] in offices)]
        common.write("offices/%s.tsv" % name, common.OFFICE_COLUMNS,
                     [{"person": t["p"].id, "country": t["country"], "office": t["office"], "title": t["title"] if t["office"] not in ("president", "head_of_state", "prime_minister") else "",
                       "from": t["from"], "to": t["to"], "source": t["source"]} for t in rows], "Terms of office (%s). %s" % (name, about))


TITLE_WORD = re.compile(r"^(President|King|Queen|Prince|Princess|Crown Prince|Emperor|Pope|Sultan|Sheikh|Shaikh|Ayatollah|Hojatoleslam|Mullah|Archbishop|Cardinal|Sir|Dame|Baroness|Marshal) ")
COMMON = set()
if os.path.exists(os.path.join(common.HAND, "common_words.txt")):
    with open(os.path.join(common.HAND, "common_words.txt"), encoding="utf-8") as words:
        COMMON = {w.strip() for w in words if w.strip() and not w.startswith("#")}

if __name__ == "__main__":
    main(sys.argv[1])
