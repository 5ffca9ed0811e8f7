"""Folding on Spark: the ledger of coded stories, by the same library on every executor. See docs/scale.md.

What one machine takes from all stories at once is counted first, added up and handed to every task: how many sentences have each
word, and which persons there are. Then each story gives the keys by which it may touch others; stories that share one, or are tied
by a chain of others, make a component, found by stars that are contracted until nothing changes; and each component is folded
whole, by one task. Components do not touch, so the rows are those of one machine.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from ._demarche import Fold
from .errors import Error

_HEADS = "id string, name string, text string, mark string, line string, note string"
_CAPACITIES = 8  # at least as many as there are; the places behind stay empty
_TALLY = "kind string, key string, n long, name string, country string, capacity array<long>"


def _columns(schema: str) -> list[str]:
    return [field.split()[0] for field in schema.split(", ")]


def _batch(rows: Iterable[tuple], schema: str) -> Any:
    """A record batch of rows in the form of a schema of strings and longs."""
    import pyarrow  # type: ignore[import-untyped]

    types = {"string": pyarrow.string(), "long": pyarrow.int64(), "array<long>": pyarrow.list_(pyarrow.int64())}
    fields = [field.split() for field in schema.split(", ")]
    rows = list(rows)
    return pyarrow.RecordBatch.from_arrays([pyarrow.array([r[i] for r in rows], types[t]) for i, (_, t) in enumerate(fields)], [n for n, _ in fields])


def _head(line: str) -> tuple:
    """Id, name, hash of the text, hash of the line, the line, and what is wrong with it."""
    try:
        value = json.loads(line)
        id, text = value["id"], value["text"]
        if value.get("status") != "failed":
            Fold().add(line)
    except (ValueError, KeyError, TypeError, Error) as e:
        return None, None, None, None, line, f"{type(e).__name__}: {e}"
    if value.get("status") == "failed":
        notes = value.get("notes") or [{}]
        return id, None, None, None, line, str(notes[0].get("text"))
    hashes = (hashlib.blake2b(s.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest() for s in (text, line))
    return id, value.get("url") or id, *hashes, line, None


def _each_once(heads: Any) -> Any:
    """Of lines of one name the one whose hash is greatest, of those with one text the least id: any order gives the same."""
    from pyspark.sql import functions as f

    names = heads.groupBy("name").agg(f.max(f.struct("mark", "text", "id")).alias("of")).select("name", "of.*")
    texts = names.groupBy("text").agg(f.min(f.struct("id", "name", "mark")).alias("of")).select("of.name", "of.mark")
    return heads.join(texts, ["name", "mark"], "left_semi").dropDuplicates(["name"]).select("id", "line")


def _tally_rows(batch: Any) -> Iterator[tuple]:
    fold = Fold()
    for line in batch.column("line").to_pylist():
        fold.add(line)
    for line in fold.tally().splitlines():
        v = json.loads(line)
        if "person" in v:
            yield "person", v["person"], v["stories"], v["name"], v["country"], v["capacity"]
        elif "word" in v:
            yield "word", str(v["word"]), v["n"], None, None, None
        else:
            yield "sentences", "", v["sentences"], None, None, None


def _tally(stories: Any) -> list[str]:
    """The tally of all stories, as lines for Fold.know."""
    from pyspark.sql import functions as f

    rows = stories.mapInArrow(lambda batches: (_batch(_tally_rows(b), _TALLY) for b in batches), _TALLY)
    sums = [f.sum(f.get("capacity", f.lit(i))).alias(f"c{i}") for i in range(_CAPACITIES)]
    lines = []
    for r in rows.groupBy("kind", "key").agg(f.sum("n").alias("n"), f.min("name").alias("name"), f.min("country").alias("country"), *sums).toLocalIterator():
        if r.kind == "person":
            capacity = [r[f"c{i}"] for i in range(_CAPACITIES) if r[f"c{i}"] is not None]
            lines.append(json.dumps({"person": r.key, "name": r["name"], "country": r.country, "stories": r.n, "capacity": capacity}))
        else:
            lines.append(json.dumps({"word": int(r.key), "n": r.n} if r.kind == "word" else {"sentences": r.n}))
    return lines


def _knowing(known: Any) -> Fold:
    fold = Fold()
    for line in known.value:
        fold.know(line)
    return fold


def _key_rows(fold: Fold, batch: Any) -> Iterator[tuple]:
    for line in batch.column("line").to_pylist():
        fold.add(line)
    for line in fold.keys().splitlines():
        v = json.loads(line)
        for key in v["keys"]:
            yield v["story"], key


def _keys(stories: Any, known: Any) -> Any:
    schema = "id string, key long"

    def run(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            yield _batch(_key_rows(_knowing(known), batch), schema)

    return stories.mapInArrow(run, schema)


def _large_star(edges: Any) -> Any:
    from pyspark.sql import functions as f

    both = edges.union(edges.select(f.col("b").alias("a"), f.col("a").alias("b")))
    least = both.groupBy("a").agg(f.least(f.min("b"), f.col("a")).alias("m"))
    return both.join(least, "a").where("b > a").select(f.col("b").alias("a"), f.col("m").alias("b")).where("a != b").distinct()


def _small_star(edges: Any) -> Any:
    from pyspark.sql import functions as f

    least = edges.groupBy("a").agg(f.min("b").alias("m"))
    moved = edges.join(least, "a").where("b != m").select(f.col("b").alias("a"), f.col("m").alias("b"))
    return moved.union(least.select("a", f.col("m").alias("b"))).distinct()


def _components(keys: Any) -> Any:
    """Story to component, for stories that share a key with another: large and small stars by turns (Kiveris et al. 2014, Connected
    Components in MapReduce and Beyond), until the edges stay the same. Stories go by a hash of their ids; two with one hash would
    be folded together, which changes nothing."""
    from pyspark.sql import functions as f

    ends = keys.select(f.xxhash64("id").alias("v"), "key").distinct()
    hubs = ends.groupBy("key").agg(f.min("v").alias("b"), f.count("*").alias("n")).where("n > 1").select("key", "b")
    edges = ends.join(hubs, "key").select(f.col("v").alias("a"), "b").where("a != b").distinct().localCheckpoint()
    before = None
    while True:
        edges = _small_star(_large_star(edges)).localCheckpoint()
        now = edges.agg(f.count("*"), f.sum(f.xxhash64("a", "b").cast("decimal(38,0)"))).first()
        if now == before:
            return edges.select(f.col("a").alias("v"), f.col("b").alias("component"))
        before = now


def _fold_rows(known: Any, lines: Iterable[str], tables: tuple[str, ...], filters: dict[str, Any]) -> Iterator[tuple]:
    fold = _knowing(known)
    for line in lines:
        fold.add(line)
    for table in tables:
        for row in fold.query(table, **filters).splitlines():
            yield table, json.loads(row)["id"], row.decode("utf-8")


def ledger(lines: Any, tables: tuple[str, ...], partitions: int, filters: dict[str, Any]) -> Any:
    """See demarche.spark.ledger."""
    from pyspark import StorageLevel
    from pyspark.sql import functions as f

    schema = "table string, id string, row string"

    def heads_of(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            yield _batch(map(_head, batch.column("line").to_pylist()), _HEADS)

    heads = lines.select("line").mapInArrow(heads_of, _HEADS).persist(StorageLevel.DISK_ONLY)
    stories = _each_once(heads.where("note is null")).persist(StorageLevel.DISK_ONLY)
    known = lines.sparkSession.sparkContext.broadcast(_tally(stories))
    components = _components(_keys(stories, known))
    whole = stories.withColumn("v", f.xxhash64("id")).join(components, "v", "left")
    whole = whole.select("line", f.coalesce("component", "v").alias("component")).repartition(partitions, "component").select("line")

    def run(batches: Iterator[Any]) -> Iterator[Any]:
        all_lines = (line for batch in batches for line in batch.column("line").to_pylist())
        yield _batch(_fold_rows(known, all_lines, tables, filters), schema)

    notes = heads.where("note is not null").select(f.lit("notes").alias("table"), "id", f.col("note").alias("row"))
    return whole.mapInArrow(run, schema).union(notes)
