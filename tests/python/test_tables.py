"""Tables hold what the lines hold, and the tools that people use take them."""

import datetime

import duckdb
import pandas
import polars
import pyarrow
import pytest

import demarche

NAMES = ("blocks", "sentences", "entities", "dates", "statements", "events", "offers", "positions", "notes")


def as_json(v):
    """An Arrow value as `demarche code` prints it: spans as lists, days as text."""
    if isinstance(v, dict):
        if set(v) == {"begin", "end"}:
            return [v["begin"], v["end"]]
        return {k: as_json(x) for k, x in v.items()}
    if isinstance(v, list):
        return [as_json(x) for x in v]
    if isinstance(v, datetime.date):
        return v.isoformat()
    return v


def near(a, b):
    """Equal, but for what printing rounds."""
    if isinstance(a, float) and isinstance(b, (int, float)):
        return abs(a - b) <= 0.00501
    if isinstance(a, dict):
        return isinstance(b, dict) and a.keys() == b.keys() and all(near(a[k], b[k]) for k in a)
    if isinstance(a, list):
        return isinstance(b, list) and len(a) == len(b) and all(map(near, a, b))
    return a == b


@pytest.mark.parametrize("name", NAMES)
def test_a_table_equals_the_lines(coder, stories, name):
    many = stories * 15  # several batches
    table = pyarrow.table(coder.table(name, many))
    table.validate(full=True)
    expected = []
    for story in coder.code(many):
        for row in story.to_dict()[name]:
            expected.append({"story": story.id, **row})
    rows = [as_json(r) for r in table.to_pylist()]
    assert len(rows) == len(expected)
    for mine, theirs in zip(rows, expected):
        assert near(mine, theirs), (mine, theirs)


def test_the_table_of_stories(coder, stories):
    table = pyarrow.table(coder.table("stories", stories)).to_pylist()
    coded = coder.code(stories)
    assert [t["text"] for t in table] == [s.text for s in coded]
    assert [t["status"] for t in table] == [s.status for s in coded]
    assert table[1]["date"]["best"] == datetime.date(2014, 4, 2)


def test_every_tool_takes_it(coder):
    text = "South Korea offered talks to North Korea. Pyongyang rejected the offer."
    events = coder.table("events", [text] * 10)
    assert len(events) == pyarrow.table(events).num_rows == polars.DataFrame(events).height == len(pandas.DataFrame.from_arrow(events)) > 0
    counted = duckdb.sql("select type, count(*) from events group by type order by type").fetchall()
    assert counted == [("AGREE", 10), ("REJECT", 10)]


def test_batches_outlive_their_table(coder):
    reader = pyarrow.RecordBatchReader.from_stream(coder.table("entities", ["Chad thanked France."] * 100))
    names = [n for batch in reader for n in batch.column("name").to_pylist()]
    assert names.count("Chad") == 100


def test_an_empty_table_has_its_schema(coder):
    table = pyarrow.table(coder.table("events", []))
    assert table.num_rows == 0 and table.schema.field("type").type == pyarrow.string()


def test_unknown_table(coder):
    with pytest.raises(demarche.Error, match="no table verbs; there are stories") as e:
        coder.table("verbs", [])
    assert e.value.code == "E_NOT_FOUND"


def test_tables_of_two_kinds_do_not_mix():
    a, b = demarche.Table("events"), demarche.Table("notes")
    with pytest.raises(demarche.Error, match="cannot take in"):
        a.append(b)
    with pytest.raises(TypeError):
        a.append(a)
