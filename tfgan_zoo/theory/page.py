"""One page of HTML that holds every figure, and asks the network for nothing."""

import base64
import html
from pathlib import Path
from typing import NamedTuple

_STYLE = """
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222;
       font: 1.05rem/1.55 Georgia, 'Times New Roman', serif; background: #fff; }
h1, h2 { font-family: system-ui, sans-serif; line-height: 1.25; }
h2 { margin-top: 3.5rem; }
figure { margin: 1.2rem 0; }
img { width: 100%; height: auto; }
nav, footer, .numbers { font: 0.95rem/1.6 system-ui, sans-serif; }
nav ol { padding-left: 1.4rem; }
footer { margin-top: 4rem; color: #555; border-top: 1px solid #ccc; }
code { font-size: 0.92em; overflow-wrap: anywhere; }
"""


class Section(NamedTuple):
    """One topic of the page.

    Attributes:
        name: of the topic, used as its address within the page.
        title: its heading.
        text: what the figure shows.
        picture: the PNG.
        numbers: the file of its numbers, linked by name.
    """

    name: str
    title: str
    text: str
    picture: Path
    numbers: Path


def render(sections: list[Section], command: str) -> str:
    """The page: a table of contents, and a figure with its text for each section.

    Args:
        sections: in the order of the page.
        command: that makes the page again.

    Returns:
        A whole HTML document; pictures are inside of it as data URIs.
    """
    contents = "\n".join(
        f'<li><a href="#{s.name}">{html.escape(s.title)}</a></li>' for s in sections
    )
    bodies = "\n".join(_body(k, s) for k, s in enumerate(sections, 1))
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The theory of GANs, drawn</title>
<style>{_STYLE}</style>
</head>
<body>
<h1>The theory of GANs, drawn</h1>
<p>What is proved about generative adversarial networks, measured on laws that are small
enough to see. Logarithms are natural, so that divergences are in nats.</p>
<nav><ol>
{contents}
</ol></nav>
{bodies}
<footer><p>Made by <code>{html.escape(command)}</code>. Each topic's module in
<code>tfgan_zoo.theory.topics</code> has its formulas and sources.</p></footer>
</body>
</html>
"""


def _body(number, section):
    picture = base64.b64encode(section.picture.read_bytes()).decode()
    title, text = html.escape(section.title), html.escape(section.text)
    numbers = html.escape(section.numbers.name)
    return f"""<section id="{section.name}">
<h2>{number}. {title}</h2>
<figure><img alt="{title}" src="data:image/png;base64,{picture}"></figure>
<p>{text}</p>
<p class="numbers">Numbers: <a href="{numbers}">{numbers}</a></p>
</section>"""
