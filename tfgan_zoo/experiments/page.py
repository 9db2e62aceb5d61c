"""Pages of HTML that are one file: a template filled in, its pictures inside."""

import base64
from pathlib import Path

import jinja2

from tfgan_zoo import atomic

_TEMPLATES = jinja2.Environment(
    loader=jinja2.PackageLoader("tfgan_zoo.experiments"),
    autoescape=True,
    lstrip_blocks=True,
    trim_blocks=True,
    undefined=jinja2.StrictUndefined,
)
_TEMPLATES.filters["data_uri"] = lambda png: (
    f"data:image/png;base64,{base64.b64encode(png).decode()}"
)


def render(template: str, **values) -> str:
    """A whole HTML document; all text but that of the template is escaped.

    Args:
        template: name of a file in `templates/`.
        **values: that it asks for. Bytes of a PNG become an address by its filter
            `data_uri`.
    """
    return _TEMPLATES.get_template(template).render(values)


def write(file: Path, template: str, **values):
    """Writes what `render` gives, whole or not at all."""
    atomic.write_text(file, render(template, **values))
