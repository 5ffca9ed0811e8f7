"""A ledger of coded stories in memory: the rows of `demarche events`, `offers`, ... without a database."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from ._demarche import Fold
from .story import Story


class Ledger:
    """Folds coded stories into a ledger.

        ledger = demarche.Ledger(coder.stream(stories))
        for offer in ledger.rows("offers"):
            print(offer["matter"]["text"], [s["state"] for s in offer["state"]])

    lines: Story objects, or lines that `demarche code` printed (str or bytes)

    A story is known by its URL, else its id; a later one of the same name takes the place of the earlier one, and of stories with
    one text that with the least id counts. For one thread at a time.

    Error (E_FORMAT) for what is no such line.
    """

    def __init__(self, lines: Iterable[Story | str | bytes] = ()):
        self._fold = Fold()
        self.update(lines)

    def add(self, line: Story | str | bytes) -> None:
        """Adds one coded story."""
        self._fold.add(line.json if isinstance(line, Story) else line)

    def update(self, lines: Iterable[Story | str | bytes]) -> None:
        """Adds many."""
        for line in lines:
            self.add(line)

    def rows(self, table: str, **filters: Any) -> list[dict[str, Any]]:
        """The rows of a table, as docs/ledger.md has them.

        table: stories, entities, statements, events, offers, timeline, positions, contradictions, dyad, count or unlinked
        filters: actor, recipient, from_, to, issue, type, outlet, text, by (of count); all=True: also negated, hypothetical and
            historical rows; reports=True: each report on its own
        Returns a list of dicts, by date.

        ValueError for a table that is not there, Error (E_USAGE) for a filter that cannot be.
        """
        return [json.loads(line) for line in self._fold.query(table, **filters).splitlines()]
