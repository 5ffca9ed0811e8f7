"""Dictionaries of TABARI and PETRARCH laid over the lexicon."""
import json
import os

from support import ROOT, Case, main

ACTORS = """<!-- our own words -->
NORLAND [NRL] ; an invented state
+NORLANDER_
+NORLANDISH

FROST_COUNCIL_OF_NORLAND [NRLGOV] # its government
VESTRIA [FRA]
MARTA_ILLING ; a minister, then in opposition
+ILLING
\t[NRLGOV 20100101-20141231]
\t[NRLOPP >20141231]
GREEN_BADGE [NRLREB <20120101] [NRLPTY]
NOBODY_AT_ALL [---]
BROKEN [NRL 2010-2011]
"""
AGENTS = """!WATCH! = WATCHMAN, WATCHMEN
GLASS_!WATCH! [~MIL] # both numbers
ICE_CLERK {} [~GOV]
FOX {FOXEN} [~REB]
NO_CODE_HERE
"""
DISCARDS = """# what is not coded
+SLED RACING CUP
IN THE LEGEND
"""
ISSUES = """<ISSUE CATEGORY="GLACIER_RIGHTS" TYPE="x">
n:blue ice
</ISSUE>
"""


class Dictionaries(Case):
    def compiled(self, files):
        os.makedirs(self.path("mine"), exist_ok=True)
        for name, text in files.items():
            self.write("mine/" + name, text)
        p = self.run_program("check", "-o", "mine.dml", os.path.join(ROOT, "lexicon"), "mine")
        self.assertTrue(os.path.exists(self.path("mine.dml")), p.stderr)
        return p.stderr.decode("utf-8", "replace")

    def code(self, text, day="2013-05-02"):
        self.write("s.jsonl", '{"id":"s","date":"%s","text":"%s"}\n' % (day, text))
        return json.loads(self.run_program("code", "--lexicon", "mine.dml", "s.jsonl").stdout)

    def codes(self, line):
        return [([a["code"] for a in e["actors"]], e["type"], [a["code"] for a in e["recipients"]]) for e in line["events"]]

    def test_actors_with_their_codes_at_the_date(self):
        told = self.compiled({"own.actors.txt": ACTORS})
        self.assertRegex(told, r"own\.actors\.txt:14:9: warning: \"NRL 2010-2011\" is no code with dates")
        line = self.code("Norland rejected the demands of Peru on Monday.")
        self.assertEqual(self.codes(line), [(["NRL"], "REJECT", ["PERGOV"])])
        self.assertEqual(self.codes(self.code("The Norlander rejected the demands of Peru.")), [(["NRL"], "REJECT", ["PERGOV"])])
        self.assertEqual(self.codes(self.code("Peru condemned the Frost Council of Norland.")), [(["PERGOV"], "ACCUSE", ["NRLGOV"])])
        self.assertEqual(self.codes(self.code("Marta Illing condemned Peru.")), [(["NRLGOV"], "ACCUSE", ["PERGOV"])])
        self.assertEqual(self.codes(self.code("Marta Illing condemned Peru.", "2016-05-02")), [(["NRLOPP"], "ACCUSE", ["PERGOV"])])
        self.assertEqual(self.codes(self.code("Green Badge condemned Peru.", "2011-05-02")), [(["NRLREB"], "ACCUSE", ["PERGOV"])])
        self.assertEqual(self.codes(self.code("Green Badge condemned Peru.")), [(["NRLPTY"], "ACCUSE", ["PERGOV"])])
        [entity] = [e for e in self.code("Vestria condemned Peru.")["entities"] if e["name"] != "Peru"]
        self.assertEqual(entity["key"], "FRA")

    def test_a_name_of_ours_takes_the_code_of_the_dictionary(self):
        self.compiled({"own.actors.txt": "NORWAY [XNO]\n"})
        self.assertEqual(self.codes(self.code("Norway condemned Peru.")), [(["XNO"], "ACCUSE", ["PERGOV"])])

    def test_agents(self):
        told = self.compiled({"own.agents.txt": AGENTS})
        self.assertRegex(told, r"own\.agents\.txt:5:1: warning: .*is no agent")
        for words, code in (("glass watchmen", "PERMIL"), ("foxen", "PERREB")):
            self.assertEqual(self.codes(self.code("Peruvian %s attacked Chile." % words)), [([code], "ASSAULT", ["CHLGOV"])], words)

    def test_discards(self):
        self.compiled({"own.discards.txt": DISCARDS})
        line = self.code("Peru condemned Chile. In the legend, Peru attacked Chile.")
        self.assertEqual([e["type"] for e in line["events"]], ["ACCUSE"])
        line = self.code("Peru condemned Chile at the sled racing cup.")
        self.assertEqual((line["status"], line["events"], line["notes"][0]["code"]), ("skipped", [], "discarded"))

    def test_issues_and_verbs(self):
        told = self.compiled({"own.issues.txt": ISSUES, "own.verbs.txt": "--- SAY [010] ---\n"})
        self.assertIn("verb files are not read", told)
        [event] = self.code("Peru rejected a proposal of Chile on blue ice.")["events"]
        self.assertEqual(event["matter"]["issue"], "glacier rights")

    def test_bytes_of_any_kind(self):
        self.compiled({"own.actors.txt": b"CAF\xe9_LAND [CFL]\nA\x00B [QQQ\n+\n[\n]\n" + bytes(range(256)) * 4, "x.agents": bytes(range(256)) * 4, "x.issues": b"<ISSUE\n[", "x.discards": b"+\n\xff"})


if __name__ == "__main__":
    main()
