import numpy as np
import pytest

from tfgan_zoo import export
from tfgan_zoo.demo import compare, latents, samples


@pytest.fixture(scope="module")
def plain():
    return export.load("dcgan_mnist_5k")


def test_each_draws_the_same_latents(of_classes, plain):
    pictures = compare.side_by_side([of_classes, plain], num=20, seed=5)
    for generator, drawn in zip((of_classes, plain), pictures, strict=True):
        z = latents.sample(generator.card, 20, seed=5)
        # Sample for sample: a column for each class, for both.
        alone = samples.draw(generator, z, columns=10)
        assert drawn.tobytes() == alone.tobytes()
    assert pictures[0].tobytes() != pictures[1].tobytes()


def test_a_generator_equals_itself(plain):
    one, other = compare.side_by_side([plain, plain], num=9, seed=0)
    assert one.tobytes() == other.tobytes()


def test_a_label_is_for_those_that_take_one(of_classes, plain):
    one, other = compare.side_by_side([of_classes, plain], 9, 0, labels=(7, None))
    assert one.tobytes() == samples.samples(of_classes, 9, 0, label=7).tobytes()
    assert other.tobytes() == samples.samples(plain, 9, 0).tobytes()


@pytest.mark.parametrize(
    ("latents", "words"),
    [
        (
            {"latent_law": "normal"},
            "one draws from 100 uniform numbers, the other from 100 normal",
        ),
        (
            {"latent_dim": 128},
            "the other from 128 uniform numbers. Choose two that agree",
        ),
    ],
)
def test_other_latents_are_told_in_words(of_classes, latents, words):
    assert words in compare.difference(of_classes.card, of_classes.card | latents)


def test_other_latents_are_refused(of_classes, of_normal_latents):
    names = "cdcgan_mnist_5k and wgan_gp_mnist_5k"
    with pytest.raises(ValueError, match=f"{names} cannot be given"):
        compare.side_by_side([of_classes, of_normal_latents], num=4, seed=0)


def test_the_first_two_can_be_compared(models):
    names = models.names("generator")
    other = compare.partner(models.cards, names)
    assert other != names[0]
    assert compare.difference(models.cards[names[0]], models.cards[other]) is None
    assert compare.partner(models.cards, names[:1]) == names[0]
    assert np.all([name in models.cards for name in names])
