"""Pages whose source lies elsewhere in the repository, and links as they hold there.

A hook of MkDocs. A link between two files of the repository becomes one between the
pages that show them; where no page does, its words stay, and the path beside them. The
line `<!-- README: HEADING -->` becomes that section of the README, so that what the
README says is written once.
"""

import posixpath
import re
from pathlib import Path

import generated
from mkdocs.exceptions import PluginError

ROOT = Path(__file__).parents[2]
PAGES = {"README.md": "manual.md", "benchmarks/README.md": "benchmarks.md"}
# Code, and the pages that `zoo.py` and `api.py` make of it.
SHOWN = (
    (r"docs/(.+)", r"\1"),
    (r"tfgan_zoo/recipes", "zoo/index.md"),
    (r"tfgan_zoo/recipes/(\w+)\.py", r"zoo/\1.md"),
    (r"tfgan_zoo/scripts(/.*)?", "commands.md"),
    (r"tfgan_zoo/(\w+)(/.*)?", r"api/\1.md"),
    (r"pipelines(/.*)?", "api/pipelines.md"),
    (r"notebooks", "notebooks.md"),
    (r"(notebooks/\w+\.ipynb)", r"\1"),
)
_README = re.compile(r"^<!-- README: (.+) -->$", re.M)
_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s#]+)(#[^)\s]*)?\)")


def on_config(config):
    """Lists the pages of docs/results first in their section."""
    (section,) = (entry for entry in config.nav if "Results" in entry)
    pages = sorted((ROOT / "docs" / "results").glob("*.md"))
    section["Results"] = [f"results/{p.name}" for p in pages] + section["Results"]


def on_files(files, config):
    """Adds the pages whose source is outside of docs/."""
    pages = {page: (ROOT / source).read_text() for source, page in PAGES.items()}
    return generated.add(files, config, pages)


def on_page_markdown(markdown, page, config, files):
    """Turns links to pages, and fills in what the README says."""
    uri = page.file.src_uri
    source = next((s for s, p in PAGES.items() if p == uri), f"docs/{uri}")

    def told(match):
        return relinked(section(match[1]), "README.md", uri, files)

    return _README.sub(told, relinked(markdown, source, uri, files))


def section(heading: str) -> str:
    """What the README says under a heading, up to the next one."""
    text = (ROOT / "README.md").read_text("utf-8")
    found = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#+ |\Z)", text, re.M | re.S)
    if found is None:
        raise PluginError(f"README.md has no heading {heading!r}.")
    return found[1].strip()


def relinked(text: str, source: str, uri: str, files) -> str:
    """Markdown whose links lead to pages.

    Args:
        text: with links that hold in the repository.
        source: the file that the text is of, from the root of the repository.
        uri: the page that shows it.
        files: of the site.
    """

    def turned(match):
        image, words, target, anchor = match.groups()
        there = posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
        if not (ROOT / there).exists():
            return match[0]  # Of the web, or of a page that is made; MkDocs checks it.
        page = _page(there, files)
        if page is None:
            return f"`{there}`" if words.strip("`") in there else f"{words} (`{there}`)"
        link = posixpath.relpath(page, posixpath.dirname(uri))
        return f"{image}[{words}]({link}{anchor or ''})"

    return _LINK.sub(turned, text)


def _page(path, files):
    """The page that shows a file or a folder of the repository; None if none does."""
    if path in PAGES:
        return PAGES[path]
    for pattern, uri in SHOWN:
        if found := re.fullmatch(pattern, path):
            uri = found.expand(uri)
            file = files.get_file_from_path(uri)
            return uri if file and file.inclusion.is_included() else None
    return None
