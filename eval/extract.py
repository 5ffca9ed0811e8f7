#!/usr/bin/env python3
"""Main text and printed date of news pages, with the programs that others use beside ours in one run.
Usage: extract.py GOLD/extraction [--tool build/page-features] [--peers]

Prints precision, recall and F1 (tools/train/extract/common.py) and pages a second of CPU time. The bundled trees were grown on these
pages: the honest figure is the one that tools/train/extract/make-weights --folds 10 prints. Peers (trafilatura, readability-lxml,
newspaper4k, htmldate) are run where they are installed. Dates are held against eval/page_dates.tsv, without the page's URL.
"""
import argparse
import glob
import gzip
import json
import logging
import os
import re
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "tools", "train", "extract"))
from common import page_score, summary  # noqa: E402


def trafilatura_text(page):
    import trafilatura

    return trafilatura.extract(page, include_comments=False) or ""


def readability_text(page):
    import lxml.html
    from readability import Document

    return lxml.html.fromstring(Document(page.decode("utf-8", "replace")).summary()).text_content()


def newspaper_text(page):
    import newspaper

    article = newspaper.Article("https://page.example/")
    article.download(input_html=page.decode("utf-8", "replace"))
    article.parse()
    return article.text


def htmldate_day(page):
    import htmldate

    return htmldate.find_date(page, original_date=True)


def run(function, pages):
    out, seconds = {}, time.process_time()
    for name, page in pages.items():
        try:
            out[name] = function(page)
        except ImportError:
            return None, 0
        except Exception:  # a peer's failure on a page is its score there
            out[name] = None
    return out, len(pages) / (time.process_time() - seconds)


def show(what, gold, texts, speed):
    p, r, f = summary([page_score(gold[k]["articleBody"], texts[k] or "") for k in gold])
    print(f"{what:18} text   precision {p:.4f} recall {r:.4f} F1 {f:.4f}   {speed:7.1f} pages/s")


def show_days(what, days, found, speed):
    said = [k for k in days if found.get(k)]
    right = sum(found[k] == days[k] for k in said)
    p, r = right / max(1, len(said)), right / len(days)
    print(f"{what:18} date   precision {p:.4f} recall {r:.4f} F1 {2 * p * r / max(1e-9, p + r):.4f}   {speed:7.1f} pages/s   ({len(days)} pages)")


def main():
    a = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    a.add_argument("gold")
    a.add_argument("--tool", default="build/page-features")
    a.add_argument("--peers", action="store_true")
    args = a.parse_args()
    logging.disable(logging.CRITICAL)
    gold = json.load(open(os.path.join(args.gold, "ground-truth.json"), encoding="utf-8"))
    rows = [line.split("\t") for line in open(os.path.join(HERE, "page_dates.tsv"), encoding="utf-8") if not line.startswith("#")]
    days = {name: day for name, day, how in rows if day != "-" and name in gold}
    pages, texts, found = {}, {}, {}
    with tempfile.TemporaryDirectory() as tmp:
        for name in sorted(gold):
            with gzip.open(os.path.join(args.gold, "pages", name + ".html.gz")) as f:
                page = f.read()
            pages[name] = page
            with open(os.path.join(tmp, name + ".html"), "wb") as f:
                f.write(page)
        files = sorted(glob.glob(os.path.join(tmp, "*.html")))
        for line in subprocess.run([args.tool, "--main"] + files, check=True, capture_output=True).stdout.splitlines():
            page = json.loads(line)
            name = re.sub(r"\.html$", "", os.path.basename(page["file"]))
            texts[name], found[name] = page["text"], page["dates"][0][0] if page["dates"] else None
        speed = float(subprocess.run([args.tool, "--time", "3"] + files, check=True, capture_output=True).stdout.split()[0])
    show("demarche (trained)", gold, texts, speed)
    show_days("demarche", days, found, speed)
    if args.peers:
        for what, function in (("trafilatura", trafilatura_text), ("readability-lxml", readability_text), ("newspaper4k", newspaper_text)):
            result, per_second = run(function, pages)
            if result:
                show(what, gold, result, per_second)
        result, per_second = run(htmldate_day, pages)
        if result:
            show_days("htmldate", days, result, per_second)


if __name__ == "__main__":
    main()
