"""Our parse as spaCy's Doc."""

from __future__ import annotations


def to_doc(parsed: dict, vocab=None):
    """parsed: as Coder.parse gives it."""
    import spacy  # type: ignore[import-not-found]
    from spacy.tokens import Doc  # type: ignore[import-not-found]

    text, tokens = parsed["text"], parsed["tokens"]
    doc = Doc(
        vocab if vocab is not None else spacy.blank("en").vocab,
        words=[text[t["span"][0] : t["span"][1]] for t in tokens],
        spaces=[t["space"] for t in tokens],
        tags=[t["tag"] for t in tokens],
        pos=[t["pos"] for t in tokens],
        morphs=[t["morph"] for t in tokens],
        lemmas=[t["lemma"] for t in tokens],
        heads=[t["head"] for t in tokens],
        deps=[t["dep"] for t in tokens],
        sent_starts=[t["sent_start"] for t in tokens],
        ents=[t["ner"] or "O" for t in tokens],
    )
    return doc
