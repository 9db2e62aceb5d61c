"""Pages that are made of templates, and how they join the site."""

from pathlib import Path

from mkdocs.structure.files import File

from tfgan_zoo import templates

ENVIRONMENT = templates.environment(Path(__file__).with_name("templates"))


def render(template: str, **values) -> str:
    """A page in Markdown, of one of the templates beside this file."""
    return ENVIRONMENT.get_template(f"{template}.md.jinja").render(values)


def add(files, config, pages: dict):
    """Adds generated pages to the files of the site, by their addresses in it."""
    for uri, content in pages.items():
        files.append(File.generated(config, uri, content=content))
    return files
