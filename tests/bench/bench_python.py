#!/usr/bin/env python3
"""The Python package beside the command, and beside spaCy's nlp.pipe, on the same stories, one thread each, in turns.

    tests/bench/bench_python.py STORIES.jsonl [--stories 400] [--rounds 5]

Prints processor time of each way and its ratio to the command's (median over the rounds, least and most). Run with the environment that
tests/python/run makes; spaCy with en_core_web_sm is measured where it is installed. Times are for reading, never for a test.
"""
import argparse
import json
import os
import resource
import statistics
import subprocess
import tempfile
import time

import demarche


def command_time(path):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([os.environ["DEMARCHE"], "code", "--threads", "1", "--quiet", path], stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def timed(call):
    before = time.process_time()
    call()
    return time.process_time() - before


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("stories")
    parser.add_argument("--stories", dest="n", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    with open(args.stories, encoding="utf-8") as f:
        stories = [json.loads(line) for _, line in zip(range(args.n), f)]
    coder = demarche.Coder(threads=1)
    texts = [s["text"] for s in stories]
    ways = {
        "stream, lines": lambda: [s.json for s in coder.stream(stories)],
        "stream, events read as objects": lambda: [s.events for s in coder.stream(stories)],
        "table of events": lambda: coder.table("events", stories),
    }
    try:
        import spacy

        nlp = spacy.load("en_core_web_sm")
        ways["spaCy nlp.pipe (syntax and names alone)"] = lambda: list(nlp.pipe(texts))
    except (ImportError, OSError):
        print("spaCy with en_core_web_sm is not installed: left out")
    seen = {name: [] for name in ways}
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as f:
        for s in stories:
            f.write(json.dumps(s) + "\n")
        f.flush()
        base = []
        coder.code(texts[0])
        for _ in range(args.rounds):
            base.append(command_time(f.name))
            for name, call in ways.items():
                seen[name].append(timed(call))
    print(f"demarche code --threads 1: {statistics.median(base):.2f} s for {len(stories)} stories")
    for name, times in seen.items():
        ratios = sorted(b / t for b, t in zip(base, times))
        print(f"{name}: {statistics.median(times):.2f} s, {statistics.median(ratios):.3f} of the command's throughput ({ratios[0]:.3f} to {ratios[-1]:.3f})")
    worker = demarche._demarche.Worker(coder._engine)
    n, empty = 200_000, ""
    t = timed(lambda: [worker.code(empty) for _ in range(n)])
    print(f"a call with an empty story: {t / n * 1e6:.2f} µs, the library's work on it included")


if __name__ == "__main__":
    main()
