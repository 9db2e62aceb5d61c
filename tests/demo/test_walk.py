import io
import itertools

import numpy as np
import pytest
from PIL import Image, ImageSequence

from tfgan_zoo.demo import animation, samples, walk


@pytest.mark.parametrize("name", ["of_classes", "of_normal_latents"])
def test_the_ends_are_the_samples_of_the_seeds(name, request):
    generator = request.getfixturevalue(name)
    frames = walk.walk(generator, num=6, seeds=(4, 9), frames=5)
    assert len(frames) == 5
    for frame, seed in ((frames[0], 4), (frames[-1], 9)):
        expected = samples.samples(generator, num=6, seed=seed)
        enlarged = frame.resize(expected.size, Image.NEAREST)
        assert enlarged.tobytes() == expected.tobytes()
    steps = [change(*pair) for pair in itertools.pairwise(frames)]
    assert 0 < min(steps) <= max(steps) < change(frames[0], frames[-1])


def change(one, other):
    return np.abs(np.int16(one) - np.int16(other)).mean()


def test_the_label_stays(of_classes):
    frames = walk.walk(of_classes, num=4, seeds=(0, 1), frames=3, label=7)
    for seed, frame in ((0, frames[0]), (1, frames[-1])):
        expected = samples.samples(of_classes, num=4, seed=seed, label=7)
        enlarged = frame.resize(expected.size, Image.NEAREST)
        assert enlarged.tobytes() == expected.tobytes()


def test_the_film_runs_there_and_back_without_a_pixel_lost():
    frames = [Image.new("L", (20, 10), grey) for grey in (0, 100, 200, 255)]
    webp = animation.ping_pong(frames)
    with Image.open(io.BytesIO(webp)) as film:
        assert film.format == "WEBP"
        greys, milliseconds = [], []
        for frame in ImageSequence.Iterator(film):
            greys.append(frame.convert("L").getpixel((5, 5)))
            milliseconds.append(frame.info["duration"])
    assert greys == [0, 100, 200, 255, 200, 100]
    rest, frame = animation.REST_MS, animation.FRAME_MS
    assert milliseconds == [rest, frame, frame, rest, frame, frame]


def test_a_film_on_the_page_is_enlarged_by_a_whole_number():
    frames = [Image.new("L", (200, 10), grey) for grey in (0, 9)]
    webp = animation.ping_pong(frames)
    shown = animation.to_html(webp, 'a "film" <of> mine', width=640)
    assert 'width="600"' in shown
    assert 'alt="a &quot;film&quot; &lt;of&gt; mine"' in shown
    assert 'src="data:image/webp;base64,UklG' in shown
    assert 'width="200"' in animation.to_html(webp, "wide", width=100)
