"""What rows are made of: spans, dates, roles, matters and the like. The rows themselves are in rows.py."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


@dataclass(slots=True)
class Row:
    """What all rows have in common."""

    def to_dict(self) -> dict:
        """The row as nested dicts and lists, days as datetime.date."""
        return dataclasses.asdict(self)


class Span(NamedTuple):
    """[begin, end) in code points of the story's text."""

    begin: int
    end: int


def _span(v):
    return None if v is None else Span(v[0], v[1])


def _spans(v):
    return [Span(s[0], s[1]) for s in v]


def _day(v):
    if v is None:
        return None
    try:
        return date.fromisoformat(v)
    except ValueError:  # before the year 1 or after 9999
        return None


@dataclass(slots=True)
class Date:
    """When something happened: an interval with its reasons.

    best: the likeliest day; None where none stands out
    from_, to: first and last day of the 90 % interval, inclusive; None is open
    basis: printed, metadata, text, inferred, ledger (by the events of other stories) or unknown
    reasons: in words
    claimed: of a story's date alone: what the source gave
    """

    best: date | None
    from_: date | None
    to: date | None
    basis: str
    reasons: list[str]
    claimed: str | None = None

    @classmethod
    def _read(cls, v):
        return cls(_day(v["best"]), _day(v["from"]), _day(v["to"]), v["basis"], v["reasons"], v.get("claimed"))


@dataclass(slots=True)
class Role:
    """One who takes part: entity (id), where it is named, office at that date, capacity to bind, code as USAGOV."""

    entity: str | None
    span: Span | None
    role: str | None
    capacity: str
    code: str | None

    @classmethod
    def _read(cls, v):
        return cls(v["entity"], _span(v["span"]), v["role"], v["capacity"], v["code"])


def _roles(v):
    return [Role._read(r) for r in v]


@dataclass(slots=True)
class Matter:
    """What an offer, demand, threat or answer is about."""

    issue: str | None
    deed: str | None
    doer: list[str]
    beneficiary: list[str]
    venue: str | None
    when: Date | None
    conditions: list[Span]
    span: Span | None
    head: str | None
    anaphoric: bool


def _matter(v):
    if v is None:
        return None
    when = None if v["when"] is None else Date._read(v["when"])
    return Matter(v["issue"], v["deed"], v["doer"], v["beneficiary"], v["venue"], when, _spans(v["conditions"]), _span(v["span"]), v["head"], v["anaphoric"])


@dataclass(slots=True)
class Place:
    """Where it happened; lat and lon in degrees."""

    span: Span | None
    name: str | None
    country: str | None
    lat: float | None
    lon: float | None


def _place(v):
    return None if v is None else Place(_span(v["span"]), v["name"], v["country"], v["lat"], v["lon"])


@dataclass(slots=True)
class Decided:
    """What decided a type: frame, ranker or reader, its id, and a confidence from 0 to 1."""

    kind: str
    id: str | None
    confidence: float | None

    @classmethod
    def _read(cls, v):
        return cls(v["kind"], v["id"], v["confidence"])


@dataclass(slots=True)
class Version:
    """One time an offer was made, repeated or changed."""

    event: str | None
    date: Date
    terms_span: Span | None


def _versions(v):
    return [Version(x["event"], Date._read(x["date"]), _span(x["terms_span"])) for x in v]


@dataclass(slots=True)
class Reply:
    """An answer to an offer, and by what it was linked."""

    by: list[Role]
    to_version: int
    kind: str
    event: str | None
    statement: str | None
    date: Date
    basis: str | None
    score: float | None


def _replies(v):
    return [Reply(_roles(x["by"]), x["to_version"], x["kind"], x["event"], x["statement"], Date._read(x["date"]), x["basis"], x["score"]) for x in v]


@dataclass(slots=True)
class State:
    """How an offer stands for one addressee."""

    addressee: str | None
    state: str
    as_of: date | None


def _states(v):
    return [State(x["addressee"], x["state"], _day(x["as_of"])) for x in v]
