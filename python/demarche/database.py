"""A ledger's file, asked from Python: the views of docs/views.md over the standard library's sqlite3, opened for reading alone."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from typing import Any

from .errors import Error

_APPLICATION = 0x444D5243
VIEWS = ("stories", "entities", "statements", "events", "offers", "replies", "positions", "contradictions")


class Database:
    """The ledger that `demarche read --db FILE` keeps.

        with demarche.open("demarche.db") as db:
            for row in db.rows("events", actor="PRKGOV", order="date"):
                print(row["date"], row["type"], row["sentence"])
            frame = pandas.read_sql("SELECT * FROM v_offers", db.connection)

    connection: the sqlite3.Connection, which changes nothing in the file
    """

    def __init__(self, path: str | os.PathLike):
        name = os.fspath(path)
        if not os.path.exists(name):
            raise Error(f"{name}: no such ledger; make it with: demarche read --db {name} PATH...", "E_NOT_FOUND")
        self.connection = sqlite3.connect(name)
        self.connection.row_factory = sqlite3.Row
        try:
            self.connection.execute("PRAGMA query_only=ON")
            (application,) = self.connection.execute("PRAGMA application_id").fetchone()
            made = self.connection.execute("SELECT count(*) FROM sqlite_master WHERE type='view' AND name='v_events'").fetchone()[0]
            filled = made and self.connection.execute("SELECT count(*) FROM fold_state").fetchone()[0]
        except sqlite3.Error as error:
            self.connection.close()
            raise Error(f"{name}: not a ledger ({error})", "E_DATABASE") from None
        if application != _APPLICATION or not made:
            self.connection.close()
            raise Error(f"{name}: not a ledger of this version; read the stories into a new one", "E_DATABASE")
        if not filled:
            self.connection.close()
            raise Error(f"{name}: not folded yet; run: demarche read --db {name} PATH...", "E_DATABASE")

    def rows(self, view: str, order: str | None = None, limit: int | None = None, all: bool = False, **equal: Any) -> Iterator[sqlite3.Row]:
        """Rows of a view, one by one.

        view: stories, entities, statements, events, offers, replies, positions or contradictions
        order: a column to sort by; None: as `demarche` prints them, by date
        limit: at most so many
        all: also negated, hypothetical and historical rows, and those that a person rejected
        equal: columns and what they must be: actor="PRKGOV", type="REJECT"

        ValueError for a view or column that is not there.
        """
        columns = self.columns(view)
        for name in [*equal, *([order] if order else [])]:
            if name not in columns:
                raise ValueError(f"v_{view} has no column {name}; it has {', '.join(columns)}")
        where = [f"{name} IS ?" for name in equal] + ([] if all else ["shown"])
        sql = f"SELECT * FROM v_{view}" + (" WHERE " + " AND ".join(where) if where else "") + (f" ORDER BY {order}" if order else "")
        if limit is not None:
            sql += f" LIMIT {int(limit)}"
        return self.connection.execute(sql, tuple(equal.values()))

    def columns(self, view: str) -> list[str]:
        """The columns of a view. ValueError for one that is not there."""
        if view not in VIEWS:
            raise ValueError(f"no view {view}; there are {', '.join(VIEWS)}")
        return [row[1] for row in self.connection.execute(f"PRAGMA table_info(v_{view})")]

    def json(self, view: str, **more: Any) -> Iterator[dict[str, Any]]:
        """The whole rows, as `--format jsonl` prints them; arguments as those of rows."""
        for row in self.rows(view, **more):
            yield json.loads(row["json"])

    def close(self) -> None:
        self.connection.close()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open(path: str | os.PathLike = "demarche.db") -> Database:
    """Opens a ledger for reading. Error (E_NOT_FOUND, E_DATABASE) for a file that is none."""
    return Database(path)
