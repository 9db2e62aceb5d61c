"""The tab of image translation: a drawing of edges in, a photograph out."""

import functools
import logging
from pathlib import Path

import gradio as gr
import numpy as np
import tensorflow as tf
from PIL import Image
from skimage import morphology

from tfgan_zoo.demo import captions, controls
from tfgan_zoo.visualization import image_grid

TITLE = "Draw edges"
KIND = "translator"
CANVAS = 512  # Pixels of the canvas; a drawing may have any number.
BRUSH = 12  # Pixels: so wide that a line is not lost where it falls between two.
# Pixels of a side: larger drawings are shrunk, before white is added to them.
MAX_SIDE = 4 * CANVAS
HEIGHT = 560  # Of the canvas on the page with its buttons: nearly its full size.


def undecoded(canvas: gr.ImageEditor) -> gr.ImageEditor:
    """A canvas that gives the content of the file that a drawing is sent in, or None.

    By itself it would decode that and every layer, of whatever size they say they are.
    """

    def content(payload):
        if payload is None:
            return None
        if payload.id is not None:  # The browser has sent the parts before.
            payload = canvas.blob_storage.pop(payload.id, None)
        drawing = payload and payload.composite
        return Path(drawing.path).read_bytes() if hasattr(drawing, "path") else drawing

    canvas.preprocess = content
    return canvas


def to_source(drawing: Image.Image | None, shape, lines: bool = False) -> np.ndarray:
    """Brings a drawing of any size to what a translator takes.

    It is laid on white and shrunk to `MAX_SIDE`, as much white is added as the shape
    needs, and it is resized as the pipelines resize, bilinear with antialiasing.

    Args:
        drawing: of any mode; None is an empty sheet.
        shape: (H, W, C) of the translator's sources.
        lines: sources are black lines of one pixel on white: what is darker than grey
            is black, and as thin where it is thicker than a pixel. A source that was
            enlarged by a whole number comes back as it was.

    Returns:
        uint8 [H, W, C].
    """
    height, width, channels = shape
    drawing = (drawing or Image.new("L", (width, height), "white")).convert("RGBA")
    drawing.thumbnail((MAX_SIDE, MAX_SIDE))
    scale = max(drawing.width / width, drawing.height / height)
    sheet = Image.new("RGBA", (round(width * scale), round(height * scale)), "white")
    margins = (sheet.width - drawing.width) // 2, (sheet.height - drawing.height) // 2
    sheet.alpha_composite(drawing, margins)
    pixels = np.float32(sheet.convert("L" if channels == 1 else "RGB"))
    pixels = pixels.reshape(sheet.height, sheet.width, channels)
    small = tf.image.resize(pixels, (height, width), antialias=True).numpy()
    if lines:
        dark = small.mean(axis=-1) < 127.5
        if not _is_enlarged(pixels.mean(axis=-1) < 127.5, dark.shape):
            # A thin line stays as it is: its steps are not corners to be cut.
            thick = morphology.opening(dark, np.ones((2, 2), bool))
            dark = np.where(thick, morphology.skeletonize(dark), dark)
        small = np.where(dark[..., np.newaxis], 0.0, np.full_like(small, 255))
    return np.uint8(np.round(np.clip(small, 0, 255)))


def _is_enlarged(dark, shape):
    """Whether all pixels are squares of one colour, as those of a source."""
    scale, rest = divmod(dark.shape[0], shape[0])
    if not scale or rest:
        return False
    squares = np.kron(dark[::scale, ::scale], np.ones((scale, scale), bool))
    return np.array_equal(squares, dark)


def are_lines(sources) -> bool:
    """Whether sources [N, H, W, C] are black on white, with nothing between."""
    return bool(np.isin(sources, (0, 255)).all())


def photograph(translator, source, seed: int = 0) -> Image.Image:
    """Draws what a translator makes of a source.

    Args:
        translator: `LoadedTranslator`.
        source: uint8 [H, W, C].
        seed: of the noise.
    """
    return image_grid.examples(translator(source[np.newaxis], seed))


def build(blocks: gr.Blocks, context):
    """Lays the tab out."""
    models = context.models
    names = models.names(KIND)

    @functools.cache
    def pairs(name):
        try:
            found = context.pairs(models.cards[name])
        except ValueError as error:  # The data is other than the card says.
            logging.getLogger(__name__).warning("%s has no pairs: %s", name, error)
            return None
        return found if isinstance(found, tuple) else None

    def tiles(name):
        """Each pair side by side."""
        parts = [part[:, np.newaxis] for part in pairs(name) or ()]
        return [image_grid.side_by_side(*pair) for pair in zip(*parts, strict=True)]

    def sheet(name, index=0):
        """A held-out source on the canvas."""
        if not pairs(name):
            return None
        source = pairs(name)[0][index]
        return image_grid.examples(source[np.newaxis]).convert("RGB")

    first = names[0]
    with gr.Row():
        with gr.Column(min_width=300):
            canvas = gr.Sketchpad(
                sheet(first),
                canvas_size=(CANVAS, CANVAS),
                brush=gr.Brush(BRUSH, colors=["#000000"], color_mode="fixed"),
                eraser=gr.Eraser(3 * BRUSH),
                layers=False,
                transforms=(),
                format="png",  # Or the browser is given other pixels than the source's.
                label="Draw here",
                height=HEIGHT,
                elem_classes="canvas",
            )
            undecoded(canvas)
        with gr.Column(min_width=300):
            image = controls.image("The photograph")
    with gr.Row(equal_height=True):
        name = gr.Dropdown(names, value=first, label="Generator", min_width=230)
        seed = controls.seed()
        button = gr.Button("Make the photograph", variant="primary")
    gr.Markdown("Held-out edges to begin with, and the photographs they are of:")
    gallery = gr.Gallery(
        tiles(first),
        show_label=False,
        columns=4,
        height="auto",
        object_fit="contain",
        allow_preview=False,
        buttons=[],
        elem_classes="pairs",
    )
    caption = gr.Markdown(captions.sentences(models.cards[first]))

    @controls.show_errors
    def made(name, canvas, seed):
        translator = models.load(name)
        drawing = canvas and Image.fromarray(context.read(canvas, 3))
        if drawing:  # Before it is copied.
            drawing.thumbnail((MAX_SIDE, MAX_SIDE))
        lines = pairs(name) is not None and are_lines(pairs(name)[0])
        source = to_source(drawing, translator.card["input_shape"], lines)
        return photograph(translator, source, controls.checked_seed(seed))

    def begun(name, event: gr.SelectData):
        return sheet(name, event.index)

    def chosen(name):
        return sheet(name), tiles(name), captions.sentences(models.cards[name])

    making = made, [name, canvas, seed], image
    gr.on([blocks.load, button.click], *making, api_name="edges")
    # Gradio 6.31 tells of strokes as inputs, and of no change.
    gr.on([canvas.input, seed.change], *making, **controls.LIVE)
    gallery.select(begun, name, canvas, **controls.LIVE)
    name.input(chosen, name, [canvas, gallery, caption], **controls.LIVE)
