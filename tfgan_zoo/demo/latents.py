"""Latents of the tabs: sampling by a seed, truncation trick, interpolation."""

import numpy as np
from scipy import special

from tfgan_zoo import sampling

# Thresholds from here on leave latents as they are; 997 of 1,000 normal ones are below.
MAX_THRESHOLD = {"normal": 3.0, "uniform": 1.0}


def sample(card: dict, num: int, seed: int) -> np.ndarray:
    """Latents [num, latent_dim]: those of the generator's own samples of this seed.

    Args:
        card: of the generator.
        num: number of latents.
        seed: of the draw.
    """
    prior = sampling.from_card(card)
    return prior.sample((num, card["latent_dim"]), (seed, 0)).numpy()


def truncate(z, distribution: str, threshold: float) -> np.ndarray:
    """Brings latents to the distribution that a truncation leaves of theirs.

    Brock et al. (2019), "Large Scale GAN Training for High Fidelity Natural Image
    Synthesis", https://arxiv.org/abs/1809.11096, section 3.1, draw each coordinate
    again until its magnitude is below the threshold: samples become more typical, and
    more alike. Here each coordinate keeps its quantile instead, so that a grid
    changes smoothly with the threshold. The distribution is the same:

        normal     F(z') = 1/2 + (F(z) - 1/2) (2 F(threshold) - 1), a truncated normal;
                   F is the distribution function of N(0, 1)
        uniform    z' = threshold z, uniform on [-threshold, threshold]

    Args:
        z: latents [num, latent_dim].
        distribution: of each coordinate, "normal" or "uniform".
        threshold: above 0; from `MAX_THRESHOLD` on, latents stay as they are.

    Returns:
        float32 [num, latent_dim].

    Raises:
        ValueError: the threshold is missing or not above 0.
    """
    if threshold is None or not threshold > 0:
        raise ValueError(f"The truncation is a number above 0. Received: {threshold}")
    z = np.asarray(z, np.float32)
    if threshold >= MAX_THRESHOLD[distribution]:
        return z
    if distribution == "uniform":
        return np.float32(threshold) * z
    kept = 2 * special.ndtr(threshold) - 1
    # Of the lower tail on either side: only there do small shares keep their digits.
    tail = (1 - kept) / 2 + kept * special.ndtr(-np.abs(z, dtype=np.float64))
    return np.float32(-special.ndtri(tail) * np.sign(z))


def interpolate(start, end, shares, distribution: str) -> np.ndarray:
    """Latents on the way from one draw to another.

    Normal latents of many dimensions have nearly the same length, which the straight
    line between two of them falls short of; they go along the great circle:

        (sin((1 - t) w) start + sin(t w) end) / sin(w), w the angle between both

    White (2016), "Sampling Generative Networks", https://arxiv.org/abs/1609.04468,
    section 2.1. Uniform latents go along the straight line, which stays inside their
    cube as the circle does not.

    Args:
        start: latents [num, latent_dim].
        end: latents [num, latent_dim].
        shares: of the way that is done, [steps], 0 at the start and 1 at the end.
        distribution: of each coordinate, "normal" or "uniform".

    Returns:
        float32 [steps, num, latent_dim].
    """
    start, end = np.float64(start), np.float64(end)
    done = np.float64(shares)[:, np.newaxis, np.newaxis]
    if distribution == "uniform":
        return np.float32((1 - done) * start + done * end)
    lengths = np.linalg.norm(start, axis=-1) * np.linalg.norm(end, axis=-1)
    cosine = np.clip(np.sum(start * end, axis=-1) / lengths, -1, 1)
    # The limit of no angle is the straight line; a tiny one has its digits.
    angle = np.maximum(np.arccos(cosine), 1e-6)[:, np.newaxis]  # [num, 1]
    way = np.sin((1 - done) * angle) * start + np.sin(done * angle) * end
    return np.float32(way / np.sin(angle))
