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
