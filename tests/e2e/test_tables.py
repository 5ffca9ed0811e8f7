#!/usr/bin/env python3
"""The tables of folded rows against the fold in memory: the same bytes for every table and filter. A ledger whose tables are marked
as of another state is folded in memory; it is asked the same questions."""
import itertools
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import urllib.error
import urllib.parse
import urllib.request

from support import PROGRAM, SAMPLE, Case, main

TABLES = ["stories", "entities", "statements", "events", "offers", "timeline", "positions", "contradictions", "unlinked", "uncoded", "dyad", "count"]


class Tables(Case):
    def setUp(self):
        super().setUp()
        self.db = self.path("l.db")
        self.ok("read", "--db", self.db, os.path.join(SAMPLE, "stories"), os.path.join(SAMPLE, "feed.jsonl"))

    def sql(self, db, text, *values):
        with sqlite3.connect(db) as c:
            return c.execute(text, values).fetchall()

    def stale(self):
        """A copy that is folded in memory."""
        copy = self.path("memory.db")
        with sqlite3.connect(self.db) as c:
            c.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(self.db, copy)
        self.assertEqual(len(self.sql(copy, "SELECT state FROM fold_state")), 1)
        self.sql(copy, "UPDATE fold_state SET state=state+1")
        self.sql(copy, "UPDATE fold_json SET json='{}', vals='0 :'")  # so that whoever reads them is found out
        return copy

    def serve(self, db):
        p = subprocess.Popen([PROGRAM, "serve", "--db", db, "--port", "0"], stdout=subprocess.PIPE)

        def end():
            p.send_signal(signal.SIGTERM)
            p.wait(timeout=30)
            p.stdout.close()

        self.addCleanup(end)
        return p.stdout.readline().decode().split()[0]

    @staticmethod
    def ask(url, table, q):
        try:
            with urllib.request.urlopen(f"{url}api/rows/{table}?{urllib.parse.urlencode(q)}", timeout=60) as answer:
                return answer.read()
        except urllib.error.HTTPError as e:
            return e.read()

    def values(self):
        """Filters worth asking: what occurs, in whole and in part, and what does not."""
        rows = [json.loads(x[0]) for x in self.sql(self.db, "SELECT json FROM fold_json")]
        roles = [r for row in rows for r in row.get("actors", []) + row.get("recipients", [])]
        who = sorted({r[k] for r in roles for k in ("country", "entity", "code", "name", "role") if r.get(k)})
        who += [w[:4] for w in who] + [w.lower()[1:5] for w in who] + ["", "nobody", "100%", "KORGOV"]
        dates = sorted({row["date"][k] for row in rows if isinstance(row.get("date"), dict) for k in ("best", "from", "to") if row["date"].get(k)})
        words = sorted({w for row in rows for w in (row.get("sentence") or "").split()})
        return {
            "actor": who, "recipient": who,
            "from": dates + [d[:7] for d in dates] + [d[:4] for d in dates] + ["1900", "2100"], "to": dates + [d[:7] for d in dates] + ["1900", "2100"],
            "issue": sorted({row["matter"]["issue"] for row in rows if row.get("matter") and row["matter"].get("issue")}) + ["", "none_such"],
            "type": sorted({str(row[k]) for row in rows for k in ("type", "force", "act", "cameo", "attribute") if row.get(k)}) + ["agree", "none", ""],
            "outlet": sorted({r["outlet"] for row in rows for r in row.get("reports", []) if r.get("outlet")}) + ["a", "", "%"],
            "text": words[::9] + ["the", "%", ""],
            "search": words[::7] + ["the", "tra ta", "", "--", "événement", "story"],
            "id": sorted({row["id"] for row in rows if "id" in row})[::5] + [r["entity"] for r in roles][::9] + ["e0", ""],
            "all": ["1"], "unit": ["report"], "offset": ["1", "7", "1000"], "limit": ["1", "3"],
        }

    def questions(self):
        values = self.values()
        yield {}
        for key, some in values.items():
            for v in some:
                yield {key: v}
                yield {key: v, "all": "1"}
        seed = 12345
        for keys in itertools.chain(itertools.combinations(values, 2), itertools.combinations(values, 3)):
            q = {}
            for key in keys:
                seed = (seed * 1103515245 + 12345) % 2**31
                q[key] = values[key][(seed >> 8) % len(values[key])]
            yield q

    def differ(self, tables=TABLES, step=1):
        fresh, memory = self.serve(self.db), self.serve(self.stale())
        bys = ["", "year", "month,quad", "day", "dyad", "actor", "recipient", "type,force", "issue", "outlet", "month,actor", "actor,recipient", "quad,issue,year"]
        asked = found = 0
        for i, q in enumerate(self.questions()):
            for table in tables:
                if (i * 7 + len(table)) % step:
                    continue
                one = dict(q)
                if table == "dyad":
                    one.setdefault("actor", "KOR")
                    one.setdefault("recipient", "PRK")
                if table == "count":
                    one["by"] = bys[i % len(bys)]
                here = self.ask(fresh, table, one)
                self.assertEqual(here, self.ask(memory, table, one), f"{table} {one}")
                asked += 1
                found += b'"rows":[]' not in here and b"error" not in here[:8]
        return asked, found

    def test_every_table_and_filter(self):
        asked, found = self.differ(step=5)
        self.assertGreater(asked, 1000)
        self.assertGreater(found, asked // 4)

    def test_columns(self):
        memory = self.stale()
        for table in ("stories", "entities", "statements", "events", "offers", "timeline", "positions", "contradictions"):
            for more in ([], ["--all"], ["--actor", "KOR"]):
                here, there = (self.run_program(table, "--db", db, "--format", "csv", *more) for db in (self.db, memory))
                self.assertEqual((here.returncode, here.stdout), (there.returncode, there.stdout), table)

    def test_after_corrections(self):
        ids = [r[0] for r in self.sql(self.db, "SELECT r.id FROM fold_row r JOIN fold_json j USING(row) WHERE json LIKE '%\"force\"%' AND r.id LIKE 'e%' ORDER BY row")]
        self.ok("reject", "--db", self.db, ids[0])
        self.ok("edit", "--db", self.db, ids[3], "type=REJECT", "date=2019-05-04")
        self.ok("merge", "--db", self.db, ids[5], ids[6])
        asked, _ = self.differ(["events", "count", "offers", "positions", "statements"], 23)
        self.assertGreater(asked, 100)

    def test_the_same_stories_give_the_same_state(self):
        one, other = self.sql(self.db, "SELECT state FROM fold_state"), self.path("other.db")
        for path in (os.path.join(SAMPLE, "feed.jsonl"), os.path.join(SAMPLE, "stories")):
            self.ok("read", "--db", other, path)
        self.assertEqual(self.sql(other, "SELECT state FROM fold_state"), one)
        for table in ("fold_row", "fold_json", "fold_id", "fold_has", "fold_tag", "fold_count"):
            self.assertEqual(*(self.sql(db, f"SELECT * FROM {table} ORDER BY 1, 2") for db in (other, self.db)), table)


if __name__ == "__main__":
    main()
