"""Demarche: raw news in, the ledger of diplomacy out.

    import demarche
    coder = demarche.Coder()
    story = coder.code("SEOUL, July 18 - South Korea offered talks to the North. Pyongyang rejected the offer.")
    for event in story.events:
        print(event.type, [r.code for r in event.actors], [r.code for r in event.recipients], story.text_of(event))

Rows are those of `demarche code` (docs/output.md); spans are [begin, end) in code points of story.text.
"""

from ._demarche import Table, version
from .coder import Coder
from .database import Database, open
from .errors import Error
from .ledger import Ledger
from .parts import Span
from .story import Story

__version__ = version()
__all__ = ["Coder", "Database", "Error", "Ledger", "Span", "Story", "Table", "__version__", "open"]
