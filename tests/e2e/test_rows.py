"""Rows of short texts through the whole program: classes of cases that single stages cannot show."""
import json

from support import Case, main


class Rows(Case):
    def code(self, text, **more):
        self.write("s.jsonl", json.dumps({"id": "s", "text": text, **more}) + "\n")
        return json.loads(self.run_program("code", "s.jsonl").stdout)

    def statements(self, text, **more):
        line = self.code(text, **more)
        names = {e["id"]: e["name"] for e in line["entities"]}
        said = lambda s: " ".join(line["text"][b:e] for b, e in s["content_spans"])
        return [(names.get(s["speaker"]), s["act"], said(s)) for s in line["statements"]]

    def test_an_act_with_its_object_is_no_statement(self):
        for text in ("Peru rejected the offer on Wednesday.", "Ghana plans to send a delegation in May.", "Critics will denounce the new law.",
                     "President Okoro announces three key nominations\n\nThe three are from Accra. They live there."):
            self.assertEqual(self.statements(text), [], text)
        for text, act in (("Peru rejected the offer, saying it came too late.", "say"), ("Norway urged both sides to return to the table.", "urge"),
                          ("Ghana accused Togo of breaking the truce.", "accuse")):
            self.assertIn(act, [a for _, a, _ in self.statements(text)], text)

    def test_the_president_is_who_was_called_so(self):
        text = "President %s spoke today with King Felipe of Spain. The President told King Felipe that he would visit Madrid. The King said he would be glad."
        speaker = {what: who.split()[-1] for who, _, what in self.statements(text % "Joe Biden", date="2021-05-02")}
        self.assertEqual(speaker["that he would visit Madrid"], "Biden")
        self.assertNotEqual(speaker["he would be glad"], "Biden")

    def test_a_text_that_one_person_signs_is_that_persons(self):
        body = "\n\nI said last year that the strait would stay open. We urge Peru to answer.\n\nA guard said: \"I saw that the ships had left.\""
        who = {said: name for name, _, said in self.statements("Remarks by President Lindqvist at the Harbour Conference" + body)}
        self.assertEqual(who["that the strait would stay open"], "Lindqvist")
        self.assertEqual(who["Peru to answer"], "Lindqvist")
        self.assertNotEqual(who.get("that the ships had left"), "Lindqvist")
        who = {said: name for name, _, said in self.statements("Remarks by President Lindqvist and Prime Minister Okoro" + body)}
        self.assertIsNone(who["that the strait would stay open"])

    def test_no_sentence_begins_where_none_of_news_does(self):
        for text, n in (("The plan was drawn up by Adnan Z. Amin, a minister of Chad. It came late.", 2), ("He turned up at my barn and I joked to the guard that he knew the way and we let him in.", 1),
                        ("Resolution No. 1540 was adopted on Friday. Drs. Ali and Bo voted for it.", 2), ("It was said to be late ... but it was not. Peru left.", 2)):
            line = self.code(text)
            self.assertEqual(len(line["sentences"]), n, [text[b:e] for b, e in (s["span"] for s in line["sentences"])])

    def dates(self, text):
        line = self.code(text, date="2019-06-04")
        said = lambda e: line["text"][slice(*e["trigger_span"])].split()[-1]
        return {said(e): (e["date"]["best"], e["date"]["from"], e["date"]["to"], e["history"]) for e in line["events"]}

    def test_an_event_without_a_day_has_the_likeliest(self):
        day, week = "2019-06-04", "2019-05-28"
        self.assertEqual(self.dates("Mali said Togo had attacked Benin.")["attacked"], (day, week, day, False))
        self.assertEqual(self.dates('"We want to condemn Ghana," the Kenyan president said.')["condemn"], (day, day, day, False))
        self.assertEqual(self.dates("Peru is proud to help Ghana.")["help"][:3], (day, day, day))
        self.assertEqual(self.dates("Mali expects approval of the treaty by Togo.")["approval"][:3], (None, day, None))
        self.assertEqual(self.dates("Mali sent troops to attack Togo.")["attack"], (day, None, None, False))
        self.assertEqual(self.dates("Mali will send aid in May, at the Conference of the Parties in Togo.")["Conference"][1:3], ("2020-05-01", "2020-05-31"))

    def test_what_is_told_on_in_an_old_time_is_of_that_time(self):
        rows = self.dates("In 1998 Peru attacked Ghana. It bombed the port of Mali.")
        self.assertEqual(rows["bombed"], (None, "1998-01-01", "1998-12-31", True))
        rows = self.dates("On Monday Peru attacked Ghana. It bombed the port of Mali.")
        self.assertEqual(rows["bombed"][0], "2019-06-04")

    def test_names_as_the_story_spells_them(self):
        line = self.code("Javier Perez de Cuellar met envoys of Peru. Perez de Cuellar said talks would go on.", date="1987-05-02")
        [person] = [e for e in line["entities"] if e["kind"] == "person"]
        self.assertEqual((person["name"], person["key"][0]), ("Javier Perez de Cuellar", "Q"))

    def test_a_name_before_a_bare_object_is_whom_it_is_offered(self):
        [event] = self.code("South Korea offered North Korea military talks at the border.")["events"]
        self.assertEqual([r["code"] for r in event["recipients"]], ["PRKGOV"])


if __name__ == "__main__":
    main()
