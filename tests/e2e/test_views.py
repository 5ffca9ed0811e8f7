"""The views of a ledger's file: what docs/views.md says, and the rows that the commands print."""
import json
import os
import re
import sqlite3

from support import ROOT, SAMPLE, Case, main


class Views(Case):
    def setUp(self):
        super().setUp()
        self.ok("read", "--quiet", "--db", "a.db", SAMPLE)
        self.db = sqlite3.connect(self.path("a.db"))
        self.addCleanup(self.db.close)

    def test_the_page_lists_them(self):
        with open(os.path.join(ROOT, "docs", "views.md"), encoding="utf-8") as f:
            listed = {v: c.replace("`", "").split() for v, c in re.findall(r"^\| `(v_\w+)` \| (.*) \|$", f.read(), re.M)}
        there = {v: [r[1] for r in self.db.execute(f"PRAGMA table_info({v})")] for (v,) in self.db.execute("SELECT name FROM sqlite_master WHERE type='view'")}
        self.assertEqual(listed, there)

    def test_rows_are_those_of_the_commands(self):
        for table in ("stories", "entities", "statements", "events", "offers", "positions", "contradictions"):
            for every in (False, True):
                rows = self.rows(table, "--db", "a.db", "--format", "jsonl", *(["--all"] if every else []))
                seen = [json.loads(j) for (j,) in self.db.execute(f"SELECT json FROM v_{table}" + ("" if every else " WHERE shown"))]
                self.assertEqual(seen, rows, table)
        offers = self.rows("offers", "--db", "a.db", "--format", "jsonl", "--all")
        replies = [(o["id"], r["kind"], r["sentence"]) for o in offers for r in o["replies"]]
        self.assertTrue(replies)
        self.assertEqual(list(self.db.execute("SELECT offer, kind, sentence FROM v_replies")), replies)

    def test_columns_are_the_rows_own(self):
        for view, column, of in (("v_events", "actor", lambda r: r["actors"][0]["code"] if r["actors"] else None), ("v_events", "date_from", lambda r: r["date"]["from"]),
                                 ("v_offers", "n_replies", lambda r: len(r["replies"])), ("v_statements", "speaker_name", lambda r: r["speaker_name"]),
                                 ("v_positions", "polarity", lambda r: r["polarity"]), ("v_stories", "date", lambda r: r["date"]["best"])):
            rows = list(self.db.execute(f"SELECT {column}, json FROM {view}"))
            self.assertTrue(rows)
            self.assertEqual([v for v, _ in rows], [of(json.loads(j)) for _, j in rows], column)

    def test_a_correction_shows(self):
        [(event, n)] = self.db.execute("SELECT id, (SELECT count(*) FROM v_events WHERE shown) FROM v_events WHERE shown LIMIT 1")
        self.ok("reject", "--db", "a.db", event)
        self.assertEqual(list(self.db.execute("SELECT count(*) FROM v_events WHERE shown")), [(n - 1,)])


if __name__ == "__main__":
    main()
