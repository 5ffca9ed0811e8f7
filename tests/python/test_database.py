"""A ledger's file asked from Python: the rows of the command, and what is no ledger says so."""

import json
import os
import pathlib
import sqlite3
import subprocess

import pandas
import pytest

import demarche

SAMPLE = pathlib.Path(__file__).resolve().parents[2] / "sample"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    made = tmp_path_factory.mktemp("ledger") / "a.db"
    subprocess.run([os.environ["DEMARCHE"], "read", "--quiet", "--db", made, SAMPLE], check=True)
    return made


def printed(path, table, *more):
    out = subprocess.run([os.environ["DEMARCHE"], table, "--db", path, "--format", "jsonl", *more], check=True, stdout=subprocess.PIPE).stdout
    return [json.loads(line) for line in out.splitlines()]


def test_rows_are_those_of_the_command(path):
    with demarche.open(path) as db:
        assert list(db.json("events")) == printed(path, "events")
        assert list(db.json("offers", all=True)) == printed(path, "offers", "--all")
        rejects = [row["id"] for row in db.rows("events", type="REJECT", order="date", limit=2)]
        assert 0 < len(rejects) <= 2
        assert {row["type"] for row in db.rows("events", type="REJECT")} == {"REJECT"}
        assert len(pandas.read_sql("SELECT * FROM v_replies", db.connection)) > 0


def test_nothing_can_be_written(path):
    with demarche.open(path) as db, pytest.raises(sqlite3.OperationalError):
        db.connection.execute("DELETE FROM story")


def test_what_is_not_there_says_so(path, tmp_path):
    with demarche.open(path) as db:
        with pytest.raises(ValueError, match="no view"):
            db.rows("weather")
        with pytest.raises(ValueError, match="has no column colour; it has"):
            db.rows("events", colour="red")
    with pytest.raises(demarche.Error, match="no such ledger"):
        demarche.open(tmp_path / "none.db")
    (tmp_path / "text.db").write_text("no ledger at all" * 100)
    with pytest.raises(demarche.Error, match="not a ledger"):
        demarche.open(tmp_path / "text.db")
    sqlite3.connect(tmp_path / "other.db").execute("CREATE TABLE t(a)").connection.close()
    with pytest.raises(demarche.Error, match="not a ledger"):
        demarche.open(tmp_path / "other.db")
