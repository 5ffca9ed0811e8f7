#!/usr/bin/env python3
"""How well the entities that `demarche code` finds agree with annotated coreference.

usage: coref.py DIR [--verbose]     DIR holds CoNLL-U files with Entity= in MISC (CorefUD; the news of GUM).
The program is $DEMARCHE, default build/demarche; it reads the text that the tokens and SpaceAfter make, a blank line between paragraphs.

Counted are persons, organisations and places (GUM's types person, organization, place); singletons are left out on both sides, as in
CoNLL-2012. A mention is the token that is the syntactic head of its span (heads of the gold tree on both sides), so that "the
United States" and "United States" are one; of several spans with one head the longest counts. Figures: recall, precision and F1 of
MUC, B-cubed and CEAF with entities (phi 4), their mean, and of the heads alone. Exit 2 if it could not be measured."""
import collections, json, os, re, shlex, subprocess, sys, tempfile

TYPES = {"person", "organization", "place"}


def read(path):
    """Text, and per token its (begin, end) in it and its head (index or -1), and the gold as {head token: group}."""
    text, toks, gold, open_, base, spans = "", [], {}, [], 0, []
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# newpar") and not line.startswith("# newpar_"):
            text = text.rstrip() + ("\n\n" if text else "")
        if not line:
            base = len(toks)
            continue
        cells = line.split("\t")
        if len(cells) != 10 or not cells[0].isdigit():
            continue
        begin, head, at = len(text), int(cells[6]), len(toks)
        text += cells[1] + ("" if "SpaceAfter=No" in cells[9].split("|") else " ")
        toks.append((begin, begin + len(cells[1]), base + head - 1 if head else -1))
        misc = next((f[7:] for f in cells[9].split("|") if f.startswith("Entity=")), "")
        for part in re.findall(r"\([^()]*\)?|[^()]*\)", misc):
            group = part.strip("()").split("-")[0]
            if part.startswith("("):
                kind = part.strip("()").split("-")[1]
                open_.append((group, kind, at))
                if part.endswith(")"):
                    spans.append((open_.pop()[2], at + 1, group, kind))
            else:
                k = max(i for i, o in enumerate(open_) if o[0] == group)
                spans.append((open_[k][2], at + 1, group, open_[k][1]))
                del open_[k]
    for b, e, group, kind in sorted(spans, key=lambda s: s[1] - s[0]):
        if kind in TYPES:
            gold[head_of(toks, b, e)] = group
    return text, toks, gold


def head_of(toks, b, e):
    return next((t for t in range(b, e) if not b <= toks[t][2] < e), e - 1)


def answer(text):
    cmd = shlex.split(os.environ.get("DEMARCHE", os.path.join("build", "demarche")))
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as f:
        f.write(text)
        f.flush()
        try:
            out = subprocess.run(cmd + ["code", f.name], stdout=subprocess.PIPE, timeout=600).stdout
            return json.loads(out.decode("utf-8").splitlines()[0])
        except (OSError, ValueError, IndexError, subprocess.TimeoutExpired) as e:
            print(f"no answer: {e}", file=sys.stderr)
            sys.exit(2)


def own(story, text, toks):
    """{head token: entity} of the program's answer."""
    if story.get("text", "").strip() != text.strip():
        print("the program's text is not the one it got", file=sys.stderr)
        sys.exit(2)
    got = {}
    spans = [(m["span"], e["id"]) for e in story["entities"] for m in e["mentions"]]
    for (b, e), ident in sorted(spans, key=lambda s: s[0][1] - s[0][0]):
        at = [i for i, t in enumerate(toks) if t[0] < e and t[1] > b]
        if at:
            got[head_of(toks, at[0], at[-1] + 1)] = ident
    return got


def chains(of):
    groups = collections.defaultdict(set)
    for mention, group in of.items():
        groups[group].add(mention)
    return [g for g in groups.values() if len(g) > 1]


# --- the three measures: (numerator, denominator) of recall; precision with the sides changed ----------------------------------------
def muc(key, response):
    where = {m: i for i, r in enumerate(response) for m in r}
    num = sum(len(k) - len({where.get(m, (m,)) for m in k}) for k in key)
    return num, sum(len(k) - 1 for k in key)


def b_cubed(key, response):
    where = {m: r for r in response for m in r}
    return sum(len(k & where.get(m, set())) / len(k) for k in key for m in k), sum(len(k) for k in key)


def ceaf(key, response):
    """Best one-to-one pairing by 2|k & r| / (|k| + |r|): the assignment problem by shortest augmenting paths."""
    n = max(len(key), len(response))
    score = [[2 * len(k & r) / (len(k) + len(r)) for r in response] + [0] * (n - len(response)) for k in key] + [[0] * n for _ in range(n - len(key))]
    u, v, pair, inf = [0.0] * (n + 1), [0.0] * (n + 1), [0] * (n + 1), float("inf")
    for i in range(1, n + 1):
        pair[0], least, way, seen, j = i, [inf] * (n + 1), [0] * (n + 1), [False] * (n + 1), 0
        while pair[j]:
            seen[j], row, best, nxt = True, pair[j], inf, 0
            for c in range(1, n + 1):
                if not seen[c]:
                    cost = -score[row - 1][c - 1] - u[row] - v[c]
                    if cost < least[c]:
                        least[c], way[c] = cost, j
                    if least[c] < best:
                        best, nxt = least[c], c
            for c in range(n + 1):
                if seen[c]:
                    u[pair[c]] += best
                    v[c] -= best
                else:
                    least[c] -= best
            j = nxt
        while j:
            pair[j], j = pair[way[j]], way[j]
    return sum(score[pair[c] - 1][c - 1] for c in range(1, n + 1)), len(key)


def f1(r, p):
    return 2 * r * p / (r + p) if r + p else 0.0


def main():
    args = [a for a in sys.argv[1:] if a != "--verbose"]
    if len(args) != 1 or not os.path.isdir(args[0]):
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    total = collections.defaultdict(lambda: [0.0, 0.0, 0.0, 0.0])
    files = sorted(f for f in os.listdir(args[0]) if f.endswith(".conllu"))
    for name in files:
        text, toks, gold = read(os.path.join(args[0], name))
        got = own(answer(text), text, toks)
        key, response = chains(gold), chains(got)
        for measure, fn in (("MUC", muc), ("B3", b_cubed), ("CEAFe", ceaf)):
            for side, (a, b) in enumerate(((key, response), (response, key))):
                num, den = fn(a, b)
                total[measure][2 * side] += num
                total[measure][2 * side + 1] += den
        k, r = set().union(*key) if key else set(), set().union(*response) if response else set()
        for i, x in enumerate((len(k & r), len(k), len(k & r), len(r))):
            total["heads"][i] += x
        if "--verbose" in sys.argv:
            for g in key:
                print(name, [text[toks[t][0]:toks[t][1]] + ("" if t in got else "?") + f"/{got.get(t, '-')[-4:]}" for t in sorted(g)])
    mean = 0.0
    for measure in ("heads", "MUC", "B3", "CEAFe"):
        a, b, c, d = total[measure]
        r, p = a / b if b else 0.0, c / d if d else 0.0
        mean += f1(r, p) / 3 if measure != "heads" else 0.0
        print(f"{measure:6} recall {r:.3f} precision {p:.3f} F1 {f1(r, p):.3f}")
    print(f"coref files={len(files)} conll_f1={mean:.3f}")


if __name__ == "__main__":
    main()
