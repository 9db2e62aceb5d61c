import numpy as np
import pytest

from tfgan_zoo.demo import samples
from tfgan_zoo.visualization import image_grid


def test_the_grid_is_that_of_tfgan_sample(of_classes):
    drawn = samples.samples(of_classes, num=20, seed=3)
    expected = image_grid.examples(of_classes(num=20, seed=3), columns=10)
    assert drawn.size == expected.size
    difference = np.abs(np.int16(drawn) - np.int16(expected))
    assert difference.max() <= 1  # Of rounding.


def test_the_same_seed_gives_the_same_grid(of_classes):
    one, again, other = (samples.samples(of_classes, 10, seed) for seed in (1, 1, 2))
    assert one.tobytes() == again.tobytes()
    assert one.tobytes() != other.tobytes()


def test_a_label_is_drawn(of_classes):
    sevens = samples.samples(of_classes, num=9, seed=0, label=7)
    expected = image_grid.examples(of_classes(num=9, seed=0, label=7))
    assert np.abs(np.int16(sevens) - np.int16(expected)).max() <= 1


@pytest.mark.parametrize("name", ["of_classes", "of_normal_latents"])
def test_truncation_makes_samples_alike(name, request):
    generator = request.getfixturevalue(name)
    spreads = [spread(generator, threshold) for threshold in (0.1, 0.5, np.inf)]
    assert spreads[0] < spreads[1] < spreads[2]


def spread(generator, threshold):
    """Deviation between samples of one label."""
    from tfgan_zoo.demo import latents

    z = latents.sample(generator.card, 32, seed=0)
    z = latents.truncate(z, generator.card["latent_law"], threshold)
    label = 3 if generator.card["num_classes"] else None
    return generator.latents_to_images(z, label).std(axis=0).mean()


@pytest.mark.parametrize(
    ("num", "label", "columns"), [(20, None, 10), (20, 3, None), (15, None, None)]
)
def test_classes_in_turn_have_columns(of_classes, num, label, columns):
    assert samples.columns_of_classes(of_classes.card, num, label) == columns
