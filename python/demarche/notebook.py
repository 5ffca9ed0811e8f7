"""How a story looks in a notebook: its text with speakers, contents, triggers and dates marked, all of it escaped."""

from __future__ import annotations

from html import escape

_STYLE = (
    "<style>.demarche{max-width:66ch;line-height:1.6;white-space:pre-wrap}.demarche .speaker{background:#dbe7f3}"
    ".demarche .content{border-bottom:1px solid #2166ac}.demarche .trigger{background:#f6dfd3}.demarche .date{background:#e8e8dc}"
    ".demarche .aside{color:#6b7280}@media(prefers-color-scheme:dark){.demarche .speaker{background:#2b3f57}.demarche .trigger{background:#5a3423}"
    ".demarche .date{background:#44443a}}</style>"
)


def _marks(story):
    """(begin, end, class, title), by place; an outer mark before an inner one."""
    marks = []
    for s in story.statements:
        if s.speaker_span:
            marks.append((*s.speaker_span, "speaker", f"{s.act}, {s.mode}"))
        marks += [(*c, "content", f"{s.act}, {s.mode}") for c in s.content_spans]
    for e in story.events:
        if e.trigger_span:
            who = " ".join(r.code or "?" for r in e.actors) + " → " + " ".join(r.code or "?" for r in e.recipients)
            marks.append((*e.trigger_span, "trigger", f"{e.type or e.cameo} {who} · {e.date.best or ''}"))
    marks += [(*d.span, "date", f"{d.type} {d.value}") for d in story.dates if d.span]
    marks += [(*b.span, "aside", b.kind) for b in story.blocks if b.span and b.kind not in ("body", "title", "heading")]
    return sorted(marks, key=lambda m: (m[0], -m[1], m[2]))


def story_html(story) -> str:
    """HTML of one story; spans that overlap without nesting are cut where they cross."""
    text, marks = story.text, _marks(story)
    open_marks: list = []
    edges = sorted({0, len(text), *(m[0] for m in marks), *(m[1] for m in marks)})
    out, at = [], 0
    for begin, end in zip(edges, edges[1:]):
        open_marks = [m for m in open_marks if m[1] > begin]
        while at < len(marks) and marks[at][0] == begin:
            open_marks.append(marks[at])
            at += 1
        piece = escape(text[begin:end])
        if open_marks:
            classes = " ".join(dict.fromkeys(m[2] for m in open_marks))
            title = escape("; ".join(dict.fromkeys(m[3] for m in open_marks)), quote=True)
            piece = f'<span class="{classes}" title="{title}">{piece}</span>'
        out.append(piece)
    head = f"<p><b>{escape(story.title or story.id or '')}</b> · {escape(story.outlet or '')} · {story.date.best or 'no date'}</p>"
    return f'{_STYLE}{head}<div class="demarche">{"".join(out)}</div>'
