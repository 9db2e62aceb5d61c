"""The page of the papers: what the zoo has of each, by what its docstrings cite.

A hook of MkDocs. The rows are in papers.md.jinja; recipes whose papers are in none of
them come last, so that a new recipe is on the page.
"""

import re
from pathlib import Path

import generated

import tfgan_zoo
from tfgan_zoo import recipes

ROOMS = ("recipes", "layers", "metrics", "experiments")  # That a row links to.
_PAPER = re.compile(r"arxiv\.org/abs/(\d+\.\d+)")


def on_files(files, config):
    """Adds the page."""
    return generated.add(files, config, {"papers.md": page()})


def page() -> str:
    """The page, in Markdown."""
    known = citing()
    named = set()

    def zoo(*papers):
        named.update(papers)
        links = dict.fromkeys(link for p in papers for link in known.get(p, ()))
        return ", ".join(links)

    def others():
        """Recipes to the papers that no row has named."""
        cited = {name: _cited(recipes.get(name).doc) for name in recipes.available()}
        return {name: papers - named for name, papers in cited.items()}

    return generated.render("papers", zoo=zoo, others=others)


def citing() -> dict:
    """Numbers of papers to links to the modules that cite them."""
    found, zoo = {}, Path(tfgan_zoo.__file__).parent
    for room in ROOMS:
        for file in sorted((zoo / room).rglob("[!_]*.py")):
            page = f"zoo/{file.stem}" if room == "recipes" else f"api/{room}"
            name = file.stem if room == "recipes" else f"{room}/{file.stem}"
            for paper in _cited(file.read_text("utf-8")):
                found.setdefault(paper, []).append(f"[`{name}`]({page}.md)")
    return found


def _cited(text) -> set:
    return set(_PAPER.findall(text))
