"""Animated WebP of frames, as an element of a page."""

import base64
import html
import io

from PIL import Image

FRAME_MS = 70
REST_MS = 700
WIDTH = 660  # Pixels of the page: of the column that films are shown in.


def ping_pong(frames: list[Image.Image]) -> bytes:
    """A ping-pong loop: to the last frame and back, with a rest at both ends.

    Args:
        frames: images of one size, at least two.

    Returns:
        An animated WebP, in which every pixel is as it was.
    """
    rests = [REST_MS, *[FRAME_MS] * (len(frames) - 2), REST_MS]
    # The first frame comes once: the film begins with it again.
    first, *rest = [*frames, *frames[-2:0:-1]]
    buffer = io.BytesIO()
    first.save(
        buffer,
        format="WEBP",
        save_all=True,
        append_images=rest,
        duration=[*rests, *rests[-2:0:-1]],  # Milliseconds.
        loop=0,
        lossless=True,
    )
    return buffer.getvalue()


def to_html(webp: bytes, name: str, width: int = WIDTH) -> str:
    """A film as an element of a page that needs no other file.

    It is enlarged by a whole number, as far as it fits into the width, with its pixels
    left square.

    Args:
        webp: the film.
        name: what it shows, for who cannot see it.
        width: in pixels of the page.
    """
    with Image.open(io.BytesIO(webp)) as image:
        shown = image.width * max(1, width // image.width)
    return (
        f'<img class="film" width="{shown}" alt="{html.escape(name)}" '
        f'src="data:image/webp;base64,{base64.b64encode(webp).decode()}">'
    )
