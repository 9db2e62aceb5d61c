import numpy as np
import pytest

from tfgan_zoo.visualization import image_grid


def test_a_grid_holds_the_images_in_order():
    values = np.linspace(-1, 1, 6)
    batch = np.broadcast_to(values[:, None, None, None], (6, 200, 300, 3))
    grid = np.asarray(image_grid.examples(batch))
    assert grid.shape == (2 * 201 - 1, 3 * 301 - 1, 3)
    for i, value in enumerate(values):
        row, column = divmod(i, 3)
        cell = grid[row * 201 : row * 201 + 200, column * 301 : column * 301 + 300]
        assert np.unique(cell) == np.round((value + 1) * 127.5)


@pytest.mark.parametrize(("channels", "mode"), [(1, "L"), (2, "L"), (3, "RGB")])
def test_any_number_of_channels(channels, mode):
    image = image_grid.examples(np.zeros((5, 16, 16, channels)))
    assert image.mode == mode
    assert image.width > 400


def test_bytes_are_drawn_as_they_are():
    image = image_grid.examples(np.full((1, 600, 600, 1), 77, np.uint8))
    assert image.getextrema() == (77, 77)
