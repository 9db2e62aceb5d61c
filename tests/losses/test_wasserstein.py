import numpy as np
from numpy.testing import assert_allclose

from tfgan_zoo.losses import wasserstein


def test_losses_by_hand():
    real, fake = np.array([1.0, 3.0]), np.array([-1.0, 0.0, 4.0])
    assert_allclose(wasserstein.discriminator_loss(real, fake), 1.0 - 2.0)
    assert_allclose(wasserstein.generator_loss(fake), -1.0)


def test_on_parallel_lines_the_best_critic_measures_their_distance():
    # f(x, y) = -x is 1-Lipschitz and attains the supremum: W = theta.
    theta = 0.37
    heights = np.linspace(0, 1, 50)
    real = np.stack([np.zeros(50), heights], axis=1)
    fake = np.stack([np.full(50, theta), heights], axis=1)
    loss = wasserstein.discriminator_loss(-real[:, 0], -fake[:, 0])
    assert_allclose(-loss, theta, rtol=1e-6)
