"""A coded story: the line that `demarche code` prints, read into objects when they are asked for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from . import rows
from .parts import Date, Row, Span

_KINDS = {
    "blocks": rows.Block,
    "sentences": rows.Sentence,
    "entities": rows.Entity,
    "dates": rows.Timex,
    "statements": rows.Statement,
    "events": rows.Event,
    "offers": rows.Offer,
    "positions": rows.Position,
    "notes": rows.Note,
}


class Story:
    """One coded story.

    json: the line as it was printed, bytes
    id, status ("ok", "partial", "skipped" or "failed"), title, url, outlet, language: of the story; None where unknown
    date: when it was written
    text: the decoded text to which all spans refer, in code points
    blocks, sentences, entities, dates, statements, events, offers, positions, notes: lists of rows (see demarche.rows)

    story[id] gives the entity, statement, event, offer or position with this id (KeyError when there is none),
    story.text_of(span) the characters of a span, of an entity's first mention or of an event's sentence.
    """

    __slots__ = ("json", "_values", "_rows", "_by_id", "_call")

    if TYPE_CHECKING:  # made by __getattr__ when asked for
        id: str | None
        status: str
        title: str | None
        url: str | None
        outlet: str | None
        language: str | None
        text: str
        blocks: list[rows.Block]
        sentences: list[rows.Sentence]
        entities: list[rows.Entity]
        dates: list[rows.Timex]
        statements: list[rows.Statement]
        events: list[rows.Event]
        offers: list[rows.Offer]
        positions: list[rows.Position]
        notes: list[rows.Note]

    def __init__(self, line: bytes, call=None):
        self.json = line
        self._values: dict[str, Any] | None = None
        self._rows: dict[str, list] = {}
        self._by_id: dict[str, Row] | None = None
        self._call = call  # what was coded, by whom: for explain

    def to_dict(self) -> dict:
        """The line as dicts and lists, as json.loads gives it."""
        if self._values is None:
            self._values = json.loads(self.json)
        return self._values

    def __getattr__(self, name):
        if name in _KINDS:
            if name not in self._rows:
                self._rows[name] = [_KINDS[name]._read(v) for v in self.to_dict()[name]]
            return self._rows[name]
        if name in ("id", "status", "title", "url", "outlet", "language", "text"):
            return self.to_dict()[name]
        raise AttributeError(f"a story has no {name!r}")

    @property
    def date(self) -> Date:
        return Date._read(self.to_dict()["date"])

    @property
    def made_by(self) -> dict:
        """schema, version, and the fingerprints of model and lexicon."""
        return self.to_dict()["demarche"]

    def __getitem__(self, id: str) -> Row:
        if self._by_id is None:
            self._by_id = {row.id: row for kind in ("entities", "statements", "events", "offers", "positions") for row in getattr(self, kind)}
        return self._by_id[id]

    def text_of(self, what: Span | Row | None) -> str:
        """The characters of a span; of a row: its mention, its content or the sentence it rests on."""
        if what is None:
            return ""
        if isinstance(what, Span):
            return self.text[what.begin : what.end]
        if isinstance(what, rows.Entity):
            return self.text_of(what.mentions[0].span) if what.mentions else ""
        if isinstance(what, rows.Statement):
            return " … ".join(self.text_of(s) for s in what.content_spans)
        if isinstance(what, rows.Offer):
            return self.text_of(self[what.versions[0].event or ""]) if what.versions else ""
        return self.text_of(getattr(what, "evidence_span", None) or getattr(what, "span", None))

    def explain(self, id: str | None = None) -> str:
        """Why a row exists: sentence, tree, what fired, how actors, date and status were found. Without id, lists the rows.

        Error (E_NOT_FOUND) when the story has no such row.
        """
        if self._call is None:
            raise ValueError("this story was read from a line: code its text with a Coder to explain it")
        coder, fields = self._call
        return coder._explain(id, fields)

    def __repr__(self):
        v = self.to_dict()
        return f"<Story {v['id']!r} {v['status']}: {len(v['statements'])} statements, {len(v['events'])} events, {len(v['offers'])} offers>"

    def _repr_html_(self):
        from .notebook import story_html

        return story_html(self)
