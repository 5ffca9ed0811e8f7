"""Coding on Spark: stories in a data frame, rows out, by the same library on every executor.

    from demarche import spark as dspark
    lines = dspark.code(stories)                    # id, status, line: what `demarche code` prints
    events = dspark.code(stories, table="events")   # the typed rows
    rows = dspark.ledger(lines)                     # table, id, row: the folded ledger

A story that cannot be coded becomes a row with status failed and a note, never a failed task. The model travels once to each
executor (SparkContext.addFile) unless every machine has it at the given path.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from typing import Any

from .coder import _FIELDS, Coder
from .errors import Error
from .model import default_path

_LINES = "id string, status string, line string"
_coders: dict[str, Coder] = {}  # one for each model file in this process


def _coder(path: str) -> Coder:
    if path not in _coders:
        _coders[path] = Coder(model=path, threads=1)
    return _coders[path]


def _failed(story: dict, error: Error) -> str:
    """The line of a story that the library refuses: with its id, status failed and the reason."""
    note = {"stage": "ingest", "code": "refused", "span": None, "text": str(error)}
    lists = ("blocks", "sentences", "entities", "dates", "statements", "events", "offers", "positions")
    return json.dumps({"id": story.get("id"), "status": "failed", "text": "", **{name: [] for name in lists}, "notes": [note]})


def _lines(coder: Coder, stories: Iterable[dict]) -> Iterator[tuple]:
    for story in stories:
        try:
            line = coder.code_json(story).decode("utf-8")
        except Error as e:
            line = _failed(story, e)
        head = json.loads(line)
        yield head["id"], head["status"], line


def _accepted(coder: Coder, stories: Iterable[dict]) -> Iterator[dict]:
    """Stories that the library takes; what it refuses has no rows in a typed table."""
    for story in stories:
        if len(story["text"] or "") <= 32 << 20:
            yield story


def code(df: Any, table: str = "lines", model: str | os.PathLike | None = None, travel: bool = True) -> Any:
    """Codes every story of a data frame.

    df: a pyspark.sql.DataFrame with the column text (string) and, where known, id, title, url, outlet, date, language (string)
    table: "lines" for id, status and line; or the name of a table of Coder.table for its typed rows
    model: path of the model on this machine; None: $DEMARCHE_MODEL, else where `python -m demarche.model` puts it
    travel: False when every machine has the model at that path
    Returns a pyspark.sql.DataFrame, lazy as any other.

    ValueError when df has no column text.
    """
    import pyarrow  # type: ignore[import-untyped]
    from pyspark import SparkFiles
    from pyspark.sql.pandas.types import from_arrow_schema

    if "text" not in df.columns:
        raise ValueError("the data frame has no column text")
    path = os.path.abspath(os.fspath(model or os.environ.get("DEMARCHE_MODEL") or default_path()))
    if travel:
        df.sparkSession.sparkContext.addFile(path)
    name = os.path.basename(path)
    columns = [c for c in _FIELDS if c in df.columns]

    def stories_of(batch) -> list[dict]:
        return [{k: v for k, v in row.items() if v is not None or k == "text"} | {"text": row["text"] or ""} for row in batch.to_pylist()]

    def run(batches):
        coder = _coder(SparkFiles.get(name) if travel else path)
        for batch in batches:
            stories = stories_of(batch)
            if table == "lines":
                rows = list(_lines(coder, stories))
                yield pyarrow.RecordBatch.from_arrays([pyarrow.array(c, pyarrow.string()) for c in zip(*rows)] if rows else [pyarrow.array([], pyarrow.string())] * 3, ["id", "status", "line"])
            else:
                yield from pyarrow.table(coder.table(table, _accepted(coder, stories))).to_batches()

    schema: Any = _LINES
    if table != "lines":
        from ._demarche import Table

        schema = from_arrow_schema(pyarrow.table(Table(table)).schema)
    return df.select(*columns).mapInArrow(run, schema)


def ledger(df: Any, tables: Iterable[str] = ("statements", "events", "offers", "unlinked", "positions", "contradictions"), partitions: int | None = None, **filters: Any) -> Any:
    """Folds coded stories into the ledger that one machine gives.

    df: a data frame with the column line (what code gives), or stories as code takes them
    tables: of stories, statements, events, offers, unlinked, timeline, positions and contradictions
    partitions: tasks of the last step; None: as many as spark.sql.shuffle.partitions says
    filters: as those of demarche.Ledger.rows
    Returns a data frame with table, id and row (JSON, docs/ledger.md), and a row of the table notes for each line that cannot be
    read and each story that failed. The aggregates and components are worked out at once, the rows when they are asked for.

    Of lines of one URL or id one stands, whichever comes first, and of stories with one text that with the least id.

    ValueError for a table that cannot be folded in parts, or a data frame with neither line nor text.
    """
    from . import spark_ledger

    wanted = tuple(tables)
    known = {"stories", "statements", "events", "offers", "unlinked", "timeline", "positions", "contradictions"}
    for table in wanted:
        if table not in known:
            raise ValueError(f"no table {table} that is folded in parts; there are {', '.join(sorted(known))}")
    if "line" not in df.columns:
        df = code(df)
    n = partitions or int(df.sparkSession.conf.get("spark.sql.shuffle.partitions"))
    return spark_ledger.ledger(df, wanted, n, filters)
