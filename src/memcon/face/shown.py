"""A record that shows itself in a notebook: the report's text with its events, actors and speakers marked."""

from __future__ import annotations

from html import escape

from memcon.desk.marks import parts_of
from memcon.model.record import Record

_TAGS = {"title": "h3", "heading": "h4", "quote": "blockquote"}
_STYLE = """
.memcon-record{max-width:46em;line-height:1.55}
.memcon-record mark{background:none;color:inherit}
.memcon-record mark.actor{border-bottom:2px solid #8aa}
.memcon-record mark.party{border-bottom-color:#246}
.memcon-record mark.said{background:#8882;font-style:italic}
.memcon-record mark.cue{font-weight:600}
.memcon-record mark.q1{background:#cfe8d0;color:#000}
.memcon-record mark.q2{background:#9fd3a6;color:#000}
.memcon-record mark.q3{background:#fbd9b5;color:#000}
.memcon-record mark.q4{background:#f3a9a0;color:#000}
.memcon-record .other{opacity:.6}
.memcon-record td,.memcon-record th{text-align:left;vertical-align:top}
"""


class Shown(Record, kw_only=True):
    """A record like any other, which a notebook shows as marked text."""

    def _repr_html_(self) -> str:
        return as_html(self)


def shown(record: Record) -> Shown:
    """The same record, to be shown."""
    return Shown(**{name: getattr(record, name) for name in record.__struct_fields__})


def as_html(record: Record) -> str:
    """The report's text with its marks, and its events in a table under it. All text is escaped; there is no script in it."""
    article = record.article
    head = " · ".join(escape(x) for x in (article.outlet, article.published) if x)
    return (
        f"<style>{_STYLE}</style><div class='memcon-record'>"
        + (f"<p class='other'>{head}</p>" if head else "")
        + "".join(_blocks(record))
        + _table(record)
        + "</div>"
    )


def _blocks(record: Record) -> list[str]:
    found = []
    for part in parts_of(record):
        tag = _TAGS.get(part.kind, "p")
        kind = " class='other'" if part.kind in ("related", "other", "caption", "byline") else ""
        inner = []
        for piece in part.pieces:
            text = escape(piece.text).replace("\n", "<br>")
            if piece.kinds:
                note = f" title='{escape(piece.note)}'" if piece.note else ""
                text = f"<mark class='{escape(' '.join(piece.kinds))}'{note}>{text}</mark>"
            inner.append(text)
        found.append(f"<{tag}{kind}>{''.join(inner)}</{tag}>")
    return found


def _table(record: Record) -> str:
    if not record.events:
        return "<p class='other'>No events.</p>"
    names = {a.id: a.name for a in record.actors}
    speakers = {s.id: names.get(s.speaker or "") for s in record.statements}
    rows = []
    for event in record.events:
        date, place = event.date, event.place
        day = "" if date is None else date.end or date.start or ""
        said = dict.fromkeys(name for i in event.statements if (name := speakers.get(i)))
        cells = (
            day,
            ", ".join(names[i] for i in event.actors if i in names),
            event.type + (f" {event.mode}" if event.mode else ""),
            ", ".join(names[i] for i in event.recipients if i in names),
            place.name if place else "",
            event.status,
            event.standing + (f" ({', '.join(said)})" if said else ""),
            f"{event.confidence:.2f}",
        )
        rows.append("<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in cells) + "</tr>")
    heads = ("day", "who", "did", "to whom", "where", "status", "standing", "confidence")
    return f"<table><thead><tr>{''.join(f'<th>{h}</th>' for h in heads)}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
