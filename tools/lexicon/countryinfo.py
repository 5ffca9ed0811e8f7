"""CountryInfo: leaders since 1960 with their days, cabinets of 2003 to 2011 by month. Names are in capitals without accents;
a name on a line of its own with the dates of the line before is another spelling of that person."""

import datetime
import os
import re

from classes import classify
from common import fold, pieces
from sources import KEEP_FROM

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
