"""Jinja templates: one environment for cards, reports and documents.

```pycon
>>> from pathlib import Path
>>> from tfgan_zoo import templates
>>> _ = Path("greeting").write_text("Hello, {{ name }}!")
>>> templates.environment(Path(".")).get_template("greeting").render(name="GAN")
'Hello, GAN!'
```
"""

from pathlib import Path

import jinja2

__all__ = ["environment"]


def environment(folder: Path, *, escape: bool = False) -> jinja2.Environment:
    """The templates of a folder. A name that is not given is an error.

    Args:
        folder: of the templates.
        escape: all text but that of the templates, as HTML and SVG need.
    """
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=escape,
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
