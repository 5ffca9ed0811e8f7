"""Coding stories: one, many, or a stream, on any number of threads."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

from ._demarche import Engine, Table, Worker
from .errors import Error
from .story import Story

_FIELDS = ("text", "id", "title", "url", "outlet", "date", "language")
_AHEAD = 4  # tasks waiting or done and not yet taken, for each thread
_CHUNK = 32  # stories of one task of table(): one record batch


def _packaged(given, env: str, name: str):
    """The path to hand to the library: what was given, else the package's own file unless the environment names one."""
    if given is not None:
        return os.fspath(given)
    own = Path(__file__).with_name(name)
    return str(own) if not os.environ.get(env) and own.exists() else None


def _fields(story) -> tuple:
    """What the worker takes, of a text or a mapping."""
    if isinstance(story, (str, bytes)):
        return (story,)
    if not isinstance(story, Mapping):
        raise TypeError(f"a story is a str, bytes or a mapping with the keys {', '.join(_FIELDS)}, not {type(story).__name__}")
    if "text" not in story:
        raise ValueError("a story without the key text")
    return tuple(story.get(key) for key in _FIELDS)


class Coder:
    """Codes stories. Holds the model and the lexicon, mapped once and shared by all threads.

    model: path of a .dmm file; None: $DEMARCHE_MODEL, beside the package, the XDG data folder (`python -m demarche.model` puts it there)
    lexicon: path of a .dml file; None: $DEMARCHE_LEXICON, else the package's own
    threads: for stream and table; 0 = as many as there are processors; changes nothing but time

    A story is its text (str or bytes) or a mapping with text and, where known, id, title, url, outlet, date and language. The same
    story, model and lexicon give the same rows to the bit. May be used from many threads, and pickled: the other process opens the
    same files.

    Error (E_MODEL, E_LEXICON) when a file is missing, damaged or of another version.
    """

    def __init__(self, model: str | os.PathLike | None = None, lexicon: str | os.PathLike | None = None, threads: int = 0):
        if threads < 0:
            raise ValueError("threads: 0 or more")
        self._given = (model, lexicon, threads)
        try:
            self._engine = Engine(_packaged(model, "DEMARCHE_MODEL", "en-sm.dmm"), _packaged(lexicon, "DEMARCHE_LEXICON", "en.dml"))
        except Error as e:
            if e.code == "E_MODEL" and model is None:
                raise Error(f"{e}; from Python: python -m demarche.model", e.code) from None
            raise
        self._idle: list[Worker] = []
        self._threads = threads or len(os.sched_getaffinity(0))

    def __reduce__(self):
        return (Coder, self._given)

    # -- one story

    def _with_worker(self, call):
        try:
            worker = self._idle.pop()
        except IndexError:
            worker = Worker(self._engine)
        try:
            return call(worker)
        finally:
            self._idle.append(worker)

    def code_json(self, story) -> bytes:
        """The line that `demarche code` prints for a story, without its end."""
        fields = _fields(story)
        return self._with_worker(lambda w: w.code(*fields))

    def code(self, story, **known):
        """Codes a text, a mapping, or an iterable of them.

        known: id, title, url, outlet, date (YYYY-MM-DD), language of a single text
        Returns a Story; of an iterable a list of them, in order. Odd text gives a Story with notes, never an exception.
        Error (E_LIMIT) for more than 32 MiB of text.
        """
        if isinstance(story, (str, bytes)) and known:
            story = {"text": story, **known}
        if isinstance(story, (str, bytes, Mapping)):
            return Story(self.code_json(story), (self, _fields(story)))
        return list(self.stream(story))

    def _explain(self, id, fields) -> str:
        return self._with_worker(lambda w: w.explain(id, *fields))

    def parse(self, text) -> dict:
        """Tokens, tags, lemmas, heads, labels and named entities of a text as one unit: {"id", "text", "tokens": [...]}."""
        import json

        return json.loads(self._with_worker(lambda w: w.parse(text)))

    # -- many stories

    def _in_order(self, call, items: Iterator) -> Iterator:
        """call(item) for each item, on the coder's threads; results in the order of items, a few tasks ahead of the taker."""
        if self._threads == 1:
            yield from map(call, items)
            return
        waiting: deque = deque()
        with ThreadPoolExecutor(self._threads, "demarche") as pool:
            try:
                for item in islice(items, self._threads * _AHEAD):
                    waiting.append(pool.submit(call, item))
                while waiting:
                    done = waiting.popleft().result()
                    for item in islice(items, 1):
                        waiting.append(pool.submit(call, item))
                    yield done
            finally:
                for task in waiting:
                    task.cancel()

    def stream(self, stories: Iterable, progress: bool = False) -> Iterator[Story]:
        """Codes lazily: Story after Story in the order of the input, which is read a little ahead of what is taken.

        progress: shows a bar where tqdm is installed
        """
        items = iter(_bar(stories, progress))
        return self._in_order(lambda s: Story(self.code_json(s), (self, _fields(s))), items)

    def table(self, name: str, stories: Iterable, progress: bool = False) -> Table:
        """The rows of one kind from all stories, in Arrow's memory.

        name: stories, blocks, sentences, mentions, entities, dates, statements, events, offers, positions or notes
        Returns an object with __arrow_c_stream__ and len(): pyarrow.table(t), polars.DataFrame(t), pandas.DataFrame.from_arrow(t)
        and duckdb take it without a copy. Columns are those of demarche.rows, the story's id first.
        """
        return self.tables(stories, (name,), progress)[name]

    def tables(self, stories: Iterable, names: Iterable[str] = ("stories", "entities", "statements", "events", "offers"), progress: bool = False):
        """Several tables from one coding: a dict by name."""
        out = {name: Table(name) for name in names}

        def code_chunk(chunk):
            def with_worker(worker):
                parts = {name: Table(name) for name in out}
                for story in chunk:
                    worker.code(*_fields(story))
                    for part in parts.values():
                        part.add(worker)
                return parts

            return self._with_worker(with_worker)

        items = iter(_bar(stories, progress))
        for parts in self._in_order(code_chunk, iter(lambda: list(islice(items, _CHUNK)), [])):
            for name, part in parts.items():
                out[name].append(part)
        return out

    # -- other tools

    def to_spacy(self, text: str, vocab=None):
        """The parse as a spacy.tokens.Doc (tags, lemmas, morphology, heads, labels, sentences, entities); needs spaCy.

        vocab: a spacy.Vocab; None makes an English one without vectors
        """
        from .spacy import to_doc

        return to_doc(self.parse(text), vocab)

    def __repr__(self):
        return f"<Coder: {self._threads} threads>"


def _bar(stories, progress):
    if not progress:
        return stories
    try:
        from tqdm.auto import tqdm  # type: ignore[import-untyped]
    except ImportError:
        return stories
    return tqdm(stories, unit="story")
