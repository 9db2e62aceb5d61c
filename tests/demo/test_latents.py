import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats

from tfgan_zoo.demo import latents

CARDS = {
    name: {"latent_dim": 100, "latent_law": name} for name in latents.MAX_THRESHOLD
}


@pytest.fixture(params=CARDS)
def card(request):
    return CARDS[request.param]


def test_a_seed_draws_the_latents_of_the_generators_own_samples(of_normal_latents):
    z = latents.sample(of_normal_latents.card, 4, seed=3)
    images = np.round((of_normal_latents.latents_to_images(z) + 1) * 127.5)
    assert_allclose(images, of_normal_latents(num=4, seed=3), atol=1)
    assert np.abs(z - latents.sample(of_normal_latents.card, 4, seed=4)).max() > 1


class TestTruncation:
    @pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
    def test_nothing_is_beyond_the_threshold(self, card, share):
        distribution = card["latent_law"]
        threshold = share * latents.MAX_THRESHOLD[distribution]
        z = latents.truncate(latents.sample(card, 500, seed=0), distribution, threshold)
        assert 0.99 * threshold < np.abs(z).max() <= threshold * (1 + 1e-6)

    @pytest.mark.parametrize("threshold", [0.05, 0.5, 2.0])
    def test_the_law_is_that_of_drawing_again(self, threshold):
        z = latents.sample(CARDS["normal"], 200, seed=1)
        truncated = latents.truncate(z, "normal", threshold).ravel()
        truncated_normal = stats.truncnorm(-threshold, threshold)
        assert stats.kstest(truncated, truncated_normal.cdf).pvalue > 0.01
        # Cutting off instead would heap latents up at the threshold.
        cut = np.clip(z.ravel(), -threshold, threshold)
        assert stats.kstest(cut, truncated_normal.cdf).pvalue < 1e-3

    def test_quantiles_stay(self, card):
        z = latents.sample(card, 20, seed=2)
        truncated = latents.truncate(z, card["latent_law"], 0.4)
        assert_array_equal(np.argsort(z, axis=None), np.argsort(truncated, axis=None))
        assert_array_equal(np.sign(z), np.sign(truncated))

    def test_the_largest_threshold_keeps_all(self, card):
        z = latents.sample(card, 20, seed=2)
        distribution = card["latent_law"]
        for threshold in (latents.MAX_THRESHOLD[distribution], np.inf):
            assert_array_equal(latents.truncate(z, distribution, threshold), z)

    @pytest.mark.parametrize("threshold", [0, -1, None, np.nan])
    def test_a_threshold_is_above_0(self, card, threshold):
        z = latents.sample(card, 2, seed=2)
        with pytest.raises(ValueError, match="a number above 0"):
            latents.truncate(z, card["latent_law"], threshold)


class TestInterpolation:
    SHARES = np.linspace(0, 1, 9)

    def way(self, card, seeds=(0, 1)):
        ends = [latents.sample(card, 30, seed) for seed in seeds]
        return *ends, latents.interpolate(*ends, self.SHARES, card["latent_law"])

    def test_it_begins_and_ends_at_the_draws(self, card):
        start, end, way = self.way(card)
        assert way.shape == (9, 30, 100)
        assert_array_equal(way[0], start)
        assert_array_equal(way[-1], end)

    def test_normal_latents_keep_their_length(self):
        start, end, way = self.way(CARDS["normal"])
        lengths = np.linalg.norm(way, axis=-1)
        assert lengths.min() > 0.95 * min(lengths[0].min(), lengths[-1].min())
        straight = np.linalg.norm((start + end) / 2, axis=-1)
        assert straight.max() < 0.9 * lengths[4].min()

    def test_equal_angles_at_equal_shares(self):
        *_, way = self.way(CARDS["normal"])
        way /= np.linalg.norm(way, axis=-1, keepdims=True)
        angles = np.arccos(np.sum(way[1:] * way[:-1], axis=-1))
        # Of two lengths: the angle turns evenly to first order only.
        assert_allclose(
            angles, np.broadcast_to(angles.mean(0), angles.shape), rtol=0.25
        )

    def test_uniform_latents_go_straight_and_stay_in_their_cube(self):
        start, end, way = self.way(CARDS["uniform"])
        assert np.abs(way).max() <= 1
        assert_allclose(way[2], 0.75 * start + 0.25 * end, atol=1e-6)

    def test_from_a_draw_to_itself_nothing_moves(self, card):
        start, _, way = self.way(card, seeds=(5, 5))
        assert_allclose(way, np.broadcast_to(start, way.shape), rtol=1e-5)
