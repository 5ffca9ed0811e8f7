"""Who is who: persons with their names, and how one is found again under another source's spelling."""

import datetime
import os
import re
from collections import defaultdict

import common
from common import clean, pieces, read_table, slug

TAKEN = {r["id"] for name in ("states", "organisations", "groups") for r in read_table(os.path.join(common.OUT, "actors/%s.tsv" % name))}
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
