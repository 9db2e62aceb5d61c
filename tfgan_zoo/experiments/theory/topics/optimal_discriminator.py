"""The best discriminator, p / (p + q), and what the game is worth against it.

For a generator that stands still, with density q, and data with density p,

    D*(x) = p(x) / (p(x) + q(x))
    C(G) = V(D*, G) = E_p[log D*] + E_q[log(1 - D*)] = -log 4 + 2 JSD(p, q)

Goodfellow et al. (2014), "Generative Adversarial Nets",
https://arxiv.org/abs/1406.2661, proposition 1 and theorem 1. Here both distributions
are Gaussians of the line, and a small discriminator is trained beside the formula.
"""

import functools
from typing import NamedTuple

import keras
import numpy as np
from scipy.integrate import trapezoid

from tfgan_zoo.divergences import jensen_shannon
from tfgan_zoo.experiments.theory import distributions, trainers
from tfgan_zoo.objectives import GAN
from tfgan_zoo.visualization import plot_style as style

NUMBER = 5
TITLE = "The optimal discriminator, and what the game is worth against it"
SECONDS = 7

_DATA = (0.0, 1.0)  # Mean and deviation of the data.
_GENERATOR = (1.5, 0.6)  # Of the generator in the first panel.


class Numbers(NamedTuple):
    """Two Gaussians, the discriminators between them, and values of the game.

    Attributes:
        x: points of the line, [n].
        p: density of the data at x, [n].
        q: density of the generator at x, [n].
        optimum: D* at x, [n], in [0, 1].
        trained: D at x after training, [n], in [0, 1].
        means: means of a generator that has the data's deviation, [m].
        value: V(D*, G) for each mean, in nats, by integration, [m].
        closed_form: -log 4 + 2 JSD for each mean, in nats, [m].
        trained_means: means at which a discriminator was trained, [k].
        trained_value: V(D, G) of these, in nats, [k].
    """

    x: np.ndarray
    p: np.ndarray
    q: np.ndarray
    optimum: np.ndarray
    trained: np.ndarray
    means: np.ndarray
    value: np.ndarray
    closed_form: np.ndarray
    trained_means: np.ndarray
    trained_value: np.ndarray


def optimum(p, q) -> np.ndarray:
    """D* = p / (p + q); 1/2 where neither distribution has mass."""
    p, q = np.asarray(p, float), np.asarray(q, float)
    both = p + q
    return np.divide(p, both, out=np.full_like(both, 0.5), where=both > 0)


def value(x, p, q, log_real, log_fake) -> float:
    """V = E_p[log D] + E_q[log(1 - D)] by the trapezoidal rule, in nats.

    Args:
        x: points of the line, [n].
        p: density of the data, [n].
        q: density of the generator, [n].
        log_real: log D at x, [n]; -inf only where p is 0.
        log_fake: log(1 - D) at x, [n]; -inf only where q is 0.
    """
    real = np.multiply(p, log_real, out=np.zeros_like(x), where=p > 0)
    fake = np.multiply(q, log_fake, out=np.zeros_like(x), where=q > 0)
    return float(trapezoid(real + fake, x))


def best_values(x, means) -> tuple[np.ndarray, np.ndarray]:
    """V(D*, G) in nats of generators with the data's deviation, in two ways.

    Args:
        x: evenly spaced points of the line that hold both distributions, [n].
        means: of the generators, [m].

    Returns:
        By integration of the definition, [m], and by -log 4 + 2 JSD, [m].
    """
    p = distributions.gaussian_density(x, *_DATA)
    integrals, closed = [], []
    for mean in means:
        q = distributions.gaussian_density(x, mean, _DATA[1])
        with np.errstate(divide="ignore"):
            logs = np.log(optimum(p, q)), np.log(optimum(q, p))
        integrals.append(value(x, p, q, *logs))
        distance = jensen_shannon(p / p.sum(), q / q.sum())
        closed.append(-np.log(4) + 2 * distance)
    return np.array(integrals), np.array(closed)


def measure(seed: int = 0, *, steps: int = 800, trainings: int = 6) -> Numbers:
    """D* and V in closed form, and of discriminators trained against each generator.

    Args:
        seed: of the discriminators' weights and of the samples.
        steps: updates of each discriminator.
        trainings: how many of the means get a trained discriminator.
    """
    x = np.linspace(-8.0, 12.0, 4001)
    p = distributions.gaussian_density(x, *_DATA)
    means = np.linspace(0.0, 6.0, 61)
    trained_means = np.linspace(0.0, 6.0, trainings)

    values, closed = best_values(x, means)
    trained_value = []
    for mean in trained_means:
        logits = _trained_logits(x, mean, _DATA[1], seed, steps)
        q = distributions.gaussian_density(x, mean, _DATA[1])
        logs = -np.logaddexp(0, -logits), -np.logaddexp(0, logits)
        trained_value.append(value(x, p, q, *logs))

    shown = slice(900, 2301)  # x in [-3.5, 3.5].
    q = distributions.gaussian_density(x, *_GENERATOR)
    logits = _trained_logits(x, *_GENERATOR, seed, steps)
    return Numbers(
        x=x[shown],
        p=p[shown],
        q=q[shown],
        optimum=optimum(p, q)[shown],
        trained=1 / (1 + np.exp(-logits[shown])),
        means=means,
        value=values,
        closed_form=closed,
        trained_means=trained_means,
        trained_value=np.array(trained_value),
    )


def _trained_logits(x, mean, deviation, seed, steps):
    """Logits at x of a discriminator trained against N(mean, deviation^2)."""
    discriminator = trainers.discriminator((1,), width=32, seed=seed)
    gan = GAN(
        distributions.gaussian_generator(mean, deviation), discriminator, seed=seed
    )
    rate = keras.optimizers.schedules.CosineDecay(1e-2, steps)
    trainers.compile_discriminator(gan, keras.optimizers.Adam(rate))
    real = functools.partial(
        distributions.sample_gaussian, mean=_DATA[0], deviation=_DATA[1]
    )
    trainers.of_discriminator(gan, real, batch_size=512)(steps)
    logits = discriminator(x[:, None].astype("float32"), training=False)
    return np.asarray(logits, float)[:, 0]


@style.styled
def draw(numbers: Numbers):
    """D* and a trained D over p and q; the value of the game over the mean of q."""
    figure, ((left, right),) = style.figure(1, 2)

    x = numbers.x

    left.fill_between(x, numbers.p, color=style.REAL, alpha=0.25, linewidth=0)
    left.fill_between(x, numbers.q, color=style.FAKE, alpha=0.25, linewidth=0)
    left.text(-1.55, 0.17, "data p", color=style.REAL, ha="right")
    left.text(1.85, 0.62, "generator q", color=style.FAKE)
    left.plot(x, numbers.optimum, color=style.BLACK, label=r"$D^*=p\,/\,(p+q)$")
    left.plot(x, numbers.trained, **style.DASHED, label="trained D")
    left.set(title="Against one generator", xlim=(-3.5, 3.5), ylim=(0, 1.05))
    left.set(xlabel="x", ylabel="D(x), and densities per unit of x")
    left.legend(loc="upper left", bbox_to_anchor=(0.0, 0.94))

    right.axhline(0, **style.GUIDE)
    right.axhline(-np.log(4), **style.GUIDE)
    note = {"color": style.GREY, "va": "bottom"}
    right.text(0, 0.01, "0: nothing is shared", **note)
    right.text(6, 0.01 - np.log(4), "−log 4: they are equal", ha="right", **note)
    closed = {"color": style.BLACK, "label": "−log 4 + 2 JSD(p, q)"}
    right.plot(numbers.means, numbers.closed_form, **closed)
    trained = {"color": style.ORANGE, "label": "value with a trained D"}
    right.plot(numbers.trained_means, numbers.trained_value, "o", **trained)
    right.set(title="Against generators further and further away", ylim=(-1.45, 0.12))
    right.set_xlabel("distance of the two means, in deviations")
    right.set_ylabel("value of the game V(D, G), nats")
    right.legend(loc="center right")
    return figure


def explain(numbers: Numbers) -> str:
    """What the figure shows, with its numbers."""
    both = numbers.p + numbers.q
    error = np.average(np.abs(numbers.trained - numbers.optimum), weights=both)
    gap = np.interp(numbers.trained_means, numbers.means, numbers.closed_form)
    gap = np.abs(gap - numbers.trained_value).max()
    return (
        "Left: between the data p and a generator q that stands still, the best "
        "discriminator is D* = p/(p + q); a small network that was only shown samples "
        f"is {error:.3f} away from it on average over p and q. Right: "
        "against D* the game is worth −log 4 + 2 JSD(p, q), −1.386 nats where p = q "
        "and rising to 0 as they part; the trained networks stay within "
        f"{gap:.5f} nats of it. The flat top is the trouble: once p and q lie apart, "
        "a better generator earns almost nothing."
    )
