"""Spark gives the rows that one process gives; broken stories are rows, not failed tasks."""

import json
import os
import sys

import pytest

import demarche
from demarche import spark as dspark


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    from pyspark.sql import SparkSession

    os.environ |= {"PYSPARK_PYTHON": sys.executable, "PYSPARK_DRIVER_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    made = (
        SparkSession.builder.master("local[2]")
        .appName("demarche")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.local.dir", str(tmp_path_factory.mktemp("spark")))
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "16")
        .getOrCreate()
    )
    yield made
    made.stop()


def frame(session, n=60):
    rows = [(f"s{i}", f"SEOUL, July {i % 28 + 1}, 2017 - South Korea offered talks to North Korea. Pyongyang rejected the offer.", "2017-08-01" if i % 3 else None) for i in range(n)]
    rows += [("empty", "", None), ("none", None, None), ("huge", "x" * (33 << 20), None)]
    return session.createDataFrame(rows, "id string, text string, date string"), rows


def test_lines_equal_those_of_one_process(session, coder):
    df, rows = frame(session)
    got = {r.id: r for r in dspark.code(df.repartition(4)).collect()}
    assert set(got) == {r[0] for r in rows}
    for id, text, date in rows[:-1]:
        mine = coder.code_json({"id": id, "text": text or "", **({"date": date} if date else {})})
        assert json.loads(got[id].line) == json.loads(mine)
    assert got["huge"].status == "failed" and "more than" in json.loads(got["huge"].line)["notes"][0]["text"]


def test_typed_rows_equal_those_of_one_process(session, coder):
    import pyarrow

    df, rows = frame(session, 20)
    got = sorted((r.story, r.id, r.type) for r in dspark.code(df, table="events").select("story", "id", "type").collect())
    stories = [{"id": i, "text": t or "", **({"date": d} if d else {})} for i, t, d in rows[:-1]]
    table = pyarrow.table(coder.table("events", stories)).select(["story", "id", "type"]).to_pylist()
    assert got == sorted((r["story"], r["id"], r["type"]) for r in table) and got


def test_what_cannot_work_says_so(session, tmp_path):
    with pytest.raises(ValueError, match="no column text"):
        dspark.code(session.createDataFrame([("a",)], "body string"))
    bad = tmp_path / "bad.dmm"
    bad.write_bytes(b"no model")
    df, _ = frame(session, 2)
    with pytest.raises(Exception, match="bad.dmm"):
        dspark.code(df, model=bad).collect()
    with pytest.raises(demarche.Error, match="no table verbs"):
        dspark.code(df, table="verbs")


PAIRS = [("Japan", "Russia"), ("Peru", "Chile"), ("Kenya", "Uganda"), ("Norway", "Sweden"), ("Japan", "Mongolia")]


def disputes():
    """Stories of a few disputes that do not touch, with names that one machine makes one, copies, versions and broken lines."""
    told = []
    for i, (a, b) in enumerate(PAIRS):
        told += [
            (f"d{i}-1", f"{a} proposed talks with {b} on fishing quotas on Monday. {b}'s Foreign Minister Anton Berg rejected the offer.", "2019-03-05", "Wire"),
            (f"d{i}-2", f"{b} seized six trawlers of {a} on Sunday, officials said. {a} demanded the release of the crews.", "2019-03-12", "Post"),
            (f"d{i}-3", f"{b} denied that it had seized four trawlers of {a} on Sunday. \"We will not bow to threats of any kind,\" Berg said.", "2019-03-13", "Herald"),
            (f"d{i}-4", f"{b} accepted the proposal by {a} for talks on fishing quotas on Friday.", "2019-04-02", "Wire"),
        ]
    told.append(("again", told[3][1], "2019-04-02", "Echo"))
    return [{"id": id, "text": text, "date": date, "outlet": outlet} for id, text, date, outlet in told]


TABLES = ("statements", "events", "offers", "unlinked", "positions", "contradictions")


def rows_of_one_machine(lines):
    ledger = demarche.Ledger(lines)
    return sorted((t, r["id"], json.dumps(r, sort_keys=True)) for t in TABLES for r in ledger.rows(t, all=True))


def test_the_ledger_is_that_of_one_machine_and_of_the_database(session, coder, tmp_path):
    import subprocess

    stories = disputes()
    lines = [coder.code_json(s).decode() for s in stories]
    wanted = rows_of_one_machine(sorted(lines, key=lambda line: json.loads(line)["id"]))
    broken = ["no line", '{"id": "x"}', json.dumps({"id": "f", "text": "", "status": "failed", "events": [], "notes": [{"text": "too long"}]})]
    df = session.createDataFrame([(line,) for line in [*reversed(lines), *broken]], "line string").repartition(5)
    got = dspark.ledger(df, TABLES, all=True).collect()
    assert sorted((r.table, r.id, json.dumps(json.loads(r.row), sort_keys=True)) for r in got if r.table != "notes") == wanted
    assert len([r for r in got if r.table == "notes"]) == len(broken)
    assert {t for t, _, _ in wanted} >= {"events", "offers", "positions", "statements"}
    source = tmp_path / "stories.jsonl"
    source.write_text("".join(json.dumps(s) + "\n" for s in sorted(stories, key=lambda s: s["id"])))  # of copies the first counts
    db = str(tmp_path / "d.db")
    program = os.environ["DEMARCHE"]
    subprocess.run([program, "read", "--quiet", "--db", db, str(source)], check=True, capture_output=True)
    rows = []
    for table in TABLES:
        name = ["offers", "--unlinked"] if table == "unlinked" else [table]
        out = subprocess.run([program, *name, "--db", db, "--all", "--format", "jsonl"], check=True, capture_output=True).stdout
        rows += [(table, r["id"], json.dumps(r, sort_keys=True)) for r in map(json.loads, out.splitlines())]
    assert sorted(rows) == wanted


def test_a_chain_of_stories_stays_whole(session):
    from demarche.spark_ledger import _components

    n = 60
    keys = [(f"s{i}", k) for i in range(n) for k in (i, i + 1)] + [("alone", 1000), ("t1", 2000), ("t2", 2000)]
    found = {r.v: r.component for r in _components(session.createDataFrame(keys, "id string, key long").repartition(7)).collect()}
    assert len(found) == n - 1 + 1 and len(set(found.values())) == 2


def test_tables_that_are_not_folded_in_parts(session):
    with pytest.raises(ValueError, match="no table count"):
        dspark.ledger(session.createDataFrame([("x",)], "line string"), ["count"])
