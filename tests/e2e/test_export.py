#!/usr/bin/env python3
"""Exports read back by their documented columns: as many as there should be, each holding what the ledger holds."""
import csv
import io
import json
import os
import xml.etree.ElementTree as ET

from support import Case, main

STORIES = {
    "a.txt": "LIMA, March 4, 2019 (Reuters) - Peru rejected Chile's offer of talks in Lima on Monday.\n\n“We will not come,” Foreign Minister Ana Ríos said.\n",
    "b.txt": "OSLO, March 6, 2019 - Norway and Sweden signed a trade agreement on Tuesday.\n\nThe prime minister of Norway thanked Chile and Peru for their help.\n",
    "c.txt": "OSLO, March 7, 2019 - Norway did not thank Chad. Chile did not accuse Chad.\n\nSweden imposed sanctions on Chad on Wednesday, =cmd|' /C calc'!A0 said\tnobody.\n",
}


class Export(Case):
    def setUp(self):
        super().setUp()
        for name, text in STORIES.items():
            self.write("in/" + name, text)
        self.ok("read", "--quiet", "in")
        self.events = self.rows("events", "--format", "jsonl")
        self.assertGreaterEqual(len(self.events), 4)

    def export(self, name, *options, code=0):
        return self.ok("export", "--as", name, *options, code=code).stdout.decode("utf-8")

    def text(self, name):
        with open(self.path(name), encoding="utf-8") as f:
            return f.read()

    def table(self, text):
        self.assertTrue(text.endswith("\n"))
        return [line.split("\t") for line in text[:-1].split("\n")]

    def pairs(self):
        return sum(max(1, len(e["actors"])) * max(1, len(e["recipients"])) for e in self.events)

    def test_icews(self):
        rows = self.table(self.export("icews"))
        self.assertEqual({len(r) for r in rows}, {20})
        self.assertEqual(len(rows), 1 + self.pairs())
        found = [r for r in rows if r[5] == "REJECT"]
        self.assertEqual([(r[1], r[4], r[10], r[6]) for r in found][0], ("2019-03-04", "Peru", "Chile", self.event("REJECT")["cameo"]))
        self.assertTrue(found[0][12].isdigit())
        self.assertNotIn("", {c for r in rows for c in r})

    def event(self, type):
        return next(e for e in self.events if e["type"] == type)

    def test_polecat(self):
        rows = self.table(self.export("polecat"))
        self.assertEqual({len(r) for r in rows}, {40})
        at = {name: i for i, name in enumerate(rows[0])}
        two = next(r for r in rows if r[at["Actor Country"]] in ("NOR; SWE", "SWE; NOR"))
        self.assertEqual(two[at["Actor COW"]], "; ".join({"NOR": "385", "SWE": "380"}[c] for c in two[at["Actor Country"]].split("; ")))
        reject = next(r for r in rows if r[at["Event Type"]] == "REJECT")
        self.assertEqual((reject[at["Actor Name Raw"]], reject[at["Recipient Name Raw"]]), ("Peru", "Chile"))
        self.assertEqual(reject[at["Quad Code"]], "VERBAL CONFLICT")

    def test_phoenix(self):
        rows = self.table(self.export("phoenix"))
        self.assertEqual({len(r) for r in rows}, {26})
        reject = next(r for r in rows if r[14] == "12")
        self.assertEqual(reject[1:5], ["20190304", "2019", "03", "04"])
        self.assertEqual((reject[5][:3], reject[9][:3], reject[15]), ("PER", "CHL", "3"))

    def test_petrarch(self):
        rows = self.table(self.export("petrarch"))
        self.assertEqual({len(r) for r in rows}, {7})
        self.assertIn("20190304", {r[0] for r in rows})

    def test_gdelt(self):
        rows = self.table(self.export("gdelt"))
        self.assertEqual({len(r) for r in rows}, {61})
        self.assertEqual(len({r[0] for r in rows}), len(rows))
        reject = next(r for r in rows if r[28] == "12")
        self.assertEqual((reject[1], reject[7], reject[17], reject[29]), ("20190304", "PER", "CHL", "3"))
        self.assertTrue(float(reject[4]) > 2019)
        self.assertEqual(reject[37], "PE")  # FIPS

    def test_csv(self):
        rows = list(csv.DictReader(io.StringIO(self.export("csv"))))
        self.assertEqual([r["id"] for r in rows], [e["id"] for e in self.events])
        reject = next(r for r in rows if r["type"] == "REJECT")
        self.assertEqual((reject["actor_text"], reject["actor_wikidata"], reject["date"]), ("Peru", "Q419", "2019-03-04"))
        for r in rows:
            for key, v in r.items():
                self.assertFalse(v and v[0] in "=+@" or v[:1] == "-" and not v[1:2].isdigit(), (key, v))

    def test_csv_guards_against_formulas(self):
        self.write("f.txt", "=HYPERLINK of Peru rejected the offer of Chile on March 3, 2019.\n")
        self.ok("read", "--quiet", "--db", "f.db", "f.txt")
        rows = list(csv.DictReader(io.StringIO(self.export("csv", "--db", "f.db", "--all"))))
        self.assertTrue(rows)
        self.assertTrue(all(r["sentence"].startswith("'=") for r in rows))

    def test_plover(self):
        rows = [json.loads(l) for l in self.export("plover").splitlines()]
        self.assertEqual([r["id"] for r in rows], [e["id"] for e in self.events if e["type"]])
        for r in rows:
            self.assertTrue(r["id"] and r["date"] and r["event"][0])
        reject = next(r for r in rows if r["event"] == ["REJECT"])
        self.assertEqual(reject["actor"][0]["code"], "PER")
        self.assertEqual(reject["recipient"][0]["identifier_id"], "Q298")

    def test_jsonl(self):
        self.assertEqual([json.loads(l) for l in self.export("jsonl").splitlines()], self.events)

    def test_gexf(self):
        root = ET.fromstring(self.export("gexf"))
        ns = {"g": "http://gexf.net/1.3"}
        nodes = {n.get("id") for n in root.iterfind(".//g:node", ns)}
        edges = root.findall(".//g:edge", ns)
        self.assertTrue({"PER", "CHL", "NOR"} <= nodes)
        self.assertTrue(all(e.get("source") in nodes and e.get("target") in nodes for e in edges))
        self.assertEqual(sum(int(e.get("weight")) for e in edges), sum(len(e["actors"]) * len(e["recipients"]) for e in self.events))

    def test_dna(self):
        rows = list(csv.DictReader(io.StringIO(self.export("dna"))))
        self.assertEqual(list(rows[0]), ["id", "time", "docTitle", "docSource", "person", "organization", "concept", "agreement", "text"])
        self.assertIn(("Peru", "0"), {(r["organization"], r["agreement"]) for r in rows})

    def test_brat(self):
        self.export("brat", "-o", "brat")
        names = sorted(os.listdir(self.path("brat")))
        self.assertEqual(names, ["000001.ann", "000001.txt", "000002.ann", "000002.txt", "000003.ann", "000003.txt", "annotation.conf"])
        n = 0
        for k in "123":
            text = self.text(f"brat/00000{k}.txt")
            ids = set()
            for line in self.text(f"brat/00000{k}.ann").splitlines():
                if line[0] == "T":
                    id, place, words = line.rstrip("\n").split("\t")
                    spans = [tuple(map(int, p.split())) for p in place.split(" ", 1)[1].split(";")]
                    self.assertEqual(" ".join(text[b:e] for b, e in spans), words)
                    ids.add(id)
                    n += 1
                elif line[0] in "ER":
                    for part in line.split("\t")[1].split()[0 if line[0] == "E" else 1 :]:
                        self.assertIn(part.split(":")[1], ids)
        self.assertGreater(n, 10)
        self.assertIn("give a folder", self.ok("export", "--as", "brat", code=2).stderr.decode())

    def test_web_annotation(self):
        texts = {}
        for name in STORIES:
            texts["in/" + name] = STORIES[name]
        rows = [json.loads(l) for l in self.export("webannotation").splitlines()]
        self.assertTrue(rows)
        for r in rows:
            position, quote = r["target"]["selector"]
            text = texts[r["target"]["source"]]
            self.assertEqual(text[position["start"] : position["end"]], quote["exact"])
            self.assertTrue(text.startswith(quote["suffix"], position["end"]))
            self.assertTrue(text[: position["start"]].endswith(quote["prefix"]))

    def test_markdown(self):
        text = self.export("markdown")
        for e in self.events:
            self.assertIn(e["id"], text)
        self.assertIn("**2019-03-04** Peru (PERGOV) – REJECT", text)

    def test_rows_that_are_not_news_need_asking(self):
        default, every = self.export("jsonl").count("\n"), self.export("jsonl", "--all").count("\n")
        self.assertLess(default, every)

    def test_date_policies(self):
        self.write("u.txt", "Peru rejected the offer of Chile.\n")
        self.ok("read", "--quiet", "--db", "u.db", "u.txt")
        p = self.ok("export", "--db", "u.db", "--as", "icews", "--all")
        self.assertIn("left out", p.stderr.decode())
        self.assertEqual(p.stdout.decode().count("\n"), 1)
        self.assertEqual(self.export("csv", "--db", "u.db", "--all").count("\n"), 1 + len(self.rows("events", "--db", "u.db", "--all", "--format", "jsonl")))
        self.assertEqual(self.export("csv", "--db", "u.db", "--all", "--date-policy", "drop").count("\n"), 1)

    def test_wrong_use(self):
        for arguments, word in ((["--as", "xls"], "polecat"), ([], "export as what"), (["--as", "csv", "--date-policy", "none"], "best, from or drop")):
            self.assertIn(word, self.ok("export", *arguments, code=2).stderr.decode())
        self.assertIn("no such folder", self.ok("export", "--as", "csv", "-o", "no/where.csv", code=3).stderr.decode())

    def test_into_a_file(self):
        self.export("csv", "-o", "out.csv")
        self.assertEqual(self.text("out.csv"), self.export("csv"))
        self.assertEqual([n for n in os.listdir(self.dir) if n.endswith(".tmp")], [])


if __name__ == "__main__":
    main()
