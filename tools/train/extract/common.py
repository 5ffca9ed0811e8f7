"""Shared by make-weights and eval/extract.py: the metric of the extraction gold, and labels of blocks.

The metric is the one of the benchmark that the gold comes from: words are runs of letters and digits, compared in runs of four;
precision and recall are means over pages, F1 is made of the two means.
"""
import collections
import re

WORD = re.compile(r"\w+", re.UNICODE)


def runs(text, n=4):
    words = WORD.findall(text or "")
    return collections.Counter(tuple(words[i : i + n]) for i in range(0, max(1, len(words) - n + 1)))


def page_score(gold, found):
    """(true positives, false positives, false negatives) as shares."""
    g, f = runs(gold), runs(found)
    tp = sum(min(g[k], f[k]) for k in g if k in f)
    fp, fn = sum(f.values()) - tp, sum(g.values()) - tp
    total = tp + fp + fn
    return tp / total, fp / total, fn / total


def summary(scores):
    """precision, recall, F1."""
    p = [1.0 if fp == fn == 0 else 0.0 if tp == 0 else tp / (tp + fp) for tp, fp, fn in scores if tp + fp > 0]
    r = [1.0 if fp == fn == 0 else 0.0 if tp == 0 else tp / (tp + fn) for tp, fp, fn in scores if tp + fn > 0]
    p, r = sum(p) / len(p), sum(r) / len(r)
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def labels(blocks, gold):
    """1 for each block that stands in the gold text. Long ones by their runs of words; short ones when they stand between
    the places of their neighbours."""
    words = [w.lower() for w in WORD.findall(gold)]
    where = collections.defaultdict(list)
    for i in range(len(words) - 3):
        where[tuple(words[i : i + 4])].append(i)
    out, places, at = [], [], 0
    for text in blocks:
        w = [x.lower() for x in WORD.findall(text)]
        keys = [tuple(w[i : i + 4]) for i in range(len(w) - 3)]
        hits = [k for k in keys if k in where]
        out.append(1 if len(w) >= 6 and len(hits) * 2 > len(keys) else None if len(w) < 6 else 0)
        place = None
        if out[-1] and hits:
            later = [p for p in where[hits[0]] if p >= at]
            place = (later or where[hits[0]])[0]
            place, at = (place, place + len(w)), place + len(w)
        places.append(place)
    for i, text in enumerate(blocks):
        if out[i] is not None:
            continue
        w = [x.lower() for x in WORD.findall(text)]
        before = next((places[k] for k in range(i - 1, -1, -1) if places[k]), None)
        after = next((places[k] for k in range(i + 1, len(blocks)) if places[k]), None)
        begin, end = (before[1] - 1 if before else 0), (after[0] + 1 if after else len(words))
        if not before and after:
            begin = max(0, after[0] - 60)
        if not after and before:
            end = min(len(words), before[1] + 60)
        part = words[max(0, begin) : end] if begin < end else []
        out[i] = int(bool(w) and (before or after) is not None and any(part[k : k + len(w)] == w for k in range(len(part) - len(w) + 1)))
        if out[i]:
            k = next(k for k in range(len(part) - len(w) + 1) if part[k : k + len(w)] == w)
            places[i] = (max(0, begin) + k, max(0, begin) + k + len(w))
    return out
