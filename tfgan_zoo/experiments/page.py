"""Pages of HTML that are one file: a template filled in, its pictures inside."""

import base64
from pathlib import Path

from tfgan_zoo import atomic, templates

_TEMPLATES = templates.environment(Path(__file__).with_name("templates"), escape=True)
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
