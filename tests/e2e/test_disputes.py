#!/usr/bin/env python3
"""What a dispute asks of the ledger: calls to nobody by name, silence, two answers at once, views that others ascribe, sources
that contradict each other, one act in many words; and the same ledger in any order of reading."""
import json
import random

from support import Case, main


def story(n, date, text, outlet="Wire"):
    return {"id": f"s{n}", "outlet": outlet, "date": date, "text": text + "\n"}


class Dispute(Case):
    def read(self, *stories, db="ledger.db"):
        self.ok("read", "--db", db, self.write(f"{db}.jsonl", "".join(json.dumps(s) + "\n" for s in stories)))

    def ask(self, table, *args, db="ledger.db"):
        return self.rows(table, "--db", db, "--format", "jsonl", *args)

    def test_a_call_to_nobody_by_name_is_answered_by_the_leaders_sister(self):
        self.read(story(1, "2021-09-22", "NEW YORK - South Korea on Tuesday proposed a declaration on the end of the war."),
                  story(2, "2021-09-25", "SEOUL - Kim Yo-jong, a sister of North Korea's leader, welcomed South Korea's proposal of a declaration on "
                                         "the end of the war.", "Daily"))
        offer = next(o for o in self.ask("offers") if any(b["country"] == "KOR" for b in o["by"]))
        kinds = {(r["kind"], b["country"]) for r in offer["replies"] for b in r["by"]}
        self.assertIn(("accept", "PRK"), kinds, offer["replies"])

    def test_ignored_or_rejected_settles_nothing_but_that_no_yes_was_heard(self):
        self.read(story(1, "2019-03-04", "ACCRA - Ghana on Monday offered Togo a hotline between the two navies."),
                  story(2, "2019-04-15", "ACCRA - Ghana offered Togo a hotline in March. Togo has ignored or rejected it.", "Daily"))
        offer = next(o for o in self.ask("offers") if any(b["country"] == "GHA" for b in o["by"]))
        self.assertEqual({r["kind"] for r in offer["replies"]}, {"no_reply", "reject"})
        self.assertEqual([s["state"] for s in offer["state"]], ["ignored"])

    def test_two_addressees_who_have_not_agreed_stay_open(self):
        self.read(story(1, "2019-03-04", "COTONOU - Benin on Monday offered to host talks between Ghana and Togo. Neither side has agreed."))
        offer = next(o for o in self.ask("offers") if any(b["country"] == "BEN" for b in o["by"]))
        states = {s["addressee"]: s["state"] for s in offer["state"]}
        self.assertEqual(set(states), {"GHA", "TGO"})
        self.assertTrue(all(s in ("open", "no_answer_seen") for s in states.values()), states)

    def test_a_view_that_another_ascribes_is_not_the_holders_own(self):
        self.read(story(1, "2019-03-04", "LOME - Togo rejected arbitration of the border on Monday."),
                  story(2, "2019-06-04", "ACCRA - Ghana's foreign minister claimed on Monday that Togo now favours arbitration of the border.", "Daily"))
        rows = [p for p in self.ask("positions") if p["country"] == "TGO"]
        self.assertTrue(any(p["asserted_by"] == "self" and p["polarity"] == "oppose" for p in rows), rows)
        self.assertTrue(any(p["asserted_by"] == "other" and p["polarity"] == "support" for p in rows), rows)
        self.assertFalse(any(p["changes"] for p in rows))

    def test_since_when_talks_stand_still(self):
        self.read(story(1, "2021-09-24", "SEOUL - The talks that North Korea held with the United States have been frozen since February 2019. North Korea on Friday "
                                         "condemned the United States."),
                  story(2, "2021-09-25", "TOKYO - North Korea on Friday condemned the United States. The talks with the United States stalled in October 2019.", "Daily"))
        rows = [c for c in self.ask("contradictions") if c["attribute"] == "onset"]
        self.assertEqual([sorted(v["value"] for v in c["values"]) for c in rows], [["2019-02", "2019-10"]])

    def test_counts_differ_and_precision_does_not(self):
        self.read(story(1, "2019-03-05", "TEMA - Ghana's navy seized six Togolese trawlers with 47 sailors on Monday."),
                  story(2, "2019-03-06", "LOME - Four Togolese boats with nearly 50 sailors were impounded by the Ghanaian navy on Monday.", "Organ"),
                  story(3, "2019-03-07", "PARIS - The Ghanaian navy seized half a dozen Togolese fishing boats on Monday.", "Daily"))
        events = [e for e in self.ask("timeline") if e["type"] == "COERCE"]
        self.assertEqual([len(e["reports"]) for e in events], [3], events)
        rows = [c for c in self.ask("contradictions") if c["attribute"] == "count"]
        self.assertEqual([[v["value"] for v in c["values"]] for c in rows], [["4", "6"]])

    def test_an_accusation_and_its_denial(self):
        self.read(story(1, "2019-03-05", "TEMA - Ghana on Monday accused Togo of breaking the truce. \"No Togolese boat has left port,\" Togo's foreign minister said."))
        rows = [c for c in self.ask("contradictions") if c["attribute"] == "occurred"]
        self.assertEqual([[v["value"] for v in c["values"]] for c in rows], [["denied", "done"]])

    def test_two_offers_of_one_deed_to_two_addressees_stay_two(self):
        self.read(story(1, "2019-03-05", "LOME - Togo on Monday offered Ghana a hotline between the coast guards."),
                  story(2, "2019-03-25", "LOME - Togo on Friday offered Benin a hotline between the coast guards. Benin accepted the offer on Sunday.", "Daily"))
        offers = [o for o in self.ask("offers") if any(b["country"] == "TGO" for b in o["by"])]
        self.assertEqual(sorted(o["to"][0]["country"] for o in offers), ["BEN", "GHA"])
        answers = {o["to"][0]["country"]: [r["kind"] for r in o["replies"]] for o in offers}
        self.assertEqual(answers, {"BEN": ["accept"], "GHA": []})

    def test_what_was_turned_down_in_a_capital_was_turned_down_by_its_state(self):
        self.read(story(1, "2019-03-05", "LOME - Togo on Monday offered Ghana a hotline between the coast guards."),
                  story(2, "2019-03-08", "ACCRA - Ghana has a small navy. The Togolese offer was turned down in Accra on Thursday.", "Daily"))
        offer = next(o for o in self.ask("offers") if any(b["country"] == "TGO" for b in o["by"]))
        self.assertEqual([(r["kind"], r["by"][0]["country"]) for r in offer["replies"]], [("reject", "GHA")])

    def test_could_not_accept_refuses_and_on_condition_counters(self):
        for answer, kind in (("Ghana could not accept the Togolese offer.", "reject"), ("Ghana accepted the Togolese offer on condition that the boats were freed.", "counter"),
                             ("Ghana neither accepted nor rejected the Togolese offer.", "defer")):
            db = f"{kind}.db"
            self.read(story(1, "2019-03-05", "LOME - Togo on Monday offered Ghana a hotline between the coast guards."),
                      story(2, "2019-03-08", f"PARIS - {answer}", "Daily"), db=db)
            offer = next(o for o in self.ask("offers", db=db) if any(b["country"] == "TGO" for b in o["by"]))
            self.assertIn(kind, [r["kind"] for r in offer["replies"]], answer)

    def test_an_office_without_a_country_is_of_the_dateline(self):
        self.read(story(1, "2019-03-05", "ACCRA - The foreign ministry summoned the Togolese ambassador on Monday."))
        event = next(e for e in self.ask("events") if any(r["country"] == "TGO" for r in e["recipients"]))
        self.assertEqual([a["country"] for a in event["actors"]], ["GHA"])

    def test_any_order_gives_the_same_ledger(self):
        stories = [story(1, "2019-03-05", "TEMA - Ghana's navy seized six Togolese trawlers on Monday. Togo condemned the seizure."),
                   story(2, "2019-03-06", "LOME - Four Togolese boats were impounded by Ghana on Monday, President Faure Gnassingbe said.", "Organ"),
                   story(3, "2019-03-09", "ACCRA - Ghana on Friday offered Togo a pause in fishing for two months.", "Wire"),
                   story(4, "2019-03-12", "LOME - Togo on Monday rejected the Ghanaian offer of a pause in fishing. \"We will not talk under threat,\" Gnassingbe said.", "Organ"),
                   story(5, "2019-03-13", "PARIS - Togo said that it would not talk \"under threat\".", "Daily")]
        tables = ("entities", "statements", "events", "offers", "positions", "contradictions", "timeline")
        found = set()
        for n in range(4):
            random.Random(n).shuffle(stories)
            db = f"order{n}.db"
            if n % 2:
                self.read(*stories, db=db)
            else:
                for i, s in enumerate(stories):
                    self.ok("read", "--db", db, "--threads", "2", self.write(f"{n}-{i}.jsonl", json.dumps(s) + "\n"))
            found.add("".join(self.ok(t, "--db", db, "--format", "jsonl").stdout.decode() for t in tables))
        self.assertEqual(len(found), 1)


if __name__ == "__main__":
    main()
