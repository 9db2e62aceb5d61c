"""The loss -log D against the best discriminator: KL less twice JS, and its constant.

For p the data, q the generator and D* = p / (p + q),

    E_q[-log D*] = KL(q || p) - 2 JS(p, q) + log 4 + E_p[log D*]

The last term is no constant: D* in it knows the generator. It is one for the generator
that is being trained, since D is held: then

    d/dt E_q[-log D0*] = d/dt [KL(q || p) - 2 JS(p, q)]   at the t that D0* answers

Arjovsky and Bottou (2017), "Towards Principled Methods for Training Generative
Adversarial Networks", https://arxiv.org/abs/1701.04862, theorem 2.5. The KL is the one
that picks, and JS has the wrong sign: it pushes the two apart. (E_q[log(1 - D*)] is
2 JS - log 4 - E_p[log D*], with the same term and the other sign; the sum of the two is
KL.) Here the data are N(0, 1) and the generator is N(t, 1), of which KL = t^2 / 2.
"""

from typing import NamedTuple

import numpy as np
from scipy.integrate import trapezoid

from tfgan_zoo.divergences import jensen_shannon, kullback_leibler
from tfgan_zoo.experiments.theory import distributions
from tfgan_zoo.visualization import plot_style as style

NUMBER = 9
TITLE = "−log D: the KL divergence that picks, less twice JS"
SECONDS = 1

_X = np.linspace(-14.0, 18.0, 3201)
_P = distributions.gaussian_density(_X, 0.0, 1.0)


class Numbers(NamedTuple):
    """The loss and its parts over the generator's mean, and their slopes.

    Attributes:
        theta: means of the generator, [n].
        divergence: KL(q || p), in nats, [n].
        jensen_shannon: JS(p, q), in nats, [n].
        real: E_p[log D*], in nats, [n].
        loss: E_q[-log D*], in nats, by integration, [n].
        sampled_theta: means at which samples were drawn, [k].
        sampled_loss: mean of -log D* over samples of q, in nats, [k].
        sampled_slope: the same of its slope in the mean, D* held, [k].
        held: slope of the loss in the mean where D* is held, by integration, [n].
        followed: its slope where D* follows the generator, [n].
    """

    theta: np.ndarray
    divergence: np.ndarray
    jensen_shannon: np.ndarray
    real: np.ndarray
    loss: np.ndarray
    sampled_theta: np.ndarray
    sampled_loss: np.ndarray
    sampled_slope: np.ndarray
    held: np.ndarray
    followed: np.ndarray


def measure(seed: int = 0, *, samples: int = 20_000) -> Numbers:
    """The loss and its parts by integration, and the loss from samples.

    Args:
        seed: of the samples.
        samples: of each generator.
    """
    theta = np.linspace(0.0, 4.0, 81)
    rows = np.array([_values(mean) for mean in theta])
    kl, js, real, loss, held = rows.T
    sampled = np.linspace(0.0, 4.0, 9)
    drawn = sampled[:, None] + np.random.default_rng(seed).normal(size=(9, samples))
    # -log D* = log(1 + exp(-logit)); its slope in x, and so in t, is t (1 - D*).
    logits = sampled[:, None] * (sampled[:, None] / 2 - drawn)
    slopes = sampled[:, None] / (1 + np.exp(logits))
    return Numbers(
        theta=theta,
        divergence=kl,
        jensen_shannon=js,
        real=real,
        loss=loss,
        sampled_theta=sampled,
        sampled_loss=np.logaddexp(0, -logits).mean(axis=1),
        sampled_slope=slopes.mean(axis=1),
        held=held,
        followed=np.gradient(loss, theta, edge_order=2),
    )


def _values(theta):
    """KL, JS, E_p[log D*], E_q[-log D*] and its slope with D* held, of one mean."""
    q = distributions.gaussian_density(_X, theta, 1.0)
    log_d = -np.logaddexp(0, -theta * (theta / 2 - _X))
    p_cells, q_cells = _P / _P.sum(), q / q.sum()
    return (
        kullback_leibler(q_cells, p_cells),
        jensen_shannon(p_cells, q_cells),
        trapezoid(_P * log_d, _X),
        trapezoid(-q * log_d, _X),
        trapezoid(-(_X - theta) * q * log_d, _X),  # dq/dt = (x - t) q.
    )


@style.styled
def draw(numbers: Numbers):
    """The loss and its parts over the mean, and the slopes of each."""
    figure, ((values, slopes),) = style.figure(1, 2, height=4.0)
    theta = numbers.theta
    kl, js = numbers.divergence, numbers.jensen_shannon

    total = kl - 2 * js + np.log(4)
    values.plot(theta, kl, color=style.GREEN, label="KL(q ‖ p)")
    values.plot(theta, -2 * js, color=style.VERMILION, label="−2 JS(p, q)")
    values.plot(theta, numbers.real, color=style.PURPLE, label="E_p[log D*]")
    values.plot(theta, total + numbers.real, color=style.BLACK, label="all, + log 4")
    label = "−log D*, mean over samples"
    sampled = {"color": style.ORANGE, "linestyle": "", "marker": "o", "zorder": 4}
    values.plot(numbers.sampled_theta, numbers.sampled_loss, label=label, **sampled)
    values.axhline(0, **style.GUIDE)
    values.set(title="The loss and its parts", ylabel="nats", ylim=(-2.2, 8.5))
    values.legend(loc="upper left", fontsize=8.5)

    pull, push = np.gradient(kl, theta), np.gradient(-2 * js, theta)
    slopes.plot(theta, pull, color=style.GREEN, label="of KL(q ‖ p)")
    slopes.plot(theta, push, color=style.VERMILION, label="of −2 JS(p, q): apart")
    slopes.plot(theta, pull + push, color=style.BLACK, label="of KL − 2 JS")
    label = "of −log D*, D held, from samples"
    slopes.plot(numbers.sampled_theta, numbers.sampled_slope, label=label, **sampled)
    label = "of −log D*, D following"
    slopes.plot(theta, numbers.followed, "--", color=style.GREY, label=label)
    slopes.axhline(0, **style.GUIDE)
    slopes.set(title="Their slopes in θ", ylabel="nats per unit of θ")
    slopes.legend(loc="upper left", fontsize=8.5)
    for axis in (values, slopes):
        axis.set_xlabel("θ, distance of the two means")
    return figure


def explain(numbers: Numbers) -> str:
    """What the figure shows, with its numbers."""
    total = numbers.divergence - 2 * numbers.jensen_shannon + np.log(4)
    gap = np.abs(total + numbers.real - numbers.loss).max()
    expected = np.interp(numbers.sampled_theta, numbers.theta, numbers.held)
    error = np.abs(numbers.sampled_slope - expected).max()
    push = np.gradient(-2 * numbers.jensen_shannon, numbers.theta)
    worst = push.argmin()
    return (
        "Against the best D the loss −log D of the generator is KL(q ‖ p) − 2 JS(p, q) "
        f"+ log 4 + E_p[log D*]; the two sides are at most {gap:.1g} nats apart. The "
        f"last term is not constant: it goes from {numbers.real[0]:.3f} at equal "
        f"means to {numbers.real[-1]:.4f}. It is one for a generator that is trained "
        "while D is held, whose slope is that of KL − 2 JS (right; from samples within "
        f"{error:.2g}), not that of the loss with a D that follows (grey). KL "
        "pulls the generator to the data, and −2 JS pushes it away, at θ = "
        f"{numbers.theta[worst]:.2f} with {-push[worst]:.2f} of KL's "
        f"{numbers.theta[worst]:.2f} nats per unit. And the KL is the one that picks: "
        "samples that are not real cost much, and data never drawn cost almost nothing."
    )
