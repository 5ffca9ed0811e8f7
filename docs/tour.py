#: # A tour of the Python package
#:
#: Made by `tools/tour` from `docs/tour.py`, which is run from top to bottom; what it printed stands under each part. `make test-python`
#: fails when the two no longer go together.
#:
#: ## One story
import demarche

coder = demarche.Coder()
story = coder.code(
    "SEOUL, July 20, 2017 (Han Daily) - South Korea offered North Korea military talks at the border on Monday.\n\n"
    "Pyongyang rejected the offer on Wednesday. \"We will not sit down while the exercises go on,\" "
    "Foreign Minister Ri Yong Ho told reporters in Beijing.",
    id="offer",
)
for event in story.events:
    print(event.date.best, event.type, [r.code for r in event.actors], "->", [r.code for r in event.recipients], "|", story.text_of(event))
#: Statements have a speaker, who is an entity, and the very characters of what was said.
for said in story.statements:
    print(story[said.speaker].name, said.act, said.date.best, [story.text_of(span) for span in said.content_spans])
#: An offer and how it was answered:
[offer] = [o for o in story.offers if not o.presupposed]
print([r.code for r in offer.by], "to", [r.code for r in offer.to], "|", [(reply.kind, reply.date.best) for reply in offer.replies])
#: ## Why
#: Every row says what it rests on.
print(story.explain(story.events[0].id))
#: ## Many stories as a table
#: `stream` is lazy and in order; `table` gives rows in Arrow's memory, which pandas, polars, DuckDB and pyarrow take without a copy.
import pathlib

import pandas

files = sorted(pathlib.Path("sample/stories").glob("*.txt"))
table = coder.table("events", ({"text": f.read_bytes(), "id": f.stem} for f in files))
events = pandas.DataFrame.from_arrow(table)
print(events[["story", "type", "quad", "force"]].head(8).to_string())
#:
import polars

table = coder.table("statements", ({"text": f.read_bytes(), "id": f.stem} for f in files))
print(polars.DataFrame(table).group_by("act").len().sort("len", "act", descending=[True, False]).to_dicts())
#: ## What goes wrong
#: Odd text gives notes, never an exception; what cannot work raises, in words.
print([(n.code, n.text) for n in coder.code(b"caf\xe9 talks between France and Norway failed on Tuesday.").notes])
try:
    demarche.Coder(model="no/such/model.dmm")
except demarche.Error as error:
    print(error.code, str(error).replace(str(pathlib.Path.cwd()), "."))
