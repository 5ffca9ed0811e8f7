#!/usr/bin/env python3
"""The main job: stories in, a ledger out; the same whatever the order of reading and the number of threads."""
import json
import os
import random

from support import PROGRAM, ROOT, SAMPLE, STORY, Case, main


class Code(Case):
    def test_a_late_telling_without_a_day_is_another_act(self):
        early = "SEOUL, July 18, 2017 - South Korea proposed military talks to North Korea on Monday.\n\nNorth Korea has not answered.\n"
        later = "SEOUL, %s - North Korea has ignored South Korea's proposal of military talks, an official said.\n"
        late, soon = later % "June 12, 2021", later % "July 28, 2017"
        self.ok("read", "--db", "a.db", self.write("early.txt", early), self.write("late.txt", late), self.write("soon.txt", soon))
        rows = self.rows("events", "--db", "a.db", "--type", "propose", "--format", "jsonl")
        stories = sorted(sorted(os.path.basename(r["story"]) for r in row["reports"]) for row in rows)
        self.assertEqual(stories, [["early.txt", "soon.txt"], ["late.txt"]])

    def test_a_story_without_a_day_takes_it_from_another(self):
        dated = "SEOUL, July 18, 2017 - South Korea proposed military talks to North Korea on Monday.\n\nNorth Korea has not answered.\n"
        bare = "South Korea proposed military talks to North Korea on Monday, a spokeswoman said.\n"
        self.ok("read", "--db", "a.db", self.write("dated.txt", dated), self.write("bare.txt", bare))
        for again in range(2):
            days = {os.path.basename(r["id"]): r["date"] for r in self.rows("stories", "--db", "a.db", "--format", "jsonl")}
            self.assertEqual(days["dated.txt"]["basis"], "printed")
            self.assertEqual([days["bare.txt"][k] for k in ("from", "to", "basis")], ["2017-07-17", "2017-07-23", "ledger"])
            self.assertIn("dated.txt", days["bare.txt"]["reasons"][0])
        self.ok("set", "--db", "a.db", next(r["id"] for r in self.rows("stories", "--db", "a.db", "--format", "jsonl") if "bare" in r["id"]), "date=2017-07-20")
        days = {os.path.basename(r["id"]): r["date"] for r in self.rows("stories", "--db", "a.db", "--format", "jsonl")}
        self.assertEqual(days["bare.txt"]["best"], "2017-07-20")

    def test_one_line_a_story_and_threads_change_nothing(self):
        one = self.ok("code", "--threads", "1", SAMPLE).stdout
        two = self.ok("code", "--threads", "2", SAMPLE).stdout
        five = self.ok("code", "--threads", "5", SAMPLE).stdout
        self.assertGreaterEqual(len(one.splitlines()), 6)
        self.assertEqual(one, two)
        self.assertEqual(one, five)

    def test_contract(self):
        """Keys in order, ids unique and referred to, spans inside the text."""
        order = ["demarche", "id", "status", "title", "url", "outlet", "language", "date", "text", "blocks", "sentences", "entities", "dates",
                 "statements", "events", "offers", "positions", "notes"]
        n_events = n_statements = 0
        for line in self.rows("code", SAMPLE):
            self.assertEqual(list(line), order)
            text, ids = line["text"], {}
            for kind in ("entities", "statements", "events", "offers"):
                for row in line[kind]:
                    self.assertNotIn(row["id"], ids)
                    ids[row["id"]] = row

            def span(s, where):
                if s is not None:
                    self.assertTrue(0 <= s[0] < s[1] <= len(text), (where, s))

            for e in line["events"]:
                n_events += 1
                for key in ("trigger_span", "evidence_span"):
                    span(e[key], e["id"])
                self.assertTrue(e["evidence_span"][0] <= e["trigger_span"][0] and e["trigger_span"][1] <= e["evidence_span"][1])
                for role in e["actors"] + e["recipients"]:
                    self.assertIn(role["entity"], ids)
                    span(role["span"], e["id"])
                self.assertTrue(e["statement"] is None or e["statement"] in ids)
                self.assertTrue(e["actors"] or e["recipients"])
            for s in line["statements"]:
                n_statements += 1
                span(s["speaker_span"], s["id"])
                self.assertTrue(s["content_spans"])
                for c in s["content_spans"]:
                    span(c, s["id"])
                self.assertTrue(s["speaker"] is None or s["speaker"] in ids)
            for e in line["entities"]:
                for m in e["mentions"]:
                    span(m["span"], e["name"])
            last = 0
            for b in line["blocks"]:
                span(b["span"], b["kind"])
                self.assertGreaterEqual(b["span"][0], last)
                last = b["span"][1]
        self.assertGreater(n_events, 10)
        self.assertGreater(n_statements, 10)

    def test_same_as_in_memory_of_another_story(self):
        """A story coded after others is coded as if alone."""
        whole = self.rows("code", "--threads", "1", SAMPLE)
        for line in whole[-3:]:
            if os.path.exists(line["id"]):
                self.assertEqual(self.rows("code", line["id"])[0], line)


class Ledger(Case):
    def answers(self, db):
        return {t: self.ok(t, "--db", db, "--format", "jsonl", "--all" if t in ("events", "timeline", "offers") else "--format", *(() if t in ("events", "timeline", "offers") else ("jsonl",))).stdout
                for t in ("stories", "entities", "statements", "events", "offers", "timeline")}

    def stories(self):
        """The sample as single JSONL stories."""
        out = []
        for folder, _, files in sorted(os.walk(SAMPLE)):
            for f in sorted(files):
                path = os.path.join(folder, f)
                if f.endswith(".txt"):
                    with open(path, encoding="utf-8") as h:
                        out.append({"id": f, "text": h.read()})
                elif f.endswith(".jsonl"):
                    with open(path, encoding="utf-8") as h:
                        out += [json.loads(l) for l in h if l.strip()]
        return out

    def test_order_of_reading_changes_nothing(self):
        stories = self.stories()
        all_at_once = self.write("all.jsonl", "".join(json.dumps(s) + "\n" for s in stories))
        self.ok("read", "--db", "a.db", all_at_once)
        want = self.answers("a.db")
        random.Random(7).shuffle(stories)
        for i, s in enumerate(stories):
            self.ok("read", "--db", "b.db", self.write(f"one{i}.jsonl", json.dumps(s) + "\n"))
        self.assertEqual(self.answers("b.db"), want)
        self.ok("read", "--db", "c.db", "--threads", "1", self.write("shuffled.jsonl", "".join(json.dumps(s) + "\n" for s in stories)))
        self.assertEqual(self.answers("c.db"), want)
        self.assertGreater(len(want["events"].splitlines()), 5)

    def test_reading_again_changes_nothing(self):
        self.ok("read", SAMPLE)
        want = self.answers("demarche.db")
        p = self.ok("read", SAMPLE)
        self.assertIn("0 new", p.stderr.decode())
        self.assertEqual(self.answers("demarche.db"), want)

    def test_a_corrected_story_is_a_new_version(self):
        self.ok("read", self.write("s.txt", STORY))
        self.write("s.txt", STORY.replace("rejected", "accepted"))
        p = self.ok("read", self.path("s.txt"))
        self.assertIn("1 new versions", p.stderr.decode())
        events = self.rows("events", "--format", "jsonl", "--all")
        self.assertFalse([e for e in events if e["force"] == "reject"])
        self.assertEqual(len(self.rows("stories", "--format", "jsonl")), 1)

    def test_the_same_text_under_another_name_is_a_copy(self):
        self.ok("read", self.write("a.txt", STORY))
        p = self.ok("read", self.write("b.txt", STORY))
        self.assertIn("1 copies", p.stderr.decode())
        self.assertEqual(len(self.rows("stories", "--format", "jsonl")), 1)
        p = self.ok("read", self.path("b.txt"))
        self.assertIn("1 unchanged", p.stderr.decode())

    def test_an_event_told_twice_is_one_row(self):
        a = {"id": "a", "outlet": "First Wire", "date": "2017-07-22", "text": "SEOUL - North Korea rejected South Korea's offer of military talks on Friday.\n"}
        b = {"id": "b", "outlet": "Second Daily", "date": "2017-07-23", "text": "North Korea on Friday rejected the offer of military talks that South Korea had made.\n"}
        self.ok("read", self.write("two.jsonl", json.dumps(a) + "\n" + json.dumps(b) + "\n"))
        rows = [e for e in self.rows("events", "--format", "jsonl", "--type", "reject")]
        self.assertEqual(len(rows), 1, rows)
        self.assertEqual({r["story"] for r in rows[0]["reports"]}, {"a", "b"})
        self.assertEqual(rows[0]["independent_sources"], 2)
        self.assertEqual(rows[0]["date"]["best"], "2017-07-21")

    def test_the_same_quote_in_two_outlets_is_one_row(self):
        quote = '"The river belongs to all who drink from it," Foreign Minister Anna Berg said'
        a = {"id": "a", "outlet": "First Wire", "date": "2019-03-04", "text": f"OSLO - {quote} on Monday.\n"}
        b = {"id": "b", "outlet": "Second Daily", "date": "2019-03-05", "text": f"{quote} in Oslo.\n"}
        self.ok("read", self.write("two.jsonl", json.dumps(a) + "\n" + json.dumps(b) + "\n"))
        rows = [s for s in self.rows("statements", "--format", "jsonl") if "river" in s["content"]]
        self.assertEqual(len(rows), 1, rows)
        self.assertEqual({r["story"] for r in rows[0]["reports"]}, {"a", "b"})

    def test_an_offer_and_its_answer_in_two_stories_are_linked(self):
        a = {"id": "a", "outlet": "First Wire", "date": "2017-07-17", "text": "SEOUL - South Korea on Monday offered North Korea military talks.\n"}
        b = {"id": "b", "outlet": "Second Daily", "date": "2017-07-22", "text": "North Korea on Friday rejected South Korea's offer of military talks.\n"}
        self.ok("read", self.write("two.jsonl", json.dumps(a) + "\n" + json.dumps(b) + "\n"))
        offers = [o for o in self.rows("offers", "--format", "jsonl") if any(r["kind"] == "reject" for r in o["replies"])]
        self.assertEqual(len(offers), 1, offers)
        self.assertEqual([x["country"] for x in offers[0]["by"]], ["KOR"])
        reply = offers[0]["replies"][0]
        self.assertTrue(reply["basis"])
        self.assertEqual([r["story"] for r in reply["reports"]], ["b"])
        self.assertEqual({s["state"] for s in offers[0]["state"]}, {"rejected"})

    def test_filters_formats_and_explain(self):
        self.ok("read", SAMPLE)
        events = self.rows("events", "--format", "jsonl")
        self.assertTrue(events)
        country = next(r["country"] for e in events for r in e["actors"] if r["country"])
        for e in self.rows("events", "--format", "jsonl", "--actor", country):
            self.assertIn(country, [r["country"] for r in e["actors"]])
        tsv = self.ok("events", "--format", "tsv").stdout.decode().splitlines()
        csv = self.ok("events", "--format", "csv").stdout.decode()
        self.assertEqual(len(tsv), len(events) + 1)
        self.assertTrue(csv.startswith("date,actors,type"))
        self.assertEqual(len(self.ok("events", "--limit", "2").stdout.splitlines()), 3)
        for row in (events[0], self.rows("statements", "--format", "jsonl")[0], self.rows("offers", "--format", "jsonl")[0]):
            text = self.ok("explain", row["id"]).stdout.decode()
            self.assertIn(row["id"], text)
        p = self.ok("explain", "e0000000000000000", code=3)
        self.assertIn("e0000000000000000", p.stderr.decode())

    def test_a_page_is_coded_again_as_a_page(self):
        page = ('<html><head><title>Offer rejected</title><meta property="article:published_time" content="2018-03-09T08:00:00Z"></head><body><article>'
                "<p>North Korea <b>rejected</b> South&nbsp;Korea&#39;s offer of\x1b[31m military talks on Friday.</p>"
                "<p>&ldquo;We will not come to the table,&rdquo; Foreign Minister Ri Yong-ho said on the same day in the capital.</p>"
                "</article></body></html>")
        self.ok("read", self.write("page.jsonl", json.dumps({"id": "page", "html": page, "crawled": "2018-03-12"}) + "\n"))
        rows = self.rows("events", "--format", "jsonl") + self.rows("statements", "--format", "jsonl")
        self.assertTrue(rows)
        text = ""
        for row in rows:
            one = self.ok("explain", row["id"]).stdout.decode()
            self.assertIn(row["id"], one)
            self.assertIn("article:published_time", one)
            self.assertIn("2018-03-12", one)
            self.assertRegex(one, r"\npage, bytes \d+ to \d+ of %d as UTF-8\n" % len(page))
            self.assertNotIn("\x1b", one.split("\npage, ")[1])
            text += one
        self.assertIn("<b>rejected</b> South&nbsp;Korea&#39;s offer of\\x1B[31m military", text)
        self.assertIn("&ldquo;We will not", text)


class Corrections(Case):
    """What a person says of a row holds in every fold, and stands beside what the program found."""

    OFFER = {"id": "a", "outlet": "First Wire", "date": "2017-07-17", "text": "SEOUL - South Korea on Monday offered North Korea military talks.\n"}
    REPLY = {"id": "b", "outlet": "Second Daily", "date": "2017-07-22", "text": "North Korea on Friday rejected South Korea's offer of military talks.\n"}
    AGAIN = {"id": "c", "outlet": "Third Post", "date": "2017-07-22", "text": "North Korea on Friday rejected the offer of military talks that South Korea had made.\n"}

    def read(self, *stories):
        self.ok("read", self.write("s.jsonl", "".join(json.dumps(s) + "\n" for s in stories)))

    def one(self, *args):
        rows = self.rows(*args, "--format", "jsonl")
        self.assertEqual(len(rows), 1, rows)
        return rows[0]

    def reply(self, *more):
        return [e for e in self.rows("events", "--format", "jsonl", *more) if e["force"] == "reject"]

    def test_a_rejected_event_is_left_out_and_carries_nothing(self):
        self.read(self.OFFER, self.REPLY)
        row = self.reply()[0]
        self.ok("reject", row["id"], "--note", "misread", "--by", "A. Reader")
        self.assertEqual(self.reply(), [])
        kept = self.one("events", "--all", "--id", row["id"])
        self.assertEqual((kept["correction"]["kind"], kept["correction"]["note"], kept["correction"]["by"]), ("reject", "misread", "A. Reader"))
        self.assertFalse([r for o in self.rows("offers", "--format", "jsonl") for r in o["replies"]])
        self.ok("accept", row["id"])
        self.assertEqual(len(self.reply()), 1)
        self.assertEqual(len([r for o in self.rows("offers", "--format", "jsonl") for r in o["replies"]]), 1)

    def test_an_edit_shows_the_new_value_and_what_was(self):
        self.read(self.OFFER, self.REPLY)
        row = self.reply()[0]
        self.ok("edit", row["id"], "type=ACCUSE", "recipients=NOR", "date=2017-07")
        now = self.one("events", "--id", row["id"])
        self.assertEqual((now["type"], now["quad"], [r["country"] for r in now["recipients"]]), ("ACCUSE", 3, ["NOR"]))
        self.assertEqual((now["date"]["from"], now["date"]["to"]), ("2017-07-01", "2017-07-31"))
        self.assertEqual(now["correction"]["was"]["type"], "REJECT")

    def test_merge_and_split_are_replayed_whatever_is_read_later(self):
        self.read(self.REPLY, self.AGAIN)
        row = self.reply()[0]
        self.assertEqual(len(row["reports"]), 2)
        second = row["reports"][1]["id"]
        self.ok("split", second)
        self.assertEqual(sorted(len(r["reports"]) for r in self.reply()), [1, 1])
        self.read(self.OFFER)
        self.assertEqual(sorted(len(r["reports"]) for r in self.reply()), [1, 1])
        self.ok("merge", row["reports"][0]["id"], second)
        self.assertEqual([len(r["reports"]) for r in self.reply()], [2])

    def test_the_order_of_reading_does_not_show(self):
        answers = []
        for order in ((self.OFFER, self.REPLY, self.AGAIN), (self.AGAIN, self.REPLY, self.OFFER)):
            db = self.path(f"{order[0]['id']}.db")
            for story in order:
                self.ok("read", "--db", db, self.write("s.jsonl", json.dumps(story) + "\n"))
            row = [e for e in self.rows("events", "--db", db, "--format", "jsonl") if e["force"] == "reject"][0]
            self.ok("split", "--db", db, row["reports"][1]["id"])
            self.ok("edit", "--db", db, row["reports"][0]["id"], "type=ACCUSE")
            rows = self.rows("events", "--db", db, "--format", "jsonl") + self.rows("offers", "--db", db, "--format", "jsonl")
            for r in rows:
                r.get("correction", {}).pop("when", None)
            answers.append(rows)
        self.assertEqual(answers[0], answers[1])

    def test_a_correction_follows_the_row_into_a_new_text(self):
        self.read(self.REPLY)
        row = self.reply()[0]
        self.ok("edit", row["id"], "type=ACCUSE", "--by", "A. Reader")
        self.read(dict(self.REPLY, text=self.REPLY["text"] + "\nNorway sent a ship to the strait.\n"))
        now = self.one("events", "--id", row["id"])
        self.assertNotEqual(now["id"], row["id"])
        self.assertEqual((now["type"], now["correction"]["by"]), ("ACCUSE", "A. Reader"))

    def test_a_story_gets_another_date(self):
        self.read(self.REPLY)
        self.ok("set", "b", "date=2018-01-02")
        story = self.one("stories", "--id", "b")
        self.assertEqual(story["date"]["best"], "2018-01-02")
        self.assertEqual(story["correction"]["was"]["date"]["best"], "2017-07-22")

    def test_what_cannot_be_is_refused(self):
        self.read(self.REPLY)
        row = self.reply()[0]["id"]
        for args in (("edit", row, "type=NOTHING"), ("edit", row, "colour=red"), ("edit", row), ("merge", row), ("set", "b", "date=soon"), ("accept",)):
            self.ok(*args, code=2)
        for args in (("accept", "e0000000000000000"), ("set", "z", "date=2018")):
            self.assertIn(args[1], self.ok(*args, code=3).stderr.decode())


class Series(Case):
    """Counts, dyads, and what gave no row."""

    A = {"id": "a", "outlet": "First Wire", "date": "2017-05-17", "text": "SEOUL - South Korea on Wednesday accused North Korea of spying.\n"}
    B = {"id": "b", "outlet": "Second Daily", "date": "2017-07-22", "text": "North Korea on Friday rejected South Korea's offer of military talks.\n"}

    def setUp(self):
        super().setUp()
        self.ok("read", self.write("s.jsonl", json.dumps(self.A) + "\n" + json.dumps(self.B) + "\n"))

    def count(self, *more):
        return self.rows("count", "--format", "jsonl", *more)

    def test_zeros_are_kept_with_their_denominator(self):
        rows = self.count("--by", "dyad,month,quad")
        self.assertEqual({(r["dyad"], r["month"], r["quad"]) for r in rows}, {("KOR-PRK", f"2017-0{m}", q) for m in (5, 6, 7) for q in (1, 2, 3, 4)})
        by = {(r["month"], r["quad"]): r for r in rows}
        self.assertEqual((by["2017-06", 3]["events"], by["2017-06", 3]["stories"]), (0, 0))
        self.assertEqual((by["2017-07", 3]["events"], by["2017-07", 3]["stories"]), (1, 1))
        self.assertEqual(sum(r["events"] for r in rows), len(self.rows("events", "--format", "jsonl")))

    def test_a_directed_count_and_its_pages(self):
        rows = self.count("--by", "actor,recipient,type")
        self.assertIn({"actor": "PRK", "recipient": "KOR", "type": "REJECT", "events": 1, "stories": 2}, rows)
        self.assertEqual(self.count("--by", "actor,recipient,type", "--offset", "1", "--limit", "2"), rows[1:3])

    def test_what_cannot_be_counted_by_is_refused(self):
        self.assertIn("colour", self.ok("count", "--by", "colour", code=2).stderr.decode())
        self.ok("count", code=2)

    def test_a_dyad_goes_both_ways_in_the_order_of_time(self):
        rows = self.rows("dyad", "PRK", "KOR", "--format", "jsonl")
        self.assertEqual(rows, self.rows("dyad", "KOR", "PRK", "--format", "jsonl"))
        self.assertEqual([r["date"]["best"] for r in rows], sorted(r["date"]["best"] for r in rows))
        self.assertEqual([r["move"] for r in rows if r["force"] == "reject"], ["apart"])
        self.assertEqual(self.rows("dyad", "KOR", "JPN", "--format", "jsonl"), [])

    def test_a_code_is_no_part_of_a_name(self):
        for row in self.rows("events", "--actor", "KOR", "--format", "jsonl"):
            self.assertEqual([r["country"] for r in row["actors"]], ["KOR"])

    def test_sentences_that_gave_no_row(self):
        text = "Between Norway and Peru lies an ocean.\n"
        self.ok("read", self.write("t.txt", text))
        rows = self.rows("stories", "--uncoded", "--format", "jsonl")
        self.assertEqual([(r["sentence"], r["entities"]) for r in rows], [(text.strip(), ["NOR", "PER"])])


class Help(Case):
    def test_help_and_man_page(self):
        overview = self.ok("help").stdout.decode()
        for command in ("read", "stories", "entities", "statements", "events", "offers", "timeline", "explain", "code", "relate", "parse", "check", "model"):
            self.assertIn(command, overview)
            self.assertIn("usage: demarche " + command, self.ok("help", command).stdout.decode())
        self.assertIn(".TH DEMARCHE 1", self.ok("--man").stdout.decode())
        self.assertRegex(self.ok("--version").stdout.decode(), r"^demarche \d+\.\d+\.\d+\n$")


if __name__ == "__main__":
    main()
