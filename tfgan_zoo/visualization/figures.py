"""Matplotlib figures as images."""

import io

from PIL import Image


def to_image(figure) -> Image.Image:
    """A drawn figure, RGB.

    Args:
        figure: of matplotlib.
    """
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png")
    return Image.open(buffer).convert("RGB")
