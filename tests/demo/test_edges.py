import io

import gradio as gr
import numpy as np
import pytest
from gradio.components.image_editor import EditorData, EditorDataBlobs
from gradio.data_classes import FileData
from numpy.testing import assert_array_equal
from PIL import Image, ImageDraw

import pipelines
from pipelines.transforms import images
from tfgan_zoo import pixels
from tfgan_zoo.demo import context, edges
from tfgan_zoo.experiments import peak_memory
from tfgan_zoo.visualization import image_grid

SHAPE = (64, 64, 3)


@pytest.fixture(scope="module")
def sources():
    """Held-out edges, uint8."""
    pairs = pipelines.examples("photo_edges", 12, split="test", seed=0)
    return pixels.to_bytes(pairs[0])


def canvas(size=(512, 512), mode="RGBA"):
    """An empty sheet as the page gives it: nothing on it, not even white."""
    return Image.new(mode, size, 0 if mode == "RGBA" else 255)


@pytest.mark.parametrize("lines", [True, False])
@pytest.mark.parametrize(
    "drawing", [None, canvas(), canvas((300, 40)), canvas(mode="L")]
)
def test_an_empty_canvas_is_white(drawing, lines):
    for channels in (1, 3):
        source = edges.to_source(drawing, (64, 64, channels), lines)
        assert_array_equal(source, np.full((64, 64, channels), 255))


@pytest.mark.parametrize("scale", [1, 4, 8, 11])
def test_a_source_on_the_canvas_comes_back_exactly(sources, scale):
    for source in sources:
        drawing = Image.fromarray(source).resize((64 * scale,) * 2, Image.NEAREST)
        assert_array_equal(edges.to_source(drawing, SHAPE, lines=True), source)


def test_a_stroke_over_a_source_leaves_the_rest_of_it_but_for_what_is_thick(sources):
    lost = 0
    for source in sources:
        drawing = Image.fromarray(source).resize((512, 512), Image.NEAREST)
        ImageDraw.Draw(drawing).line((4, 60, 508, 60), (0, 0, 0), edges.BRUSH)
        returned = edges.to_source(drawing, SHAPE, lines=True)[12:]
        assert np.all(returned >= source[12:])  # No line is added.
        lost += np.sum(returned != source[12:])
    assert lost < 0.02 * np.sum(sources == 0)


@pytest.mark.parametrize(
    "size", [(512, 512), (768, 512), (200, 900), (64, 64), (37, 41)]
)
def test_a_drawing_of_any_size_is_fitted_whole(size):
    drawing = canvas(size)
    ImageDraw.Draw(drawing).rectangle((0, 0, *size), fill=(0, 0, 0, 255))
    source = edges.to_source(drawing, SHAPE)
    dark = np.mean(source == 0)
    width, height = size
    expected = min(width, height) / max(width, height)
    assert dark == pytest.approx(expected, abs=0.05)
    # In the middle, with white on two sides.
    assert source[32, 32, 0] == 0
    assert_array_equal(source[::-1, ::-1], source)


@pytest.mark.parametrize("offset", np.linspace(0, 8, 5))
def test_a_stroke_of_the_brush_is_a_line_of_one_pixel(offset):
    drawing = canvas()
    y = 256 + offset
    ImageDraw.Draw(drawing).line((100, y, 400, y), (0, 0, 0, 255), edges.BRUSH)
    source = edges.to_source(drawing, SHAPE, lines=True)
    assert set(np.unique(source)) == {0, 255}
    columns = (source[:, 15:48, 0] == 0).sum(axis=0)
    assert_array_equal(columns, 1)


def test_shades_are_kept_unless_sources_are_lines(sources):
    assert edges.are_lines(sources)
    drawing = Image.radial_gradient("L")
    source = edges.to_source(drawing, SHAPE)
    assert not edges.are_lines(source[np.newaxis])
    assert len(np.unique(source)) > 50


def test_a_photograph_is_what_the_translator_makes(translator, sources):
    made = edges.photograph(translator, sources[0], seed=1)
    expected = image_grid.examples(translator(sources[:1], seed=1))
    assert made.tobytes() == expected.tobytes()
    assert made.size == (512, 512)
    other = edges.photograph(translator, sources[1], seed=1)
    assert np.abs(np.int16(made) - np.int16(other)).mean() > 10


def peak(function):
    """What a function returns, and the memory that it took, in MiB."""
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")  # The peak is that of now.
    before = peak_memory.status_mib("VmRSS")
    return function(), peak_memory.status_mib("VmHWM") - before


@pytest.mark.parametrize("size", [(12_000, 1), (1, 12_000), (4000, 3000)])
def test_a_large_drawing_is_shrunk_before_white_is_added(size):
    drawing = Image.new("L", size)
    source, taken = peak(lambda: edges.to_source(drawing, SHAPE))
    assert source.shape == SHAPE
    assert taken < 256
    assert drawing.size == size
    dark = np.mean(source < 128)
    assert dark == pytest.approx(min(size) / max(size), abs=0.02)


@pytest.fixture(scope="module")
def drawn(models):
    """The canvas of the tab, and the function of what is sent for it."""
    with gr.Blocks() as blocks:
        shown = context.Context(models, lambda card: None, None, images.read)
        edges.build(blocks, shown)
    (made,) = (f for f in blocks.fns.values() if f.api_name == "edges")
    (canvas,) = (b for b in blocks.blocks.values() if isinstance(b, gr.Sketchpad))
    name = models.names("translator")[0]
    return canvas, lambda sent: made.fn(name, canvas.preprocess(sent), 0)


def content(size):
    buffer = io.BytesIO()
    Image.new("L", size, 255).save(buffer, "png")
    return buffer.getvalue()


@pytest.mark.parametrize("before", [False, True])
def test_of_what_is_sent_the_drawing_alone_is_decoded(drawn, tmp_path, before):
    canvas, made = drawn
    empty = made(None)

    def sent(drawing, other):
        if before:
            canvas.blob_storage["7"] = EditorDataBlobs(
                background=other, layers=[other], composite=drawing
            )
            return EditorData(id="7")
        for name, data in (("drawing", drawing), ("other", other)):
            (tmp_path / name).write_bytes(data)
        file, layer = (FileData(path=str(tmp_path / n)) for n in ("drawing", "other"))
        return EditorData(background=layer, layers=[layer] * 9, composite=file)

    assert made(sent(content((512, 512)), b"no image")).tobytes() == empty.tobytes()
    assert made(sent(content((9000, 1)), b"")).tobytes() == empty.tobytes()
    huge = content((8192, 6145))
    for refused, words in ((huge, "8192 x 6145 pixels are more"), (b"?", "cannot be")):
        with pytest.raises(gr.Error, match=words):
            made(sent(refused, b""))
    assert not canvas.blob_storage


def test_a_card_of_other_data_has_no_pairs_to_begin_with(models):
    def refused(card):
        raise ValueError("other data")

    for pairs in (refused, lambda card: np.zeros((12, 8, 8, 1))):
        with gr.Blocks() as blocks:
            edges.build(blocks, context.Context(models, pairs, None, images.read))
