"""Optimal discriminators, transport plans and supports, against closed forms."""

import itertools

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.optimize import minimize_scalar

from tfgan_zoo.divergences import histograms, jensen_shannon, wasserstein_1d
from tfgan_zoo.experiments.theory.topics import (
    frozen_discriminator,
    label_smoothing,
    not_saturating_loss,
    separable_samples,
    thin_supports,
    transport_plan,
)


@pytest.mark.parametrize("labels", label_smoothing.LABELS)
@pytest.mark.parametrize(("p", "q"), [(0.2, 0.7), (1.0, 0.01), (0.5, 0.5)])
def test_the_discriminator_of_smoothed_labels_has_the_least_cross_entropy(labels, p, q):
    real, fake = labels

    def loss(d):
        log, log_not = np.log(d), np.log1p(-d)
        return -p * (real * log + (1 - real) * log_not) - q * (
            fake * log + (1 - fake) * log_not
        )

    best = minimize_scalar(loss, bounds=(1e-9, 1 - 1e-9), method="bounded").x
    assert_allclose(label_smoothing.optimum(p, q, real, fake), best, atol=1e-4)


def test_one_sided_smoothing_leaves_the_slope_and_two_sided_takes_it():
    x = np.linspace(-4.5, 4.5, 901)
    found = label_smoothing.optima(x)
    for row, slope in zip(found["optimum"], found["slope"], strict=True):
        differences = np.gradient(-np.log(row), x)
        assert_allclose(slope[1:-1], np.abs(differences[1:-1]), atol=2e-2)
    none, one_sided, two_sided = found["slope"]
    assert_allclose(none, one_sided, rtol=1e-9)
    generator = x < -1.0  # Three quarters of its samples.
    assert two_sided[generator].max() < 0.1 < 6 < none[generator].min()
    assert_allclose(found["optimum"][2, [0, -1]], [0.1, 0.9], atol=1e-6)


@pytest.mark.learning
def test_a_discriminator_trained_on_smoothed_labels_comes_near_its_optimum():
    numbers = label_smoothing.measure(steps=500)
    error = np.abs(numbers.trained - numbers.optimum[1])
    assert np.average(error, weights=numbers.p + numbers.q) < 0.01


def test_a_held_discriminator_touches_the_best_value_where_it_is_the_answer():
    numbers = frozen_discriminator.measure()
    for start in (-1.5, 0.0, 2.0):
        best = frozen_discriminator.best_value(start)
        assert_allclose(frozen_discriminator.value(start, start), best, atol=1e-9)
    assert_allclose(numbers.slopes[0], numbers.slopes[1], rtol=1e-6)
    # Everywhere else the answer is a lower bound.
    assert np.all(numbers.frozen <= numbers.best + 1e-9)
    assert np.all(numbers.answered <= numbers.best + 1e-9)
    # Far on the side that D0* calls real, log(1 - D0*) is minus its logit, and
    # linear in the mean: dV/dt = t0.
    assert_allclose(frozen_discriminator.slope(-8.0, 2.0), 2.0, rtol=1e-6)


def test_many_steps_against_one_discriminator_make_the_generator_worse():
    numbers = frozen_discriminator.measure()
    before = frozen_discriminator.best_value(numbers.start)
    after = frozen_discriminator.best_value(numbers.moved)
    assert frozen_discriminator.value(numbers.moved, numbers.start) < before < after
    assert abs(numbers.paths[0, -1]) < 0.01
    assert np.ptp(numbers.paths[-1, 80:]) > 4
    # With a step for each D it is the descent of C itself.
    means = [2.0]
    for _ in range(5):
        around = [frozen_discriminator.best_value(means[-1] + d) for d in (-1e-4, 1e-4)]
        means.append(means[-1] - 0.1 * (around[1] - around[0]) / 2e-4)
    assert_allclose(numbers.paths[0, :6], means, atol=1e-6)


def test_the_loss_is_kl_less_twice_js_and_a_term_that_moves():
    numbers = not_saturating_loss.measure()
    assert_allclose(numbers.divergence, numbers.theta**2 / 2, atol=1e-7)
    parts = numbers.divergence - 2 * numbers.jensen_shannon + np.log(4) + numbers.real
    assert_allclose(numbers.loss, parts, atol=1e-7)
    assert_allclose(numbers.loss[0], np.log(2), atol=1e-9)
    assert_allclose(numbers.real[0], -np.log(2), atol=1e-9)
    # Samples of the definition.
    expected = np.interp(numbers.sampled_theta, numbers.theta, numbers.loss)
    assert_allclose(numbers.sampled_loss, expected, atol=0.1)


def test_the_slope_of_the_loss_is_that_of_kl_less_twice_js_while_d_is_held():
    numbers = not_saturating_loss.measure()
    total = numbers.divergence - 2 * numbers.jensen_shannon
    expected = np.gradient(total, numbers.theta, edge_order=2)
    assert_allclose(numbers.held, expected, atol=2e-3)
    drawn = np.interp(numbers.sampled_theta, numbers.theta, expected)
    assert_allclose(numbers.sampled_slope, drawn, atol=0.03)
    # With a D that follows it is another.
    assert np.abs(numbers.followed - numbers.held).max() > 0.1


def test_the_cheapest_plan_costs_the_wasserstein_distance():
    numbers = transport_plan.measure()
    places = numbers.places
    assert_allclose(numbers.plan.sum(axis=1), numbers.p, atol=1e-9)
    assert_allclose(numbers.plan.sum(axis=0), numbers.q, atol=1e-9)
    assert numbers.plan.min() > -1e-12
    heaps = (
        np.repeat(places, np.round(heap * numbers.shovelfuls).astype(int))
        for heap in (numbers.p, numbers.q)
    )
    assert_allclose(numbers.cost, wasserstein_1d(*heaps), rtol=1e-9)
    # The area between the two distribution functions is the same number.
    area = np.abs(np.cumsum(numbers.p - numbers.q)).sum()
    assert_allclose(numbers.cost, area, rtol=1e-9)
    assert numbers.cost < numbers.independent < numbers.dearest


def test_the_critic_is_worth_what_the_plan_costs():
    numbers = transport_plan.measure()
    assert_allclose(numbers.duality, numbers.cost, rtol=1e-9)
    assert np.abs(np.diff(numbers.critic)).max() <= 1 + 1e-9
    for i, j in np.argwhere(numbers.plan > 1e-9):
        assert_allclose(numbers.critic[i] - numbers.critic[j], abs(i - j), atol=1e-9)


def test_the_cheapest_plan_is_the_best_of_all_assignments():
    costs = np.random.default_rng(0).uniform(size=(4, 4))
    share = np.full(4, 0.25)
    plan = transport_plan.cheapest_plan(costs, share, share)
    orders = itertools.permutations(range(4))
    best = min(np.mean([costs[i, j] for i, j in enumerate(order)]) for order in orders)
    assert_allclose(np.sum(plan * costs), best, rtol=1e-9)


def test_a_plane_separates_as_many_labellings_as_are_counted():
    points = np.random.default_rng(0).normal(size=(6, 2))
    labellings = np.array([*itertools.product([-1, 1], repeat=6)])
    apart = [separable_samples.separates(points, each) for each in labellings]
    # C(6, 2) = 2 (1 + 5 + 10) of 64.
    assert np.sum(apart) == 32
    assert_allclose(separable_samples.chance(6, 2), 32 / 64)
    assert separable_samples.chance(3, 2) == separable_samples.chance(785, 784) == 1
    for d in (1, 7, 400):
        assert_allclose(separable_samples.chance(2 * (d + 1), d), 0.5)


def test_a_network_parts_the_samples_of_distributions_that_overlap():
    numbers = separable_samples.measure(points=8, updates=150, draws=2)
    assert numbers.accuracy[-1] == 1
    assert numbers.fresh[-1] < 0.9
    # The best of two Gaussians at the distance 2 is the sign of x.
    x = np.random.default_rng(0).normal(size=20_000) - 1
    assert_allclose(numbers.best, np.mean(x < 0), atol=0.01)
    assert np.all(numbers.tried[:, 0] == 1)  # d + 1 points.


def test_curves_share_less_the_nearer_one_looks():
    numbers = thin_supports.measure(noises=2)
    assert_allclose(np.linalg.norm(numbers.meeting, axis=1), 1)
    centre = [numbers.centre, 0]
    assert_allclose(np.linalg.norm(numbers.meeting - centre, axis=1), 1)
    assert_allclose(numbers.counted, numbers.share, rtol=0.15)
    # They cross at an angle of which the sine is c sqrt(1 - c^2 / 4): each crossing has
    # 2 e / sine of its length within e, of 2 pi.
    sine = numbers.centre * np.sqrt(1 - numbers.centre**2 / 4)
    assert_allclose(
        numbers.share[0], 4 * numbers.near[0] / sine / (2 * np.pi), rtol=1e-3
    )


def test_the_divergence_of_noisy_circles_is_that_of_their_samples():
    centre, noise = 0.6, 0.25
    random = np.random.default_rng(0)
    angle = random.uniform(0, 2 * np.pi, size=(2, 100_000))
    points = np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    points += noise * random.normal(size=points.shape)
    points[1, :, 0] += centre
    found = jensen_shannon(*histograms(*points, bins=60))
    assert_allclose(thin_supports.noisy_divergence(centre, noise), found, atol=0.01)
    # The thinner, the nearer to log 2, in a straight line.
    gaps = [
        np.log(2) - thin_supports.noisy_divergence(centre, s, 600)
        for s in (0.005, 0.01)
    ]
    assert_allclose(gaps[1] / gaps[0], 2, rtol=0.02)


def test_discs_share_what_their_overlap_is():
    points = np.random.default_rng(0).uniform(-1, 1, size=(400_000, 2))
    inside = points[np.linalg.norm(points, axis=1) < 1]
    outside = np.mean(np.linalg.norm(inside - [0.6, 0], axis=1) > 1)
    expected = np.log(2) * outside
    assert_allclose(thin_supports.disc_divergence(0.6), expected, atol=2e-3)
    assert_allclose(thin_supports.disc_divergence(2.0), np.log(2))
