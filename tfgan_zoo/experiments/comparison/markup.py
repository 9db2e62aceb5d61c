"""Parts of a page that is one file: escaped text, tables, pictures inside."""

import base64
import html

_STYLE = """
:root { color-scheme: light; }
body { margin: 0 auto; max-width: 1080px; padding: 2.5rem 1.25rem 4rem;
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif;
  color: #222; background: #fff; }
h1 { font-size: 1.8rem; line-height: 1.2; margin: 0 0 .3rem; font-weight: 650; }
h2 { font-size: 1.25rem; margin: 2.8rem 0 .6rem; padding-top: 1.1rem;
  border-top: 1px solid #ddd; font-weight: 650; }
h3 { font-size: 1rem; margin: 1.8rem 0 .3rem; font-weight: 650; }
p, li { max-width: 46rem; }
.lead { color: #555; margin-top: 0; }
.note { color: #555; font-size: .88rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: .9rem; margin: .6rem 0;
  font-variant-numeric: tabular-nums; }
th, td { padding: .35rem .8rem .35rem 0; text-align: left; vertical-align: top;
  border-bottom: 1px solid #eee; }
thead th { border-bottom: 1px solid #999; font-weight: 600; vertical-align: bottom; }
tbody th { font-weight: 600; white-space: nowrap; }
td.number { white-space: nowrap; }
.small { color: #666; font-size: .82rem; white-space: normal; }
.samples td { padding: .4rem .6rem .4rem 0; width: 22%; border: 0; }
.samples { width: 100%; }
.samples th { border: 0; }
img { max-width: 100%; height: auto; display: block; }
.samples img { width: 100%; max-width: 232px; border: 1px solid #ddd; }
figure { margin: .5rem 0 1.5rem; }
figcaption { color: #555; font-size: .88rem; max-width: 46rem; }
pre { background: #f6f6f4; padding: .7rem .9rem; overflow-x: auto; font-size: .82rem;
  line-height: 1.45; white-space: pre-wrap; overflow-wrap: anywhere; }
code { font-size: .88em; overflow-wrap: anywhere; }
.swatch { display: inline-block; width: 1.6em; height: 0; margin-right: .5em;
  border-top: 3px solid; vertical-align: middle; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.2rem;
  font-size: .9rem; }
dt { font-weight: 600; } dd { margin: 0; overflow-wrap: anywhere; }
@media print { h2 { break-after: avoid; } figure, tr { break-inside: avoid; } }
"""


class Markup(str):
    """Text that is HTML already; all other text is escaped."""

    def __add__(self, other):
        return Markup(str(self) + text(other))


def text(value) -> Markup:
    """A value as HTML; only `Markup` passes as it is."""
    return value if isinstance(value, Markup) else Markup(html.escape(str(value)))


def tag(name: str, *inside, **attributes) -> Markup:
    """An element; `class_` stands for the attribute `class`."""
    given = "".join(
        f' {key.rstrip("_")}="{html.escape(str(value))}"'
        for key, value in attributes.items()
    )
    return Markup(f"<{name}{given}>{''.join(map(text, inside))}</{name}>")


def image(png: bytes, words: str) -> Markup:
    """A picture, inside of the page.

    Args:
        png: bytes of a PNG.
        words: what it shows, for those who cannot see it.
    """
    data = base64.b64encode(png).decode()
    return Markup(
        f'<img alt="{html.escape(words)}" src="data:image/png;base64,{data}">'
    )


def figure(png: bytes, words: str, caption="") -> Markup:
    """A picture with a caption below."""
    inside = [tag("figcaption", caption)] if caption else []
    return tag("figure", image(png, words), *inside)


def table(heads, rows, **attributes) -> Markup:
    """A table whose first column names the rows.

    Args:
        heads: of the columns.
        rows: cells of each row; a `Markup` that is a cell stays as it is.
        **attributes: of the table.
    """
    head = tag("tr", *(tag("th", cell, scope="col") for cell in heads))
    body = [
        tag(
            "tr",
            tag("th", row[0], scope="row"),
            *(c if str(c).startswith("<td") else tag("td", c) for c in row[1:]),
        )
        for row in rows
    ]
    whole = tag("table", tag("thead", head), tag("tbody", *body), **attributes)
    return tag("div", whole, class_="scroll")


def definitions(pairs) -> Markup:
    """A list of names and what they are."""
    return tag("dl", *(tag("dt", k) + tag("dd", v) for k, v in pairs))


def page(title: str, *inside) -> str:
    """The whole file."""
    head = (
        '<meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>{head}'
        f"<title>{html.escape(title)}</title><style>{_STYLE}</style></head>\n"
        f"<body>\n{chr(10).join(map(text, inside))}\n</body>\n</html>\n"
    )
