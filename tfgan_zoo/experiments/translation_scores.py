"""Scores of translations: distance to the truth, agreement with the lines, spread."""

import numpy as np
import tensorflow as tf

import pipelines
from tfgan_zoo.pixels import to_floats
from tfgan_zoo.sampling import products


def l1(outputs, targets) -> float:
    """Mean absolute difference of images in [-1, 1], over pixels and channels."""
    return float(np.mean(np.abs(to_floats(outputs) - to_floats(targets))))


def mean_target(data: pipelines.Dataset):
    """The mean photograph [H, W, C]: what to predict without looking at the source."""
    _, targets = data.arrays(shuffle=False)
    return np.mean(to_floats(targets), axis=0)


def spread_over_draws(translator, sources, *, draws=8) -> float:
    """How much the images of one source differ by the noise of the translator.

    The standard deviation over the draws, with draws - 1 in its denominator, of each
    channel of each pixel in [-1, 1], averaged over channels, pixels and sources. Isola
    et al. (2017), https://arxiv.org/abs/1611.07004, section 3.1, observe "only minor
    stochasticity" in the output of their nets.

    Args:
        translator: `tfgan_zoo.sampling.Translator`.
        sources: images [B, H, W, C], floats in [-1, 1] or uint8.
        draws: images for each source, at least 2.

    Returns:
        The mean deviation; 0 of a translator without noise.
    """
    translate = tf.function(translator.translate)
    seeds = [tf.constant(seed, tf.int64) for seed in range(draws)]
    deviations = [
        np.std([translate(part, seed) for seed in seeds], axis=0, ddof=1)
        for part in products.batches(to_floats(sources), len(sources), 32)
    ]
    return float(np.mean(np.concatenate(deviations)))


def edge_agreement(outputs, sources) -> float:
    """How well the edges of the outputs are those that the sources show.

    The F1 score of Canny's edges of an output against the black lines of its source;
    an edge pixel counts as found if there is one of the other within one pixel.

    Args:
        outputs: images [B, H, W, C], floats in [-1, 1] or uint8.
        sources: images [B, H, W, C], likewise, black lines on white.

    Returns:
        F1 in [0, 1], over the pixels of all images.
    """
    from scipy.ndimage import binary_dilation
    from skimage.feature import canny

    near = np.ones((3, 3), bool)
    drawn = asked = drawn_right = asked_found = 0
    for output, source in zip(to_floats(outputs), to_floats(sources), strict=True):
        edges, lines = canny(output.mean(axis=-1) / 2), source.mean(axis=-1) < 0
        drawn += edges.sum()
        asked += lines.sum()
        drawn_right += (edges & binary_dilation(lines, near)).sum()
        asked_found += (lines & binary_dilation(edges, near)).sum()
    precision, recall = drawn_right / max(drawn, 1), asked_found / max(asked, 1)
    return float(2 * precision * recall / max(precision + recall, 1e-12))
