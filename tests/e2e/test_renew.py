"""Ledgers renewed: recode, diff and combine."""
import os
import sqlite3

import support

TABLES = ("stories", "entities", "statements", "events", "offers", "positions", "contradictions", "timeline")
# A verb that no lexicon has.
VERB = "SEOUL, March 3, 2019 (Han Daily) - South Korea frobbled North Korea on Friday.\n"
FRAME = """frames:
  - id: own/frobble
    pred: [frobble]
    slots: {actor: subject, recipient: object}
    type: REJECT
    cameo: "120"
    examples:
      - {text: "Ghana frobbled Togo.", expect: "GHA REJECT TGO"}
"""


class Renewed(support.Case):
    def answers(self, db):
        return {t: self.ok(t, "--db", db, "--format", "jsonl", "--all").stdout for t in TABLES}

    def older(self, db):
        """As if another lexicon had coded it."""
        with sqlite3.connect(self.path(db)) as c:
            c.execute("UPDATE run SET lexicon='older' || run")
        c.close()

    def test_coding_again_with_the_same_lexicon_changes_nothing(self):
        self.ok("read", "--db", "a.db", support.SAMPLE)
        before = self.answers("a.db")
        self.assertEqual(self.rows("diff", "--db", "a.db", "--format", "jsonl"), [])
        self.assertIn(b"0 stories", self.ok("recode", "--db", "a.db").stderr)
        self.older("a.db")
        p = self.ok("diff", "--db", "a.db", "--format", "jsonl")
        self.assertEqual(p.stdout, b"")
        self.assertNotIn(b"\n0 stories", b"\n" + p.stderr)
        for threads in ("1", "2"):
            self.older("a.db")
            self.ok("recode", "--db", "a.db", "--threads", threads)
            self.assertEqual(self.answers("a.db"), before)
        self.assertIn(b"0 stories", self.ok("recode", "--db", "a.db").stderr)
        self.assertIn(b" 0 new,", self.ok("read", "--db", "a.db", support.SAMPLE).stderr)

    def test_a_new_frame_is_told_by_diff_and_kept_by_recode(self):
        self.write("s.txt", VERB)
        os.makedirs(self.path("own/frames"))
        self.write("own/frames/own.yaml", FRAME)
        self.ok("check", "-o", "own.dml", os.path.join(support.ROOT, "lexicon"), self.path("own"))
        self.ok("read", "--db", "a.db", "s.txt")
        self.assertEqual(self.rows("events", "--db", "a.db", "--format", "jsonl"), [])
        rows = self.rows("diff", "--db", "a.db", "--lexicon", "own.dml", "--format", "jsonl")
        self.assertEqual([(r["change"], r["kind"]) for r in rows if r["kind"] == "event"], [("+", "event")])
        self.assertIn("frobbled", rows[0]["text"])
        self.assertEqual(self.rows("events", "--db", "a.db", "--format", "jsonl"), [])
        self.ok("recode", "--db", "a.db", "--lexicon", "own.dml")
        [event] = self.rows("events", "--db", "a.db", "--format", "jsonl")
        self.assertEqual(event["type"], "REJECT")
        self.assertIn("own/frobble", self.ok("explain", "--db", "a.db", "--lexicon", "own.dml", event["id"]).stdout.decode())
        told = self.ok("explain", "--db", "a.db", event["id"]).stdout.decode()
        self.assertIn("another model or lexicon", told)
        self.assertIn("no such row", told)
        self.ok("reject", "--db", "a.db", event["id"])
        self.assertEqual(self.rows("events", "--db", "a.db", "--format", "jsonl"), [])
        self.assertEqual([r["change"] for r in self.rows("diff", "--db", "a.db", "--format", "jsonl") if r["kind"] == "event"], ["-"])
        self.older("a.db")
        self.ok("recode", "--db", "a.db", "--lexicon", "own.dml")
        self.assertEqual(self.rows("events", "--db", "a.db", "--format", "jsonl"), [])

    def test_what_cannot_be_coded_again_says_so(self):
        p = self.ok("recode", "--db", "none.db", code=3)
        self.assertIn(b"none.db: no such ledger", p.stderr)
        self.assertIn(b"takes no other argument", self.ok("diff", "a.db", code=2).stderr)


class Combined(support.Case):
    def halves(self):
        files = sorted(os.path.join(support.SAMPLE, n) for n in os.listdir(support.SAMPLE))
        self.ok("read", "--db", "a.db", *files[::2])
        self.ok("read", "--db", "b.db", *files[1::2])
        self.ok("read", "--db", "all.db", *files)

    answers = Renewed.answers

    def test_two_halves_make_the_whole(self):
        self.halves()
        for order in (("a.db", "b.db"), ("b.db", "a.db")):
            db = "of-" + order[0]
            self.ok("combine", "--db", db, *order)
            self.assertEqual(self.answers(db), self.answers("all.db"))
        p = self.ok("combine", "--db", "all.db", "a.db", "b.db")
        self.assertEqual(p.stderr.count(b": 0 new,"), 2)
        self.assertIn(b"is the ledger itself", self.ok("combine", "--db", "all.db", "all.db", code=2).stderr)
        self.assertIn(b" 0 new,", self.ok("read", "--db", "of-a.db", support.SAMPLE).stderr)

    def test_corrections_come_along_once(self):
        self.halves()
        event = self.rows("events", "--db", "b.db", "--format", "jsonl")[0]["id"]
        self.ok("reject", "--db", "b.db", "--note", "not so", event)
        self.ok("combine", "--db", "a.db", "b.db", "b.db")
        ids = [r["id"] for r in self.rows("events", "--db", "a.db", "--unit", "report", "--format", "jsonl")]
        self.assertNotIn(event, ids)
        with sqlite3.connect(self.path("a.db")) as c:
            self.assertEqual(c.execute("SELECT count(*) FROM correction").fetchone(), (1,))
        c.close()

    def test_a_new_text_under_a_known_name_is_a_version(self):
        for db, text in (("old.db", support.STORY), ("new.db", VERB)):
            self.write("story.txt", text)
            self.ok("read", "--db", db, "story.txt")
        self.assertIn(b"1 new versions", self.ok("combine", "--db", "old.db", "new.db").stderr)
        self.assertEqual(len(self.rows("stories", "--db", "old.db", "--format", "jsonl")), 1)
        self.assertEqual(self.rows("events", "--db", "old.db", "--format", "jsonl"), self.rows("events", "--db", "new.db", "--format", "jsonl"))

    def test_what_is_no_ledger_is_named_and_nothing_is_added(self):
        self.halves()
        before = self.answers("a.db")
        self.write("text.txt", "no ledger at all, but long enough to be looked at as if it were one" * 20)
        self.assertIn(b"text.txt: not a ledger", self.ok("combine", "--db", "a.db", "text.txt", code=3).stderr)
        self.assertIn(b"none.db: no such ledger", self.ok("combine", "--db", "a.db", "none.db", code=3).stderr)
        self.assertIn(b"combine which?", self.ok("combine", code=2).stderr)
        self.assertEqual(self.answers("a.db"), before)


if __name__ == "__main__":
    support.main()
