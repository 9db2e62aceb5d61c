import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from tfgan_zoo.layers import InstanceNoise, Noise, Scheduled

ZEROS = np.zeros((200, 100), np.float32)


def noise_at(step, steps=40):
    layer = InstanceNoise(0.8, steps, seed=1)
    layer.step.assign(step)
    return np.array(layer(ZEROS, training=True))


@pytest.mark.parametrize(("step", "stddev"), [(0, 0.8), (10, 0.6), (30, 0.2)])
def test_the_deviation_falls_linearly(step, stddev):
    assert_allclose(noise_at(step).std(), stddev, rtol=0.02)
    assert_allclose(noise_at(step).mean(), 0, atol=0.02)


def test_only_the_scale_of_one_noise_changes():
    assert_allclose(noise_at(30), noise_at(10) / 3, rtol=1e-5)


@pytest.mark.parametrize("steps", [40, 10**9 + 7])
@pytest.mark.parametrize("late", [0, 1, 10**6])
def test_from_the_last_step_on_it_is_the_identity(steps, late):
    layer = InstanceNoise(0.8, steps, seed=1)
    layer.step.assign(steps + late)
    x = np.random.default_rng(0).normal(size=(7, 5)).astype(np.float32)
    assert_array_equal(layer(x, training=True), x)


def test_one_step_before_the_last_there_is_noise():
    assert noise_at(39).std() > 0.01


def test_the_training_loop_can_find_and_set_its_step():
    layer = InstanceNoise(0.8, 40)
    assert isinstance(layer, Scheduled)
    assert isinstance(layer, Noise)
    assert {w.name for w in layer.non_trainable_weights} == {"step", "calls"}
    assert (layer.step.dtype, layer.step.shape) == ("int64", ())
    assert layer.step.aggregation == "only_first_replica"


def test_a_schedule_without_steps_is_refused():
    with pytest.raises(ValueError, match=r"`steps` is at least 1\. Received: 0"):
        InstanceNoise(0.8, 0)
