#!/usr/bin/env python3
"""Makes src/events/ranker_words.bin: lemmas and what they mean, as backoff for words that the ranker was not trained on.

usage: words.py [--wordnet DIR] [-o FILE]      DIR: Debian's wordnet-base (default /usr/share/wordnet)

Each lemma (WordNet's verbs, the nouns and adjectives of WordNet that occur in its sense-tagged texts, and all words of
lexicon/frames) is embedded alone by all-MiniLM-L6-v2 (Apache 2.0, a package on PyPI; its six layers are written out below, so that
numpy is enough). k-means over the vectors gives a fine cluster (1,024) and two coarse ones (160; two starts); WordNet gives the
lexicographer file of the commonest verb and noun sense. Format: src/events/ranker.c."""
import argparse, io, os, re, struct, zipfile
import numpy as np


def fnv(word):
    h = 2166136261
    for b in word.encode():
        h = ((h ^ b) * 16777619) & 0xFFFFFFFF
    return h


def wordnet(folder):
    """{lemma: (verb file, noun file)} of single words; 0 = none."""
    verb_file, noun_file, words = {}, {}, set()
    for pos, table in (("verb", verb_file), ("noun", noun_file), ("adj", None)):
        lex = {}
        for line in open(os.path.join(folder, "data." + pos), encoding="latin-1"):
            if not line.startswith(" "):
                offset, file = line.split(" ", 2)[:2]
                lex[offset] = int(file)
        for line in open(os.path.join(folder, "index." + pos), encoding="latin-1"):
            if line.startswith(" "):
                continue
            f = line.split()
            lemma, n_ptr = f[0], int(f[3])
            tagged = int(f[5 + n_ptr])
            if not re.fullmatch(r"[a-z]{2,20}", lemma):
                continue
            if table is not None and (pos == "verb" or tagged):
                table[lemma] = lex[f[6 + n_ptr]]
            if pos == "verb" or tagged:
                words.add(lemma)
    return words, verb_file, noun_file


class MiniLM:
    def __init__(self):
        import importlib.util
        from safetensors.numpy import load
        from tokenizers import Tokenizer
        folder = os.path.dirname(importlib.util.find_spec("all_minilm_l6_v2").origin)
        with zipfile.ZipFile(os.path.join(folder, "model.zip")) as z:
            self.w = load(z.read("model.safetensors"))
            self.tok = Tokenizer.from_str(z.read("tokenizer.json").decode())
        self.tok.no_padding()

    def dense(self, x, name):
        return x @ self.w[name + ".weight"].T + self.w[name + ".bias"]

    def norm(self, x, name):
        m, v = x.mean(-1, keepdims=True), x.var(-1, keepdims=True)
        return (x - m) / np.sqrt(v + 1e-12) * self.w[name + ".weight"] + self.w[name + ".bias"]

    def embed(self, words):
        """Unit vectors, words of equally many pieces at once, so that nothing is padded."""
        out = np.zeros((len(words), 384), np.float32)
        ids = [self.tok.encode(w).ids for w in words]
        by_length = {}
        for i, x in enumerate(ids):
            by_length.setdefault(len(x), []).append(i)
        for n, where in sorted(by_length.items()):
            for at in range(0, len(where), 512):
                part = where[at:at + 512]
                x = self.w["embeddings.word_embeddings.weight"][[ids[i] for i in part]]
                x = x + self.w["embeddings.position_embeddings.weight"][:n] + self.w["embeddings.token_type_embeddings.weight"][0]
                x = self.norm(x, "embeddings.LayerNorm")
                for layer in range(6):
                    p = f"encoder.layer.{layer}."
                    q, k, v = (self.dense(x, p + "attention.self." + a).reshape(len(part), n, 12, 32).transpose(0, 2, 1, 3)
                               for a in ("query", "key", "value"))
                    s = q @ k.transpose(0, 1, 3, 2) / np.sqrt(32)
                    s = np.exp(s - s.max(-1, keepdims=True))
                    a = (s / s.sum(-1, keepdims=True)) @ v
                    a = a.transpose(0, 2, 1, 3).reshape(len(part), n, 384)
                    x = self.norm(x + self.dense(a, p + "attention.output.dense"), p + "attention.output.LayerNorm")
                    h = self.dense(x, p + "intermediate.dense")
                    h = 0.5 * h * (1 + np.tanh(np.sqrt(2 / np.pi) * (h + 0.044715 * h ** 3)))
                    x = self.norm(x + self.dense(h, p + "output.dense"), p + "output.LayerNorm")
                y = x.mean(1)
                out[part] = y / np.linalg.norm(y, axis=1, keepdims=True)
        return out


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--wordnet", default="/usr/share/wordnet")
    a.add_argument("-o", default="src/events/ranker_words.bin")
    a = a.parse_args()
    from sklearn.cluster import KMeans
    words, verbs, nouns = wordnet(a.wordnet)
    for name in sorted(os.listdir("lexicon/frames")):
        words |= set(re.findall(r"\b[a-z]{3,20}\b", open(os.path.join("lexicon/frames", name), encoding="utf-8").read()))
    by_hash = {}
    for w in sorted(words):
        by_hash.setdefault(fnv(w), w)
    words = [by_hash[h] for h in sorted(by_hash)]
    x = MiniLM().embed(words)
    x -= x.mean(0)
    x /= np.linalg.norm(x, axis=1, keepdims=True)
    clusters = [KMeans(k, random_state=seed, n_init=1, max_iter=30).fit_predict(x) for k, seed in ((1024, 1), (160, 2), (160, 3))]
    with open(a.o, "wb") as f:
        f.write(b"DMRK" + struct.pack("<I", len(words)))
        for i, w in enumerate(words):
            f.write(struct.pack("<I3HBB", fnv(w), *(int(c[i]) for c in clusters), verbs.get(w, 0), nouns.get(w, 0)))
    print(f"{len(words)} lemmas, {os.path.getsize(a.o)} bytes")


main()
