import warnings

import keras
import numpy as np
import pytest
from numpy.testing import assert_allclose

from tests import toys
from tfgan_zoo import ModeCollapseMonitor
from tfgan_zoo.layers import OneHot
from tfgan_zoo.networks import patchgan, unet
from tfgan_zoo.objectives import GAN, Pix2Pix


def begun(gan, **kwargs):
    monitor = ModeCollapseMonitor(**kwargs)
    monitor.set_model(gan)
    monitor.on_train_begin()
    return monitor


def spread_by_hand(gan, monitor):
    product = gan.products()["generator"]
    samples = np.array(gan.generator(product.inputs(monitor.num, monitor.seed)))
    return samples.std(axis=0).mean()


def shrink(network, factor):
    *_, last = network.layers
    last.set_weights([last.get_weights()[0] * factor, *last.get_weights()[1:]])


def test_a_spread_that_has_lasted_and_falls_is_a_collapse():
    gan = toys.compiled(GAN)
    monitor = begun(gan)
    for step in range(100, 700, 100):
        monitor.act(step, {})
    assert_allclose(monitor.spreads[600], spread_by_hand(gan, monitor), rtol=1e-5)
    shrink(gan.generator, 0.3)
    monitor.act(700, {})  # One reading may be chance.
    with pytest.warns(UserWarning, match=r"^Step 800: .*latents have become alike"):
        monitor.act(800, {})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        monitor.act(900, {})  # Once for each collapse.
        shrink(gan.generator, 1 / 0.3)
        for step in range(1000, 1200, 100):
            monitor.act(step, {})
    shrink(gan.generator, 0.3)
    monitor.act(1200, {})
    with pytest.warns(UserWarning, match="Step 1300"):
        monitor.act(1300, {})


def test_what_the_first_steps_do_to_the_spread_is_no_collapse():
    gan = toys.compiled(GAN)
    monitor = begun(gan)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for step in range(100, 500, 100):  # One reading fewer than counts.
            monitor.act(step, {})
        shrink(gan.generator, 0.1)
        for step in range(500, 1500, 100):
            monitor.act(step, {})


def test_classes_that_differ_are_no_spread_of_latents():
    latents, labels = keras.Input((4,)), keras.Input((), dtype="int64")
    both = keras.layers.Concatenate()([latents, OneHot(3)(labels)])
    generator = keras.Model([latents, labels], keras.layers.Dense(2)(both))
    shown = keras.Input((2,)), keras.Input((), dtype="int64")
    score = keras.layers.Dense(1)(
        keras.layers.Concatenate()([shown[0], OneHot(3)(shown[1])])
    )
    gan = GAN(generator, keras.Model(shown, score), seed=0)
    gan.compile(keras.optimizers.SGD(), keras.optimizers.SGD())
    monitor = begun(gan)
    kernel, bias = generator.layers[-1].get_weights()
    kernel[:4] = 0  # Each class is one point.
    generator.layers[-1].set_weights([kernel, bias])
    monitor.act(100, {})
    assert monitor.spreads[100] < 1e-6


def test_a_translator_is_left_alone():
    generator = unet.generator((16, 16, 3), width=2)
    gan = Pix2Pix(generator, patchgan.discriminator(receptive_field=16, width=2))
    monitor = begun(gan)
    monitor.act(100, {})
    assert monitor.spreads == {}


def test_a_generator_that_hides_how_many_labels_it_knows_is_left_alone():
    latents, labels = keras.Input((4,)), keras.Input((3,))
    both = keras.layers.Concatenate()([latents, labels])
    generator = keras.Model([latents, labels], keras.layers.Dense(2)(both))
    gan = GAN(generator, toys.point_networks()[1])
    monitor = begun(gan)
    monitor.act(100, {})
    assert monitor.spreads == {}


@pytest.mark.parametrize("wrong", [{"num": 1}, {"share": 0.0}, {"share": 1.0}])
def test_numbers_out_of_range_are_refused(wrong):
    with pytest.raises(ValueError, match=r"`num` is at least 2, and `share` between"):
        ModeCollapseMonitor(**wrong)


def test_watching_changes_no_step():
    watched, alone = toys.compiled(GAN), toys.compiled(GAN)
    monitor = ModeCollapseMonitor(every=2)
    toys.fit(watched, toys.point_data(8), 6, callbacks=[monitor])
    toys.fit(alone, toys.point_data(8), 6)
    assert list(monitor.spreads) == [2, 4, 6]
    for one, other in zip(toys.state(watched), toys.state(alone), strict=True):
        np.testing.assert_array_equal(one, other)
