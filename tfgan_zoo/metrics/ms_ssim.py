"""Multi-scale structural similarity, and how alike generated images are by it.

Wang et al. (2003), "Multiscale Structural Similarity for Image Quality Assessment",
https://doi.org/10.1109/ACSSC.2003.1292216, equation 7; as a measure of variety, Odena
et al. (2017), https://arxiv.org/abs/1610.09585, section 4.2: the mean over pairs of
generated images, which is high where a generator has collapsed.
"""

import numpy as np
from scipy.ndimage import gaussian_filter

from tfgan_zoo.metrics.images import as_images, pair_of_images
from tfgan_zoo.metrics.result import Score

NAME = "ms_ssim"
HIGHER_IS_BETTER = False
WEIGHTS = (0.0448, 0.2856, 0.3001, 0.2363, 0.1333)
FILTER_SIZE, DEVIATION = 11, 1.5  # Pixels, of the Gaussian window.


def scales(image_size: int) -> int:
    """How many of the five scales have room for the window, each half the last."""
    return sum(image_size >> scale >= FILTER_SIZE for scale in range(len(WEIGHTS)))


def ms_ssim(x, y) -> np.ndarray:
    """The similarity of pairs of images.

        product over scales s of  contrast_structure_s^w_s,  luminance at the last only

    for each channel, then the mean over channels.

    Args:
        x: images [n, H, W, C], floats in [-1, 1] or uint8, at least 11 pixels each way.
        y: of the same shape.

    Returns:
        Array [n] of float64 in [0, 1]; 1 for equal images.

    Raises:
        ValueError: for images that are too small, or of other shapes.

    Departures: images below 176 pixels have room for fewer scales; then the weights of
    those that fit are divided by their sum. The paper's five are not: they sum to
    1.0001. A negative contrast_structure counts as 0. An odd last row or column is left
    out where an image is halved; `tf.image.ssim_multiscale` repeats it.
    """
    x, y = pair_of_images(x, y, ("x", "y"))
    if len(x) != len(y):
        raise ValueError(f"`x` and `y` must be pairs. Received {len(x)} and {len(y)}.")
    count = scales(min(x.shape[1:3]))
    if count == 0:
        raise ValueError(
            f"`x` must be at least {FILTER_SIZE} pixels high and wide, the size of the "
            f"window; resize the images. Received {x.shape[1:3]}."
        )
    weights = np.array(WEIGHTS[:count])
    if count < len(WEIGHTS):
        weights /= weights.sum()
    # Brightness from 0 on: around 0 the luminance of two means has no sense.
    x, y = ((images.astype(np.float64) + 1) / 2 for images in (x, y))
    product = 1.0
    for scale, weight in enumerate(weights):
        luminance, structure = _similarities(x, y)
        last = scale == count - 1
        term = (luminance * structure if last else structure).mean(axis=(1, 2))
        product = product * np.maximum(term, 0) ** weight  # [n, C]
        x, y = _halve(x), _halve(y)
    return product.mean(axis=-1)


def score(fake_images, *, pairs: int = 1000, seed: int = 0) -> Score:
    """The mean similarity of random pairs of generated images.

    Args:
        fake_images: [n, H, W, C], floats in [-1, 1] or uint8, n at least 2.
        pairs: number of pairs, each of two different images.
        seed: of the pairs.

    Returns:
        `Score` with "ms_ssim" in [0, 1], the mean, and "ms_ssim_std", the deviation
        over pairs (ddof 0).

    Raises:
        ValueError: for fewer than 2 images, no pair, or images that are too small.
    """
    images = as_images(fake_images, "fake_images")
    n = len(images)
    if n < 2 or pairs < 1:
        raise ValueError(
            "`fake_images` must hold at least 2 images, and `pairs` be at least 1. "
            f"Received {n} images and pairs = {pairs}."
        )
    rng = np.random.default_rng(seed)
    first = rng.integers(n, size=pairs)
    second = (first + rng.integers(1, n, size=pairs)) % n
    batches = np.split(np.stack([first, second]), range(64, pairs, 64), axis=1)
    values = np.concatenate([ms_ssim(images[i], images[j]) for i, j in batches])
    return Score(
        {"ms_ssim": float(values.mean()), "ms_ssim_std": float(values.std())},
        {
            "fake_samples": n,
            "pairs": pairs,
            "scales": scales(min(images.shape[1:3])),
            "seed": seed,
        },
    )


def _similarities(x, y):
    """Luminance and contrast times structure, [n, H - 10, W - 10, C]."""
    c1, c2 = 0.01**2, 0.03**2
    mean_x, mean_y = _window(x), _window(y)
    luminance = (2 * mean_x * mean_y + c1) / (mean_x**2 + mean_y**2 + c1)
    covariance = _window(x * y) - mean_x * mean_y
    variances = _window(x**2 + y**2) - mean_x**2 - mean_y**2
    return luminance, (2 * covariance + c2) / (variances + c2)


def _window(images):
    """Means under the Gaussian window, where it fits."""
    edge = FILTER_SIZE // 2
    means = gaussian_filter(images, DEVIATION, radius=edge, axes=(1, 2))
    return means[:, edge:-edge, edge:-edge]


def _halve(images):
    """Means of two by two pixels; an odd last row or column is left out."""
    n, height, width, channels = images.shape
    height, width = height // 2, width // 2
    cut = images[:, : 2 * height, : 2 * width]
    return cut.reshape(n, height, 2, width, 2, channels).mean(axis=(2, 4))
