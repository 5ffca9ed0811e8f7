"""What the press calls a person: full names in their usual forms, and the words that stand for the person later in a story."""

import re

from book import SAME, TRANSLITERATED
from common import fold, pieces

TITLE_WORD = re.compile(r"^(President|King|Queen|Prince|Princess|Crown Prince|Emperor|Pope|Sultan|Sheikh|Shaikh|Ayatollah|Hojatoleslam|Mullah|Archbishop|Cardinal|Sir|Dame|Baroness|Marshal) ")
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
