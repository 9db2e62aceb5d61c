import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats

from tfgan_zoo import sampling

PRIORS = [sampling.Normal(), sampling.Uniform(), sampling.Truncated(1.5)]


@pytest.mark.parametrize(
    ("prior", "expected"),
    [
        (sampling.Normal(), stats.norm()),
        (sampling.Uniform(), stats.uniform(-1, 2)),
        (sampling.Truncated(1.5), stats.truncnorm(-1.5, 1.5)),
        (sampling.Truncated(0.1), stats.truncnorm(-0.1, 0.1)),
    ],
)
def test_latents_have_their_distribution(prior, expected):
    z = prior.sample((200, 50), (3, 1)).numpy()
    assert z.dtype == np.float32
    assert stats.kstest(z.ravel(), expected.cdf).pvalue > 0.01
    assert_allclose(z.std(), expected.std(), rtol=0.02)


@pytest.mark.parametrize("prior", PRIORS)
def test_latents_are_a_function_of_the_seed(prior):
    one, same, other = (prior.sample((3, 4), seed) for seed in ((0, 1), (0, 1), (1, 0)))
    assert_array_equal(one, same)
    assert not np.array_equal(one, other)


@pytest.mark.parametrize("prior", PRIORS)
def test_a_model_card_holds_it(prior):
    card = {"latent_law": prior.name, "latent_dim": 4}
    if isinstance(prior, sampling.Truncated):
        card["threshold"] = prior.threshold
    assert sampling.from_card(card) == prior


def test_what_cannot_be_a_threshold_is_refused():
    with pytest.raises(ValueError, match="above 0"):
        sampling.Truncated(0)
