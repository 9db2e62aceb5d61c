import numpy as np
import pytest

from tfgan_zoo import metrics
from tfgan_zoo.metrics import features
from tfgan_zoo.metrics import frechet_inception_distance as fid
from tfgan_zoo.metrics.evaluation import Samples, evaluate
from tfgan_zoo.metrics.moments import Moments

RNG = np.random.default_rng(0)
REAL = RNG.uniform(-1, 1, (60, 16, 16, 1)).astype("float32")
FAKE = RNG.uniform(-1, 1, (50, 16, 16, 1)).astype("float32")


class Counted:
    """An extractor's function that counts the images it saw."""

    def __init__(self):
        self.seen = 0

    def __call__(self, images):
        self.seen += len(images)
        means = images.mean(axis=(2, 3))
        return means, np.full((len(images), 2), 0.5)


def extractor(function=None):
    return features.Extractor("means", "0", "none", function or Counted())


def test_each_score_is_that_of_its_metric_with_the_extractors_protocol():
    samples = Samples(extractor(), real_images=REAL, fake_images=FAKE)
    scores = evaluate(["fid", "is"], samples, split="train")
    expected = fid.score(REAL.mean(axis=(2, 3)), FAKE.mean(axis=(2, 3)))
    assert scores["fid"].value == pytest.approx(expected.value)
    assert list(scores["fid"].values) == ["frechet_distance"]  # It is not FID.
    assert scores["is"].value == pytest.approx(1)
    for score in scores.values():
        assert score.protocol["extractor"] == "means"
        assert score.protocol["split"] == "train"


def test_features_are_worked_out_once_and_shared_with_other_fakes():
    function = Counted()
    samples = Samples(extractor(function), real_images=REAL, fake_images=FAKE)
    evaluate(["fid", "prdc", "kid"], samples)
    assert function.seen == 110
    evaluate(["fid", "prdc", "kid"], samples.with_fake(fake_images=FAKE[:20]))
    assert function.seen == 130


def test_fakes_scored_one_after_the_other_share_the_real_features():
    function = Counted()
    real = Samples(extractor(function), real_images=REAL)
    for _ in range(3):
        evaluate(["fid", "prdc"], real.with_fake(fake_images=FAKE))
    assert function.seen == 60 + 3 * 50


def test_the_seed_of_the_protocol_is_the_one_used():
    samples = Samples(real_images=REAL, fake_images=FAKE)
    module = metrics.get("swd")
    score = evaluate(["swd"], samples, seed=5)["swd"]
    assert score.protocol["seed"] == 5
    assert score.value == module.score(REAL, FAKE, seed=5).value
    assert score.value != module.score(REAL, FAKE, seed=0).value


def test_known_moments_need_no_images():
    moments = Moments.of(REAL.mean(axis=(2, 3)))
    samples = Samples(extractor(), real_moments=moments, fake_images=FAKE)
    assert samples.suffices("fid")
    assert not samples.suffices("kid")
    whole = Samples(extractor(), real_images=REAL, fake_images=FAKE)
    assert evaluate(["fid"], samples)["fid"] == evaluate(["fid"], whole)["fid"]


def test_every_metric_says_what_it_misses():
    empty = Samples(extractor())
    for name in metrics.available():
        assert not empty.suffices(name)
        with pytest.raises(ValueError, match=f"The metric '{name}' needs `"):
            evaluate([name], empty)


def test_without_an_extractor_there_are_no_features():
    samples = Samples(real_images=REAL, fake_images=FAKE)
    with pytest.raises(ValueError, match=r"'fid' needs `real_moments`.*no extractor"):
        evaluate(["fid"], samples)
    assert evaluate(["ms_ssim"], samples)["ms_ssim"].value < 1


def test_an_extractor_that_does_not_classify_has_no_inception_score():
    plain = extractor(lambda images: (images.mean(axis=(2, 3)), None))
    samples = Samples(plain, fake_images=FAKE)
    with pytest.raises(ValueError, match="there is no extractor that classifies"):
        evaluate(["is"], samples)


def test_samples_have_known_names():
    with pytest.raises(ValueError, match=r"Received: \['fakes'\]"):
        Samples(fakes=FAKE)


def test_every_metric_says_which_way_is_better():
    for module in metrics.available().values():
        assert isinstance(module.HIGHER_IS_BETTER, bool)
