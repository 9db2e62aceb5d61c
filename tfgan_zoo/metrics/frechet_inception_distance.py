"""The Fréchet inception distance, between Gaussians fitted to features.

Heusel et al. (2017), "GANs Trained by a Two Time-Scale Update Rule Converge to a Local
Nash Equilibrium", https://arxiv.org/abs/1706.08500, equation 6. Low is good, equal
distributions have 0 in the limit of many samples; few samples make it too high, so
scores of other sample counts do not compare.
"""

from tfgan_zoo.divergences import gaussian_wasserstein
from tfgan_zoo.metrics.moments import Moments
from tfgan_zoo.metrics.result import Score

NAME = "fid"
HIGHER_IS_BETTER = False


def score(real_moments, fake_moments, *, name: str = NAME) -> Score:
    """|mu_r - mu_f|^2 + tr(S_r + S_f - 2 (S_r S_f)^(1/2)), covariances with ddof 1.

    Args:
        real_moments: `Moments` of real features, or the features [n, d].
        fake_moments: of generated features.
        name: of the value: `Extractor.distance_name`, since the distance of other
            features than those of the Inception network of 2015 is not FID.

    Returns:
        `Score` with one value, at least 0, in squared units of the features.

    Raises:
        ValueError: for fewer than 2 samples, other widths, or features not finite.
    """
    real = Moments.of(real_moments, "real_features")
    fake = Moments.of(fake_moments, "fake_features")
    if real.width != fake.width:
        raise ValueError(
            "`real_moments` and `fake_moments` must have the same width; take both "
            f"from one extractor. Received widths {real.width} and {fake.width}."
        )
    value = gaussian_wasserstein(real.mean, real.covariance, fake.mean, fake.covariance)
    protocol = {
        "real_samples": real.count,
        "fake_samples": fake.count,
        "features": real.width,
    }
    warnings = [
        f"Only {moments.count} {which} samples for {moments.width} features: their "
        f"covariance is singular and {name} far too high. Take {moments.width} or "
        "more, or kid, which is not biased."
        for which, moments in (("real", real), ("generated", fake))
        if moments.count < moments.width
    ]
    return Score({name: value}, protocol, tuple(warnings))
