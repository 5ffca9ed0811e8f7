"""Coding from Python gives what the command gives, from any thread or process, and fails with the library's words."""

import gc
import json
import multiprocessing
import os
import pickle
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

import demarche
from demarche import rows


def command():
    return os.environ.get("DEMARCHE", "demarche")


def test_same_line_as_the_command(coder, tmp_path):
    text = "Oslo, May 3 - Norway accepted the Swedish plan on Friday. “It is fair,” the prime minister said.\n"
    path = tmp_path / "story.txt"
    path.write_text(text, encoding="utf-8")
    printed = subprocess.run([command(), "code", str(path)], capture_output=True, check=True).stdout
    mine = json.loads(coder.code_json({"text": text, "id": str(path)}))
    theirs = json.loads(printed)
    del mine["demarche"], theirs["demarche"]
    assert mine == theirs


def test_rows_are_typed(coder):
    story = coder.code("South Korea offered talks to North Korea on Monday. Pyongyang rejected the offer.", date="2017-07-18")
    assert story.status == "ok"
    first = story.events[0]
    assert isinstance(first, rows.Event) and first.type == "AGREE"
    assert [r.code[:3] for r in first.actors] == ["KOR"]
    assert story.text_of(first.trigger_span) == "offered"
    assert story[first.actors[0].entity].name == "South Korea"
    assert story.date.best.isoformat() == "2017-07-18"
    assert story[first.id] is story[first.id]
    assert story.offers[0].versions[0].event == first.id
    with pytest.raises(KeyError):
        story["e0"]
    with pytest.raises(AttributeError):
        story.nothing


def test_every_row_reads(coder, stories):
    for story in coder.code(stories):
        for kind in ("blocks", "sentences", "entities", "dates", "statements", "events", "offers", "positions", "notes"):
            typed = getattr(story, kind)
            assert len(typed) == len(story.to_dict()[kind])
            for row in typed:
                assert isinstance(row.to_dict(), dict)


def test_spans_count_code_points(coder):
    story = coder.code("İzmir’de — “Türkiye” said: Greece 🇬🇷 rejected the plan.")
    event = next(e for e in story.events if e.type == "REJECT")
    assert story.text_of(event.trigger_span) == "rejected"


def test_stream_is_lazy_and_in_order(coder):
    taken = []

    def source():
        for i in range(1000):
            taken.append(i)
            yield {"text": f"France warned Chad {i} times.", "id": str(i)}

    stream = coder.stream(source())
    assert [next(stream).id for _ in range(5)] == ["0", "1", "2", "3", "4"]
    assert len(taken) < 50
    stream.close()
    assert [s.id for s in coder.stream([{"text": "x", "id": str(i)} for i in range(200)])] == [str(i) for i in range(200)]


def test_an_error_in_the_source_comes_through(coder):
    def source():
        yield "Chad thanked France."
        raise OSError("the source broke")

    with pytest.raises(OSError, match="the source broke"):
        list(coder.stream(source()))
    with pytest.raises(TypeError, match="a story is a str"):
        coder.code_json(7)
    with pytest.raises(ValueError, match="without the key text"):
        list(coder.stream([{"body": "x"}]))


def test_threads_change_nothing(stories):
    one, two = demarche.Coder(threads=1), demarche.Coder(threads=5)
    many = stories * 20
    assert [s.json for s in one.stream(many)] == [s.json for s in two.stream(many)]


def test_used_from_many_threads(coder, stories):
    expected = [coder.code_json(s) for s in stories]
    with ThreadPoolExecutor(8) as pool:
        for _ in range(20):
            assert list(pool.map(coder.code_json, stories)) == expected


def test_a_worker_serves_one_thread(coder):
    worker = demarche._demarche.Worker(coder._engine)
    text = "Chad thanked France for the aid it gave. " * 3000
    started, refused = threading.Event(), []

    def long_one():
        started.set()
        worker.code(text)

    thread = threading.Thread(target=long_one)
    thread.start()
    started.wait()
    while thread.is_alive():
        try:
            worker.code("x")
        except RuntimeError as e:
            refused.append(str(e))
            break
    thread.join()
    assert refused == ["a worker serves one thread at a time"]


def _in_a_pool(story):
    return _coder.code_json(story)


def _start(coder):
    global _coder
    _coder = coder


@pytest.mark.parametrize("method", ["spawn", "fork"])
def test_processes(coder, stories, method):
    expected = [coder.code_json(s) for s in stories]
    with multiprocessing.get_context(method).Pool(2, _start, (coder,)) as pool:
        assert pool.map(_in_a_pool, stories) == expected


def test_pickles(coder):
    again = pickle.loads(pickle.dumps(coder))
    assert again.code_json("Chad thanked France.") == coder.code_json("Chad thanked France.")


def test_explain_and_parse(coder):
    story = coder.code("Pyongyang rejected the South Korean offer.")
    why = story.explain(story.events[0].id)
    assert "rejected" in why and "decided by" in why
    with pytest.raises(demarche.Error, match="no row e12") as e:
        story.explain("e12")
    assert e.value.code == "E_NOT_FOUND"
    parsed = coder.parse("Chad thanked France.")
    assert [t["lemma"] for t in parsed["tokens"]] == ["Chad", "thank", "France", "."]


def test_notebook_html_is_escaped(coder):
    story = coder.code("Chad <script>alert(1)</script> thanked \"France\" & Norway on Monday.", title="<b>", date="2020-01-01")
    html = story._repr_html_()
    assert "<script>" not in html and "<b>&lt;b&gt;</b>" in html and "&amp; Norway" in html
    assert 'class="trigger' in html or "trigger" in html


def test_errors_name_file_and_remedy(tmp_path, monkeypatch):
    with pytest.raises(demarche.Error, match="no such file; get it with") as e:
        demarche.Coder(model=tmp_path / "none.dmm")
    assert e.value.code == "E_MODEL"
    bad = tmp_path / "bad.dmm"
    bad.write_bytes(b"not a model" * 100)
    with pytest.raises(demarche.Error, match="bad.dmm") as e:
        demarche.Coder(model=bad)
    assert e.value.code in ("E_MODEL", "E_FORMAT", "E_VERSION", "E_CHECKSUM")
    with pytest.raises(demarche.Error, match="E?32|split") as e:
        demarche.Coder().code("x" * (33 << 20))
    assert e.value.code == "E_LIMIT"
    with pytest.raises(ValueError):
        demarche.Coder(threads=-1)


def test_no_model_says_how_to_get_it(tmp_path):
    env = {k: v for k, v in os.environ.items() if not k.startswith("DEMARCHE")} | {"XDG_DATA_HOME": str(tmp_path), "HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", "import demarche; demarche.Coder()"], env=env, capture_output=True, text=True)
    assert done.returncode == 1 and "python -m demarche.model" in done.stderr


def test_model_into_a_read_only_place(tmp_path):
    done = subprocess.run([sys.executable, "-m", "demarche.model", "--source", str(tmp_path), "-o", str(tmp_path / "x.dmm")], capture_output=True, text=True)
    assert done.returncode == 3 and "no spaCy package in it" in done.stderr
    (tmp_path / "file").write_text("")
    done = subprocess.run([sys.executable, "-m", "demarche.model", "-o", str(tmp_path / "file" / "x.dmm"), "--source", str(tmp_path)], capture_output=True, text=True)
    assert done.returncode == 3


def resident():
    with open("/proc/self/statm", encoding="ascii") as f:
        return int(f.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def test_no_leak_over_100_000_calls(coder):
    worker = demarche._demarche.Worker(coder._engine)
    for _ in range(2000):
        worker.code("Chad thanked France.", "id", None, "\ud800")
    gc.collect()
    before = resident()
    for i in range(98_000):
        worker.code("Chad thanked France.", "id", None, "\ud800")
    gc.collect()
    assert resident() - before < 8 << 20


def test_no_leak_of_objects_and_tables(coder):
    def once():
        story = coder.code("Chad thanked France.")
        assert story.events and story.entities
        table = coder.table("events", ["Chad thanked France."])
        table.__arrow_c_stream__()
        try:
            demarche.Table("nonsense")
        except demarche.Error:
            pass

    for _ in range(200):
        once()
    gc.collect()
    before = resident()
    for _ in range(2000):
        once()
    gc.collect()
    assert resident() - before < 8 << 20
