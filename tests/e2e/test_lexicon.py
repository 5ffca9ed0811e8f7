#!/usr/bin/env python3
"""The lexicon that is shipped: every example of its frames holds, and a folder with a frame of one's own is told when it does not."""
import os
import re

from support import ROOT, Case, main

OWN = """frames:
  - id: own/greet
    pred: [greet]
    slots: {actor: subject, recipient: object}
    type: SUPPORT
    cameo: "051"
    examples:
      - {text: "Ghana (greeted|fed) Togo.", expect: "GHA SUPPORT TGO"}
"""


class Lexicon(Case):
    def test_every_example_holds(self):
        out = self.ok("check", os.path.join(ROOT, "lexicon")).stdout.decode("utf-8")
        frames, predicates, exercised, examples = map(int, re.search(r"(\d+) frames, (\d+) predicates, (\d+) of them in (\d+) examples", out).groups())
        self.assertGreaterEqual(exercised, 1200)
        self.assertGreaterEqual(examples, exercised / 2)

    def test_an_example_that_fails(self):
        self.write("mine/frames/own.yaml", OWN)
        r = self.run_program("check", os.path.join(ROOT, "lexicon"), self.path("mine"))
        self.assertEqual(r.returncode, 1)
        told = r.stderr.decode("utf-8")
        self.assertRegex(told, r"own\.yaml:8:9: the example fails: Ghana fed Togo\. .*; write GHA SUPPORT TGO")
        self.assertNotIn("greeted", told)


if __name__ == "__main__":
    main()
