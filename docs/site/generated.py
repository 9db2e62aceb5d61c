"""Pages that are made of templates, and how they join the site."""

from pathlib import Path

import jinja2
from mkdocs.structure.files import File

ENVIRONMENT = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).with_name("templates")),
    undefined=jinja2.StrictUndefined,
    lstrip_blocks=True,
    trim_blocks=True,
)


def render(template: str, **values) -> str:
    """A page in Markdown, of one of the templates beside this file."""
    return ENVIRONMENT.get_template(f"{template}.md.jinja").render(values)


def add(files, config, pages: dict):
    """Adds generated pages to the files of the site, by their addresses in it."""
    for uri, content in pages.items():
        files.append(File.generated(config, uri, content=content))
    return files
