"""The product of likelihoods, which underflows, and the mean of their logarithms.

The likelihood of m independent points is the product of their densities. Each factor
is below 1 here, so that the product falls as exp(-m H) and is 0 in floating-point
numbers once it is below half of the least of them, although no factor is. The mean of
the logarithms has the same greatest argument, tends to -H, and does not shrink.
Goodfellow (2016), https://arxiv.org/abs/1701.00160, section 2.1, on logarithms against
underflow. Here data and model are N(0, 1), of which H = log(2 pi e) / 2 = 1.419 nats.
"""

from typing import NamedTuple

import numpy as np

from tfgan_zoo.experiments.theory import distributions
from tfgan_zoo.visualization import plot_style as style

NUMBER = 2
TITLE = "A product of likelihoods underflows, a mean of their logarithms does not"
SECONDS = 1

FORMATS = ("float16", "float32", "float64")
_COLORS = (style.ORANGE, style.VERMILION, style.PURPLE)


class Numbers(NamedTuple):
    """Likelihoods of growing samples, as product and as mean of logarithms.

    The formats are those of `FORMATS`, in that order.

    Attributes:
        count: of points, [m].
        log_product: decimal logarithm of the product of their densities, summed, [m].
        products: the same of the product itself, multiplied in each format, [3, m];
            -inf where that is 0.
        mean: of the logarithms of the densities, in nats, [m].
        entropy: H of the data, in nats.
        theta: means of models N(theta, 1), [t].
        likelihood: of all points under each model, as a product in float64, [t].
        mean_likelihood: mean of their logarithms under each model, in nats, [t].
    """

    count: np.ndarray
    log_product: np.ndarray
    products: np.ndarray
    mean: np.ndarray
    entropy: float
    theta: np.ndarray
    likelihood: np.ndarray
    mean_likelihood: np.ndarray


def measure(seed: int = 0, *, points: int = 1000) -> Numbers:
    """Multiplies and adds up the likelihoods of the same points.

    Args:
        seed: of the points.
        points: of the largest sample.
    """
    drawn = np.random.default_rng(seed).normal(size=points)
    densities = distributions.gaussian_density(drawn, 0.0, 1.0)
    sums = np.cumsum(np.log(densities))
    count = np.arange(1, points + 1)
    theta = np.linspace(-1.5, 1.5, 121)
    models = distributions.gaussian_density(drawn[:, None], theta, 1.0)  # [m, t]
    with np.errstate(divide="ignore", under="ignore"):
        products = [
            np.log10(np.cumprod(densities, dtype=each).astype(float))
            for each in FORMATS
        ]
        likelihood = np.prod(models, axis=0)
    return Numbers(
        count=count,
        log_product=sums / np.log(10),
        products=np.array(products),
        mean=sums / count,
        entropy=np.log(2 * np.pi * np.e) / 2,
        theta=theta,
        likelihood=likelihood,
        mean_likelihood=np.log(models).mean(axis=0),
    )


def lasts(numbers: Numbers) -> np.ndarray:
    """How many points each format can multiply before the product is 0, [3]."""
    return np.isfinite(numbers.products).sum(axis=1)


@style.styled
def draw(numbers: Numbers):
    """The product and the mean over the points, and both over the model."""
    figure, ((product, mean, models),) = style.figure(1, 3, height=3.5)
    count = numbers.count

    product.plot(count, numbers.log_product, color=style.BLACK, linewidth=1)
    for name, row, last, color in zip(
        FORMATS, numbers.products, lasts(numbers), _COLORS, strict=True
    ):
        product.plot(count[:last], row[:last], color=color, linewidth=4, alpha=0.7)
        product.plot(last, row[last - 1], "o", color=color)
        words = f"{name}: 0 after {last}"
        product.text(last + 40, row[last - 1] + 5, words, color=color, va="bottom")
    product.text(0.8 * count[-1], numbers.log_product[-1] + 5, "exact", ha="right")
    product.set(title="The product", xlabel="points m", xlim=(0, 1.3 * count[-1]))
    product.set_ylabel("log₁₀ of the likelihood")

    mean.plot(count, numbers.mean, color=style.REAL)
    mean.axhline(-numbers.entropy, **style.GUIDE)
    mean.text(count[-1], 0.03 - numbers.entropy, "−H", color=style.GREY, ha="right")
    mean.set(title="The mean of the logarithms", xlabel="points m", ylim=(-2, -1))
    mean.set_ylabel("nats per point")

    models.plot(numbers.theta, numbers.mean_likelihood, color=style.REAL)
    best = numbers.mean_likelihood.argmax()
    at = numbers.theta[best], numbers.mean_likelihood[best]
    models.plot(*at, "o", color=style.REAL)
    models.annotate(
        f"best, θ = {at[0]:.2f}",
        at,
        textcoords="offset points",
        xytext=(0, 8),
        ha="center",
        color=style.REAL,
    )
    models.set_ylabel("mean of the logarithms, nats", color=style.REAL)
    models.set(xlabel="θ, mean of the model", title=f"{count[-1]:,} points, any model")
    models.set_ylim(top=at[1] + 0.2)
    flat = models.twinx()
    flat.spines["right"].set_visible(True)
    flat.plot(numbers.theta, numbers.likelihood, color=style.PURPLE)
    flat.set(ylim=(-0.05, 1.0), yticks=[0])
    flat.set_ylabel("product, float64", color=style.PURPLE)
    return figure


def explain(numbers: Numbers) -> str:
    """What the figure shows, with its numbers."""
    ends = [
        f"{last} in {name}" for name, last in zip(FORMATS, lasts(numbers), strict=True)
    ]
    return (
        "Each point of N(0, 1) multiplies the likelihood by less than 1/2, and the "
        f"product is soon below the least number there is: the last that is not 0 has "
        f"{', '.join(ends)} factors (left). The mean of the logarithms says the same "
        f"and tends to −H = {-numbers.entropy:.3f} nats (middle). Of "
        f"{numbers.count[-1]:,} points the product is "
        f"{numbers.likelihood.max():g} for every model, so that none is best; the mean "
        f"is greatest at θ = {numbers.theta[numbers.mean_likelihood.argmax()]:.2f} "
        "(right). A logarithm does not move the maximum, and neither does dividing by "
        "m, after which the slope does not grow with the sample."
    )
