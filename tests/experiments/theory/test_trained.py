"""Topics that train networks, at fewer steps than the figures."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from tfgan_zoo.experiments.theory import distributions
from tfgan_zoo.experiments.theory.topics import (
    mode_collapse,
    optimal_discriminator,
    saturation,
    training_film,
    vanishing_gradient,
    weight_clipping,
)


@pytest.mark.learning
def test_a_trained_discriminator_comes_near_the_optimal_one():
    numbers = optimal_discriminator.measure(steps=600, trainings=2)
    weights = numbers.p + numbers.q
    error = np.abs(numbers.trained - numbers.optimum)
    assert np.average(error, weights=weights) < 0.02
    ends = numbers.closed_form[[0, -1]]
    assert_allclose(numbers.trained_value, ends, atol=0.02)
    assert np.all(numbers.trained_value <= ends + 1e-9)  # D* is the best.


@pytest.mark.learning
def test_a_film_ends_with_the_data_and_a_discriminator_at_one_half():
    numbers = training_film.measure(steps=1500, moments=12)
    width = numbers.x[1] - numbers.x[0]
    assert_allclose(numbers.densities.sum(axis=1) * width, 1)
    # Equal densities in the end, of which the first are nearly apart.
    distance = np.abs(numbers.densities - numbers.p).sum(axis=1) * width / 2
    assert distance[0] > 0.9
    assert distance[-1] < 0.08
    assert_allclose([numbers.real[-1], numbers.fake[-1]], 0.5, atol=0.02)
    assert_allclose(numbers.value[[0, -1]], -np.log(4), atol=0.02)
    assert_allclose(numbers.best_value[-1], -np.log(4), atol=0.02)
    # In between D tells them apart, and no D is worth more than the best.
    assert (numbers.real - numbers.fake).max() > 0.3
    assert np.all(numbers.value <= numbers.best_value + 0.02)
    # The densities are those of the points that G carries there.
    for points, cells in zip(numbers.carried, numbers.densities, strict=True):
        median = numbers.x[np.searchsorted(np.cumsum(cells) * width, 0.5)]
        assert_allclose(np.median(points), median, atol=2 * width)


@pytest.mark.learning
def test_the_gradient_vanishes_with_log_1_minus_d_and_stays_with_the_critic():
    numbers = vanishing_gradient.measure(steps=2000, moments=8, batches=8)
    plain, not_saturating, critic, noisy = numbers.norm
    assert numbers.accuracy[0, -1] > 0.999
    assert plain[-1] < plain.max() / 20
    # The same discriminator, with -log D: ever longer and more spread.
    assert not_saturating[-1] > 20 * plain.max()
    assert numbers.spread[1, -1] > 10 * numbers.spread[2, -1] > 0
    # The critic's is there, and so is that under noise.
    assert 1 < critic[-1] < 10
    assert noisy[-1] > 10 * plain[-1]
    assert 0.55 < numbers.accuracy[3, -1] < 0.85
    assert np.all(np.isnan(numbers.accuracy[2]))


@pytest.mark.learning
def test_the_discriminator_saturates_where_the_critic_is_linear():
    numbers = saturation.measure(steps=2000)
    data, fake = numbers.p > 0.1 * numbers.p.max(), numbers.q > 0.1 * numbers.q.max()
    assert numbers.discriminator[data].min() > 0.98
    assert numbers.discriminator[fake].max() < 0.02
    assert np.median(numbers.saturating[fake]) < 1e-3
    between = (numbers.x > -3) & (numbers.x < 3)
    assert numbers.critic_slope[between].min() > 0.8
    line = np.polyfit(numbers.x[between], numbers.critic[between], 1)
    residual = numbers.critic[between] - np.polyval(line, numbers.x[between])
    assert np.abs(residual).max() < 0.1
    # W of two Gaussians of one deviation is the distance of their means; a
    # 1-Lipschitz critic gives no more.
    assert_allclose(numbers.distance, 4, atol=0.05)
    assert 0.9 * numbers.distance < numbers.estimate <= numbers.distance + 1e-3
    # |w| <= c, through layers of 1, 32 and 32 inputs: K <= 32^2 c^3.
    assert numbers.slope <= 32**2 * 0.1**3 * (1 + 1e-5)


@pytest.mark.learning
def test_slopes_of_the_losses_are_their_derivatives():
    numbers = saturation.measure(steps=20)
    step = numbers.x[1] - numbers.x[0]
    for loss, slope in (
        (np.log1p(-numbers.discriminator), numbers.saturating),
        (-np.log(numbers.discriminator), numbers.not_saturating),
        (numbers.critic, numbers.critic_slope),
    ):
        # At the kinks of the network the two differ.
        error = np.abs(np.abs(np.gradient(loss, step)) - slope)
        assert np.quantile(error, 0.8) < 0.02 * slope.max() + 1e-6


@pytest.mark.learning
def test_clipped_weights_pile_up_at_the_ends_and_others_do_not():
    numbers = weight_clipping.measure(clips=(0.1,), steps=1500, moments=4)
    assert numbers.at_bound[0, 0] == 0
    assert numbers.at_bound[0, -1] > 0.4
    assert numbers.last[0, [0, -1]].sum() >= numbers.at_bound[0, -1]
    assert_allclose([numbers.first.sum(), numbers.last.sum()], 1)
    assert numbers.penalty_last[[0, -1]].sum() < 0.05


def test_weights_at_the_bound_are_counted_on_both_sides():
    weights = np.array([-0.1, 0.1, 0.0999, 0.05, 0.0], np.float32)
    assert weight_clipping.share_at_bound(weights, 0.1) == 0.4


def test_a_mode_counts_with_one_percent_of_the_points():
    means = distributions.ring_means()
    points = np.concatenate([np.repeat(means[:1], 985, axis=0), means[1:2]])
    points = np.concatenate(
        [points, np.repeat(means[2:3], 10, axis=0), np.zeros((4, 2))]
    )
    assert len(points) == 1000
    modes, near = mode_collapse.covered(points)
    assert modes == 2  # One point is less than 1%.
    assert_allclose(near, 0.996)
    assert mode_collapse.covered(points + 0.1) == (0, 0.0)
    assert mode_collapse.covered(means)[0] == 8


@pytest.mark.learning
def test_the_plain_gan_loses_the_modes_that_the_others_keep():
    numbers = mode_collapse.measure(seed=2, steps=1500, seeds=1, moments=3)
    plain, discrimination, wasserstein = numbers.modes[:, 0, -1]
    assert plain <= 2
    assert discrimination >= 7
    assert wasserstein >= 6
    assert numbers.points.shape == (3, 3, 500, 2)
