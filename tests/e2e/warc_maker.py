#!/usr/bin/env python3
"""Makes a WARC of pages in our own words, with the traps that real ones hold; for tests and for measuring.

    tests/e2e/warc_maker.py OUT.warc[.gz|.zst] [--pages 10000] [--plain]

Every page has a headline, a date, a menu, a caption and a story of a few paragraphs. --plain leaves the traps out. As a module: records()
yields (bytes of a record, url or None): None where no story should come of it.
"""
import argparse
import gzip
import random
import zlib

STATES = ["Norway", "Sweden", "Chad", "France", "Japan", "Peru", "Kenya", "Egypt", "Iran", "Oman", "Chile", "India"]
ACTS = [
    "{a} offered {b} talks on the disputed border on {d}.",
    "{b} rejected the offer from {a}, a spokesman for the foreign ministry said on {d}.",
    "The foreign minister of {a} warned {b} that sanctions would follow if the talks failed.",
    "“We will answer in good time,” the prime minister of {b} told reporters in the capital.",
    "Soldiers of {a} crossed the river near the border post and detained two guards, according to the government of {b}.",
    "{a} and {b} signed an agreement on trade and fisheries after three days of negotiations.",
    "The president of {b} thanked {a} for the aid that it had sent after the flood.",
    "Analysts in the region doubted that the two sides would meet again before the end of the year.",
]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]


def story(rng):
    a, b = rng.sample(STATES, 2)
    return a, b, [" ".join(s.format(a=a, b=b, d=rng.choice(DAYS)) for s in rng.sample(ACTS, 3)) for _ in range(rng.randint(4, 9))]


def page(rng, n):
    a, b, paragraphs = story(rng)
    day = f"2019-{n % 12 + 1:02d}-{n % 28 + 1:02d}"
    menu = "".join(f'<li><a href="/{w}">{w}</a></li>' for w in ("Home", "World", "Sport", "Business", "Weather", "Jobs"))
    body = "\n".join(f"<p>{p}</p>" for p in paragraphs)
    filler = "".join(f'<div class="teaser"><a href="/story/{rng.randint(1, 9999)}">Read more about the market in {rng.choice(STATES)}</a></div>' for _ in range(20))
    return (
        f'<!doctype html>\n<html><head><meta charset="utf-8"><title>{a} and {b}: story {n}</title>'
        f'<meta property="article:published_time" content="{day}T08:00:00Z"><script>var x = {list(range(200))};</script>'
        f"<style>p {{ color: black }}</style></head><body><nav><ul>{menu}</ul></nav><h1>{a} and {b} at odds again, story {n}</h1>"
        f'<figure><img src="x.jpg"><figcaption>The border between {a} and {b}.</figcaption></figure><article>{body}</article>{filler}'
        f"<footer>All rights reserved.</footer></body></html>\n"
    ).encode()


def record(kind, url, body, content_type, date="2019-12-31T00:00:00Z", length=None, version="1.0", more=""):
    head = (
        f"WARC/{version}\r\nWARC-Type: {kind}\r\nWARC-Date: {date}\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\n"
        f"WARC-Target-URI: {url}\r\nContent-Type: {content_type}\r\n{more}Content-Length: {len(body) if length is None else length}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def response(body, headers="", status="200 OK", content_type="text/html; charset=utf-8"):
    return f"HTTP/1.1 {status}\r\nServer: x\r\nContent-Type: {content_type}\r\n{headers}\r\n".encode() + body


def chunked(body, rng, padded):
    out, at = b"", 0
    while at < len(body):
        n = min(rng.randint(1, 4000), len(body) - at)
        out += (f"{n:08x}" if padded else f"{n:X};name=value").encode() + b"\r\n" + body[at : at + n] + b"\r\n"
        at += n
    return out + b"0\r\n\r\n"


HTTP = "application/http; msgtype=response"
TRAPS = ("chunked", "padded", "gzip", "gzip chunked", "deflate", "stale gzip", "stale chunked", "short", "long", "revisit", "404", "image", "request", "angle", "lf", "cut body")


def one(rng, n, trap):
    """(record, url that a story should come of, or None)."""
    url, body = f"http://paper{n % 7}.example/story/{n}", page(rng, n)
    if trap in ("chunked", "padded"):
        return record("response", url, response(chunked(body, rng, trap == "padded"), "Transfer-Encoding: chunked\r\n"), HTTP), url
    if trap == "gzip":
        return record("response", url, response(gzip.compress(body, mtime=0), "Content-Encoding: gzip\r\n"), HTTP), url
    if trap == "gzip chunked":
        packed = chunked(gzip.compress(body, mtime=0), rng, False)
        return record("response", url, response(packed, "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"), HTTP), url
    if trap == "deflate":
        raw = zlib.compress(body)[2:-4] if n % 2 else zlib.compress(body)
        return record("response", url, response(raw, "Content-Encoding: deflate\r\n"), HTTP), url
    if trap == "stale gzip":
        return record("response", url, response(body, "Content-Encoding: gzip\r\n"), HTTP), url
    if trap == "stale chunked":
        return record("response", url, response(body, "Transfer-Encoding: chunked\r\n"), HTTP), url
    if trap in ("short", "long"):
        payload = response(body)
        return record("response", url, payload, HTTP, length=len(payload) + (1 if trap == "long" else -1)), url
    if trap == "revisit":
        return record("revisit", url, response(b""), HTTP, more="WARC-Profile: http://netpreserve.org/warc/1.0/revisit/identical-payload-digest\r\n"), None
    if trap == "404":
        return record("response", url, response(b"<html><body>Not found</body></html>", status="404 Not Found"), HTTP), None
    if trap == "image":
        return record("response", url, response(b"\x89PNG\r\n\x1a\n" + bytes(range(256)), content_type="image/png"), HTTP), None
    if trap == "request":
        return record("request", url, b"GET / HTTP/1.1\r\n\r\n", "application/http; msgtype=request"), None
    if trap == "angle":
        return record("response", f"<{url}>", response(body), HTTP, version="1.1"), url
    if trap == "lf":
        return record("response", url, response(body), HTTP).replace(b"\r\n", b"\n", 8), url
    if trap == "cut body":
        return record("response", url, response(gzip.compress(body, mtime=0)[:-200], "Content-Encoding: gzip\r\n"), HTTP), url
    return record("response", url, response(body), HTTP), url


def records(pages, traps=True, seed=1):
    rng = random.Random(seed)
    yield record("warcinfo", "x", b"software: maker\r\n", "application/warc-fields"), None
    for n in range(pages):
        yield one(rng, n, TRAPS[n // 2 % len(TRAPS)] if traps and n % 2 else "")


def packed(data, name):
    if name.endswith(".gz"):
        return gzip.compress(data, 6, mtime=0)
    if name.endswith(".zst"):
        import subprocess

        return subprocess.run(["zstd", "-q", "-c"], input=data, capture_output=True, check=True).stdout
    return data


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("--pages", type=int, default=10000)
    parser.add_argument("--plain", action="store_true")
    args = parser.parse_args()
    with open(args.out, "wb") as f:
        for data, _ in records(args.pages, not args.plain):
            f.write(packed(data, args.out))


if __name__ == "__main__":
    main()
