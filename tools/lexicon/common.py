"""Shared by the lexicon's generators: reading facts, dates, phrases as the matcher sees them, and writing tables.

Every generator takes the folder of facts and writes tables under lexicon/; the same facts give the same bytes.
Hand-kept rows stand in tools/lexicon/hand, in the compact notation that `forms` reads."""

import csv
import functools
import gzip
import os
import re
import sys
import unicodedata

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HAND = os.path.join(ROOT, "tools", "lexicon", "hand")
OUT = os.path.join(ROOT, "lexicon")

ACTOR_COLUMNS = ["id", "name", "kind", "country", "sector", "code", "gender", "from", "to", "wikidata", "source"]
NAME_COLUMNS = ["phrase", "actor", "via", "from", "to", "flags", "source"]
OFFICE_COLUMNS = ["person", "country", "office", "title", "from", "to", "source"]
PLACE_COLUMNS = ["name", "country", "lat", "lon", "population", "kind", "geonameid", "source"]
OUTLET_COLUMNS = ["name", "short", "country", "kind", "domain", "from", "to", "source"]

DATE = re.compile(r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")


def read_table(path, delimiter="\t"):
    """Rows of a table as dicts; '#' lines are comments, missing cells are empty."""
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8", newline="") as f:
        lines = [line for line in f if not line.startswith("#")]
    quoting = csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
    rows = csv.DictReader(lines, delimiter=delimiter, quoting=quoting)
    return [{k: (v or "").strip() for k, v in row.items() if k} for row in rows]


def hand(name):
    return read_table(os.path.join(HAND, name))


def clean(text):
    """One space between words, straight apostrophes, no control characters."""
    text = unicodedata.normalize("NFC", text).replace("\u2019", "'").replace("\u02bb", "'").replace("\u00a0", " ")
    return re.sub(r"\s+", " ", "".join(c for c in text if c >= " ")).strip()


def fold(text):
    """Lower case without diacritics: the base form of the matcher's pieces."""
    text = unicodedata.normalize("NFD", text.replace("ı", "i").replace("ø", "o").replace("Ø", "O").replace("ł", "l")
                                 .replace("Ł", "L").replace("đ", "d").replace("Đ", "D").replace("ß", "ss")
                                 .replace("æ", "ae").replace("Æ", "AE").replace("ð", "d").replace("þ", "th"))
    return "".join(c for c in text if not unicodedata.combining(c)).lower()


@functools.lru_cache(maxsize=None)
def pieces(text):
    """The phrase as src/lexicon/normalise.c cuts it: dots of abbreviations and apostrophes dropped, other punctuation splits."""
    text = re.sub(r"(?<=\w)['’‘`ʻʼ](s\b)?(?=\w|\s|$)", "", text)
    return tuple(re.findall(r"[^\W_]+", fold(re.sub(r"(?<=\b\w)\.(?=\w|$|\s)", "", text))))


def forms(cell):
    """'US{case}|Bonn{1949..1999-08}' -> [(phrase, flags, from, to)]."""
    out = []
    for item in cell.split("|"):
        item = item.strip()
        if not item or item == "-":
            continue
        m = re.match(r"^(.*?)(?:\{(.*)\})?$", item)
        flags, start, end = [], "", ""
        for word in (m.group(2) or "").split():
            if ".." in word:
                start, end = word.split("..")
            else:
                flags.append(word)
        out.append((clean(m.group(1)), " ".join(sorted(flags)), start, end))
    return out


def slug(text):
    return re.sub(r"_+", "_", re.sub(r"[^a-z0-9]+", "_", fold(text))).strip("_")


def write(path, columns, rows, comment):
    """Writes rows (dicts) in the order given, tab-separated, below a comment that names where they come from."""
    full = os.path.join(OUT, path)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    with open(full, "w", encoding="utf-8", newline="\n") as f:
        for line in comment.strip().split("\n"):
            f.write("# " + line.strip() + "\n")
        f.write("\t".join(columns) + "\n")
        for row in rows:
            cells = [str(row.get(c, "") or "") for c in columns]
            for cell in cells:
                if "\t" in cell or "\n" in cell:
                    raise ValueError("tab or line end in a cell: %r" % cell)
            f.write("\t".join(cells) + "\n")
    print("%-28s %6d rows" % (path, len(rows)), file=sys.stderr)


class Names:
    """Collects name rows; the first row for (phrase as matched, actor, via, from) wins."""

    def __init__(self):
        self.rows = {}

    def add(self, phrase, actor, via, source, flags="", start="", end=""):
        phrase = clean(phrase)
        if phrase.lower().startswith("the ") and phrase not in ("The Hague", "The Gambia", "The Netherlands"):
            phrase = phrase[4:]
        if not pieces(phrase):
            return
        words = set(flags.split())
        key = (pieces(phrase), actor, via, start)
        if key not in self.rows:
            self.rows[key] = {"phrase": phrase, "actor": actor, "via": via, "from": start, "to": end,
                              "flags": " ".join(sorted(words)), "source": source}

    def add_cell(self, cell, actor, via, source):
        for phrase, flags, start, end in forms(cell):
            self.add(phrase, actor, via, source, flags, start, end)

    def sorted(self):
        order = ["name", "acronym", "adjective", "demonym", "capital", "metonym", "surname"]
        return sorted(self.rows.values(), key=lambda r: (r["actor"], order.index(r["via"]), r["from"], r["phrase"]))


def acronym_like(phrase):
    letters = phrase.replace(".", "").replace(" ", "").replace("&", "")
    return letters.isupper() and len(letters) <= 7 and letters.isalpha()
