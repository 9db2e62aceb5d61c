"""Closed forms of the theory: D*, C(G), the parallel lines, and the game v = xy."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.integrate import trapezoid

from tfgan_zoo.divergences import jensen_shannon
from tfgan_zoo.experiments.theory import distributions
from tfgan_zoo.experiments.theory.topics import (
    bilinear_game,
    optimal_discriminator,
    parallel_lines,
)


def test_the_optimal_discriminator_is_p_over_p_plus_q():
    p, q = np.array([0.2, 0.0, 0.5, 0.0]), np.array([0.6, 0.3, 0.0, 0.0])
    assert_allclose(optimal_discriminator.optimum(p, q), [0.25, 0, 1, 0.5])


def test_no_other_discriminator_is_worth_more():
    x = np.linspace(-6, 6, 1001)
    p, q = (
        distributions.gaussian_density(x, -1, 1),
        distributions.gaussian_density(x, 1, 0.7),
    )
    best = optimal_discriminator.optimum(p, q)
    values = []
    for shift in (-0.2, -0.05, 0.0, 0.05, 0.2):
        logits = np.log(p) - np.log(q) + shift
        logs = -np.logaddexp(0, -logits), -np.logaddexp(0, logits)
        values.append(optimal_discriminator.value(x, p, q, *logs))
        if not shift:
            assert_allclose(np.exp(logs[0]), best, rtol=1e-12)
    assert np.argmax(values) == 2


@pytest.mark.parametrize(("mean", "deviation"), [(0, 1), (1.5, 1), (-2, 0.3), (4, 2)])
def test_the_game_is_worth_twice_the_jensen_shannon_divergence_less_log_4(
    mean, deviation
):
    x = np.linspace(-15, 15, 20001)
    p, q = (
        distributions.gaussian_density(x, 0, 1),
        distributions.gaussian_density(x, mean, deviation),
    )
    # At the ends of the line the logarithms are not finite, and the densities 0.
    with np.errstate(divide="ignore"):
        logs = [
            np.log(optimal_discriminator.optimum(*pair)) for pair in [(p, q), (q, p)]
        ]
    value = optimal_discriminator.value(x, p, q, *logs)
    expected = 2 * jensen_shannon(p / p.sum(), q / q.sum()) - np.log(4)
    assert_allclose(value, expected, atol=1e-9)


def test_equal_distributions_make_the_game_worth_minus_log_4():
    x = np.linspace(-8, 14, 4001)
    values, closed = optimal_discriminator.best_values(x, np.linspace(0, 6, 13))
    assert_allclose(values[0], -np.log(4), atol=1e-12)
    assert_allclose(values, closed, atol=1e-9)
    assert np.all(np.diff(values) > 0)
    assert_allclose(values[-1], 0, atol=0.02)


def test_on_parallel_lines_kl_is_infinite_js_log_2_and_w_the_distance():
    numbers = parallel_lines.measure(points=50, samples=3)
    apart = numbers.theta != 0
    assert apart.sum() == len(numbers.theta) - 1
    assert np.all(np.isinf(numbers.kullback_leibler[apart]))
    assert_allclose(numbers.jensen_shannon[apart], np.log(2), rtol=0)
    assert_allclose(numbers.wasserstein, np.abs(numbers.theta), rtol=0)
    for name in ("kullback_leibler", "jensen_shannon", "wasserstein"):
        assert getattr(numbers, name)[~apart] == 0
    # In bits the same constant is one.
    assert_allclose(numbers.jensen_shannon[apart] / np.log(2), 1)


def test_estimates_from_points_agree_with_the_parallel_lines():
    numbers = parallel_lines.measure(points=60, samples=3)
    assert_allclose(numbers.sampled_theta, [-1, 0, 1])
    assert_allclose(numbers.sampled_jensen_shannon[[0, 2]], np.log(2))
    assert numbers.sampled_jensen_shannon[1] < 0.1
    assert_allclose(numbers.sampled_wasserstein, [1, 0, 1], atol=0.08)


def test_noise_makes_the_divergences_of_parallel_lines_smooth():
    numbers = parallel_lines.measure(noise=0.2, points=20, samples=1)
    near = np.abs(numbers.theta) < 0.3
    steps = np.abs(np.diff(numbers.noisy_jensen_shannon))
    assert steps.max() < 0.03
    assert np.all(steps[near[1:]] > 0)
    assert numbers.noisy_jensen_shannon.max() < np.log(2)
    # By quadrature: KL of N(0, s^2) and N(theta, s^2) is theta^2 / (2 s^2).
    x = np.linspace(-3, 4, 20001)
    p, q = (distributions.gaussian_density(x, mean, 0.2) for mean in (0, 0.5))
    middle = np.searchsorted(numbers.theta, 0.5)
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = np.nansum(p * np.log(p / q)) * (x[1] - x[0])
    assert_allclose(numbers.noisy_kullback_leibler[middle], expected, rtol=1e-6)


def test_six_rounds_by_turns_come_back_to_the_start():
    orbit = bilinear_game.orbit((2, 3), 1.0, 6, by_turns=True)
    rounds = [(2, 3), (-1, 2), (-3, -1), (-2, -3), (1, -2), (3, 1), (2, 3)]
    assert_allclose(orbit, rounds, rtol=0)


@pytest.mark.parametrize("start", [(2, 3), (0.1, -7), (-4, 0)])
def test_six_rounds_are_one_turn_from_anywhere(start):
    orbit = bilinear_game.orbit(start, 1.0, 12, by_turns=True)
    assert_allclose(orbit[[6, 12]], [start, start], atol=1e-12)
    assert np.abs(orbit[1:6] - start).max(axis=1).min() > 0.05


@pytest.mark.parametrize("step", [0.05, 0.5, 1.0, 1.7])
def test_players_who_move_at_once_spiral_out_by_the_same_factor_each_round(step):
    orbit = bilinear_game.orbit((2, 3), step, 20, by_turns=False)
    radius = np.linalg.norm(orbit, axis=1)
    assert_allclose(radius[1:] / radius[:-1], np.sqrt(1 + step**2), rtol=1e-12)


@pytest.mark.parametrize("step", [0.05, 0.5, 1.0, 1.7])
def test_players_by_turns_stay_on_an_ellipse(step):
    x, y = bilinear_game.orbit((2, 3), step, 200, by_turns=True).T
    assert_allclose(x**2 - step * x * y + y**2, 13 - 6 * step, rtol=1e-9)


def test_a_step_of_two_leaves_the_ellipse():
    orbit = bilinear_game.orbit((2, 3), 2.1, 20, by_turns=True)
    assert np.linalg.norm(orbit[-1]) > 1e3


def test_the_circle_generator_and_the_ring_are_where_they_should_be():
    points = distributions.sample_circle(100, (0, 0), radius=2.0).numpy()
    assert_allclose(np.linalg.norm(points, axis=1), 2, rtol=1e-5)
    generator = distributions.circle_generator(0.7, (0.2, 0.0))
    moved = np.asarray(generator(points)) - [0.2, 0.0]
    assert_allclose(np.linalg.norm(moved, axis=1), 0.7, rtol=1e-5)

    ring = distributions.sample_ring(4000, (0, 0)).numpy()
    distance = np.linalg.norm(ring[:, None] - distributions.ring_means(), axis=-1)
    assert np.mean(distance.min(axis=1) < 3 * distributions.RING_DEVIATION) > 0.98
    assert np.bincount(distance.argmin(axis=1), minlength=8).min() > 400
    assert_allclose(
        distributions.sample_ring(5, (0, 0)), distributions.sample_ring(5, (0, 0))
    )


def test_the_gaussian_generator_has_the_distribution_that_it_says():
    z = np.array([[-1.0], [0.0], [2.0]])
    generator = distributions.gaussian_generator(3.0, 0.5)
    assert_allclose(generator(z), [[2.5], [3.0], [4.0]], rtol=1e-6)
    x = np.linspace(-7, 13, 4001)
    density = distributions.gaussian_density(x, 3.0, 0.5)
    assert_allclose(trapezoid(density, x), 1, rtol=1e-9)
    assert_allclose(trapezoid(density * (x - 3) ** 2, x), 0.25, rtol=1e-9)
