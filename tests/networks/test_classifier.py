"""The classifier: its weights counted by hand."""

import pytest

from tfgan_zoo.networks import classifier


@pytest.mark.parametrize(
    ("convolutions", "kernels"),
    [
        (1, 3 * 8 + 8 * 16 + 16 * 32),
        (2, 3 * 8 + 8 * 8 + 8 * 16 + 16 * 16 + 16 * 32 + 32 * 32),
    ],
)
def test_each_stage_halves_the_image_and_doubles_the_channels(convolutions, kernels):
    network = classifier.classifier(
        (32, 32, 3), num_classes=5, width=8, features=7, convolutions=convolutions
    )
    norms = 4 * (8 + 16 + 32) * convolutions + 2 * 7
    dense = (4 * 4 * 32 + 1) * 7 + (7 + 1) * 5
    counter = 1  # Of the draws of dropout.
    assert network.count_params() == 9 * kernels + norms + dense + counter
    assert network.get_layer("features").output.shape == (None, 7)
