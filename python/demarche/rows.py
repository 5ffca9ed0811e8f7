"""The rows that a coded story has. Made from src/document/rows.def by the target python-rows: do not edit.

Spans are [begin, end) in code points of the story's text, so text[begin:end] is what stands there. Rows name each
other by id; Story[id] finds the row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .parts import Date, Decided, Matter, Place, Reply, Role, Row, Span, State, Version
from .parts import _day, _matter, _place, _replies, _roles, _span, _spans, _states, _versions


@dataclass(slots=True)
class Mention(Row):
    """One place where the story names an entity.

    span: where the mention stands in text
    via: how it names the entity
    role: office or description that the mention itself gives, as written
    """

    span: Span | None
    via: str
    role: str | None

    @classmethod
    def _read(cls, v):
        return cls(
            _span(v["span"]),
            v["via"],
            v["role"],
        )


def _mentions(v):
    return [Mention._read(m) for m in v]


@dataclass(slots=True)
class Block(Row):
    """A paragraph, and what it is.

    span: where the block stands in text
    kind: what the block is; only body and title blocks are read for statements and events, captions for events
    """

    span: Span | None
    kind: str

    @classmethod
    def _read(cls, v):
        return cls(
            _span(v["span"]),
            v["kind"],
        )


@dataclass(slots=True)
class Sentence(Row):
    """A sentence.

    span: where the sentence stands in text
    """

    span: Span | None

    @classmethod
    def _read(cls, v):
        return cls(
            _span(v["span"]),
        )


@dataclass(slots=True)
class Entity(Row):
    """Someone or something that the story names.

    id: stable id of the entity in this story
    name: canonical name from the lexicon, else the fullest form in the story
    kind: what it is
    country: ISO 3166-1 alpha-3 of the state it belongs to; former states by their old code
    sector: PLOVER sector at the date of the story
    code: country or organisation and PLOVER sector joined, as in USAGOV
    wikidata: Wikidata id where the facts have one
    key: the same in every story: the lexicon's actor id, else kind, country and name; null for unnamed ones
    mentions: every place where the story names it, in order
    """

    id: str
    name: str | None
    kind: str
    country: str | None
    sector: str | None
    code: str | None
    wikidata: str | None
    key: str | None
    mentions: list[Mention]

    @classmethod
    def _read(cls, v):
        return cls(
            v["id"],
            v["name"],
            v["kind"],
            v["country"],
            v["sector"],
            v["code"],
            v["wikidata"],
            v["key"],
            _mentions(v["mentions"]),
        )


@dataclass(slots=True)
class Timex(Row):
    """A date expression (TIMEX3).

    span: where the expression stands in text
    type: TIMEX3 type
    value: TIMEX3 value (ISO 8601 with TIMEX3's extensions)
    mod: TIMEX3 modifier: START, MID, END, APPROX, LESS_THAN, MORE_THAN, ...; null when there is none
    from_: first day it can mean, inclusive
    to: last day it can mean, inclusive
    """

    span: Span | None
    type: str
    value: str | None
    mod: str | None
    from_: date | None
    to: date | None

    @classmethod
    def _read(cls, v):
        return cls(
            _span(v["span"]),
            v["type"],
            v["value"],
            v["mod"],
            _day(v["from"]),
            _day(v["to"]),
        )


@dataclass(slots=True)
class Statement(Row):
    """Who said what.

    id: stable id
    speaker: who said it
    capacity: for whom the speaker can bind: binding, official, organ, former, none
    speaker_span: the source as written
    cue_span: the word that attributes: said, according to
    content_spans: what was said, in pieces where it is interrupted
    mode: direct (quoted), mixed (partly quoted) or indirect
    act: speech act; believe, intend, fear and hope are no speech
    via: through whom it came: an agency, a spokesperson, another outlet
    parent: the statement inside which it stands
    addressees: to whom it was said
    occasion: where or how: in an interview with ...
    date: when it was said
    confidence: 0 to 1
    """

    id: str
    speaker: str | None
    capacity: str
    speaker_span: Span | None
    cue_span: Span | None
    content_spans: list[Span]
    mode: str
    act: str
    via: list[str]
    parent: str | None
    addressees: list[str]
    occasion: str | None
    date: Date
    confidence: float | None

    @classmethod
    def _read(cls, v):
        return cls(
            v["id"],
            v["speaker"],
            v["capacity"],
            _span(v["speaker_span"]),
            _span(v["cue_span"]),
            _spans(v["content_spans"]),
            v["mode"],
            v["act"],
            v["via"],
            v["parent"],
            v["addressees"],
            v["occasion"],
            Date._read(v["date"]),
            v["confidence"],
        )


@dataclass(slots=True)
class Event(Row):
    """Who did what to whom, and when.

    id: stable id
    type: PLOVER 0.8 event type; null for CAMEO 01 and 02
    modes: PLOVER modes
    contexts: PLOVER contexts
    cameo: CAMEO 1.1b3 code
    quad: quad class 1 to 4: verbal and material cooperation, verbal and material conflict
    intensity: PLOVER score of the type or mode
    goldstein: Goldstein score of the CAMEO code (ICEWS scale)
    actors: who acts
    recipients: to whom it is done
    force: what the act does to an offer or demand
    matter: what the offer, demand, threat or answer is about
    polarity: affirmed, negated or denied
    modality: actual, possible or conditional
    phase: past, ongoing or future, seen from the story's date
    history: told as background, not as news
    statement: the statement that reports it
    date: when it happened
    trigger_span: the word or words that name the act
    evidence_span: the sentence that it rests on
    repeats: where the story tells it again
    place: where it happened
    decided_by: what decided the type
    """

    id: str
    type: str
    modes: list[str]
    contexts: list[str]
    cameo: str | None
    quad: int | None
    intensity: float | None
    goldstein: float | None
    actors: list[Role]
    recipients: list[Role]
    force: str
    matter: Matter | None
    polarity: str
    modality: str
    phase: str
    history: bool
    statement: str | None
    date: Date
    trigger_span: Span | None
    evidence_span: Span | None
    repeats: list[Span]
    place: Place | None
    decided_by: Decided

    @classmethod
    def _read(cls, v):
        return cls(
            v["id"],
            v["type"],
            v["modes"],
            v["contexts"],
            v["cameo"],
            v["quad"],
            v["intensity"],
            v["goldstein"],
            _roles(v["actors"]),
            _roles(v["recipients"]),
            v["force"],
            _matter(v["matter"]),
            v["polarity"],
            v["modality"],
            v["phase"],
            v["history"],
            v["statement"],
            Date._read(v["date"]),
            _span(v["trigger_span"]),
            _span(v["evidence_span"]),
            _spans(v["repeats"]),
            _place(v["place"]),
            Decided._read(v["decided_by"]),
        )


@dataclass(slots=True)
class Offer(Row):
    """An offer, demand, promise or threat with the answers to it.

    id: stable id
    by: who offers, demands, threatens or promises
    to: to whom
    matter: what it is about
    presupposed: known only from an answer to it, which stands as its version
    versions: each time it was made, repeated or changed
    replies: what was answered to it, with the basis of the link
    state: how it stands for each addressee
    """

    id: str
    by: list[Role]
    to: list[Role]
    matter: Matter | None
    presupposed: bool
    versions: list[Version]
    replies: list[Reply]
    state: list[State]

    @classmethod
    def _read(cls, v):
        return cls(
            v["id"],
            _roles(v["by"]),
            _roles(v["to"]),
            _matter(v["matter"]),
            v["presupposed"],
            _versions(v["versions"]),
            _replies(v["replies"]),
            _states(v["state"]),
        )


@dataclass(slots=True)
class Position(Row):
    """Where someone stands on an issue.

    id: stable id
    holder: whose position it is
    issue: what it is about (lexicon/issues)
    polarity: support, oppose or mixed
    condition: under which condition
    asserted_by: the holder, another, or the narrator
    date: when it was held
    evidence_span: the sentence that it rests on
    event: the event that shows it
    statement: the statement that shows it
    """

    id: str
    holder: str | None
    issue: str | None
    polarity: str
    condition: Span | None
    asserted_by: str
    date: Date
    evidence_span: Span | None
    event: str | None
    statement: str | None

    @classmethod
    def _read(cls, v):
        return cls(
            v["id"],
            v["holder"],
            v["issue"],
            v["polarity"],
            _span(v["condition"]),
            v["asserted_by"],
            Date._read(v["date"]),
            _span(v["evidence_span"]),
            v["event"],
            v["statement"],
        )


@dataclass(slots=True)
class Note(Row):
    """What a stage noticed.

    stage: who noticed
    code: what, as a stable word
    span: where
    text: what, in words
    """

    stage: str
    code: str | None
    span: Span | None
    text: str | None

    @classmethod
    def _read(cls, v):
        return cls(
            v["stage"],
            v["code"],
            _span(v["span"]),
            v["text"],
        )
