#!/usr/bin/env python3
"""How fast an archive of a crawl is read: pages of our own words with all the traps of real ones (tests/e2e/warc_maker.py).

    tests/bench/bench_warc.py [--pages 10000] [--name bench.warc.gz] [--times 4]

Prints, for one thread: MB of WARC a second of processor time when the pages are only read and their main text found (`--url-filter` that
fits nothing passes over records unread: the reader alone), and when they are coded; the peak of memory for the archive and for one --times as
long, which should be the same; and from these the processor hours for a day of CC-NEWS, about 15 GB packed or 370,000 articles. Gates nothing.
"""
import argparse
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.normpath(os.path.join(HERE, "..", ".."))
sys.path.insert(0, os.path.join(ROOT, "tests", "e2e"))
import warc_maker  # noqa: E402

DAY = 15e9  # bytes of a day of CC-NEWS, packed; real pages are larger than ours, which count more text to the byte
ARTICLES = 1.35e9 / 3652  # of a day, from ten years of it


def run(args, path):
    """(processor seconds, peak MB, lines printed)"""
    process = subprocess.Popen([os.path.join(ROOT, "build", "demarche"), *args, path], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    lines = sum(chunk.count(b"\n") for chunk in iter(lambda: process.stdout.read(1 << 20), b""))
    _, _, used = os.wait4(process.pid, 0)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, lines


def main():
    ap = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ap.add_argument("--pages", type=int, default=10000)
    ap.add_argument("--name", default="bench.warc.gz")
    ap.add_argument("--times", type=int, default=4)
    args = ap.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path, long_path = (os.path.join(folder, n) for n in (args.name, "long-" + args.name))
        urls, unpacked = 0, 0
        with open(path, "wb") as f:
            for data, url in warc_maker.records(args.pages):
                f.write(warc_maker.packed(data, args.name))
                unpacked += len(data)
                urls += url is not None
        size = os.path.getsize(path)
        with open(path, "rb") as f, open(long_path, "wb") as g:
            data = f.read()
            for _ in range(args.times):
                g.write(data)
        print(f"{args.pages} pages, {urls} stories, {size / 1e6:.1f} MB packed, {unpacked / 1e6:.1f} MB unpacked")
        for what, options in (("records passed over", ["--url-filter", "nothing"]), ("all stages", [])):
            seconds, peak, lines = run(["code", "--threads", "1", *options], path)
            print(f"{what}: {lines} stories in {seconds:.1f} s, {size / 1e6 / seconds:.2f} MB packed/s, {unpacked / 1e6 / seconds:.2f} MB unpacked/s, "
                  f"peak {peak:.0f} MB; a day of CC-NEWS by its bytes: {DAY / size * seconds / 3600:.1f} processor hours, by its articles: "
                  f"{ARTICLES * seconds / urls / 3600:.1f}")
        seconds, peak, lines = run(["code", "--threads", "1", "--url-filter", "*paper3.example/*"], long_path)
        print(f"{args.times} times as long, one paper of it: {lines} stories in {seconds:.1f} s, peak {peak:.0f} MB")


if __name__ == "__main__":
    main()
