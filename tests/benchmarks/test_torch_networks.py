"""The networks in PyTorch: the same images, logits and gradients as the zoo's."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from tfgan_zoo.networks import dcgan, patchgan, unet

torch = pytest.importorskip("torch", reason="the peers need the extra `benchmarks`")
from benchmarks import torch_networks  # noqa: E402

WIDTH = 4


def copy(network, module, *, features=None, features_in=False):
    """Gives a module the weights of a network of Keras, one after the other.

    Args:
        network: of Keras.
        module: of PyTorch.
        features: (H, W, C) of the map that a dense layer makes or takes.
        features_in: whether it takes it.
    """
    weights = [np.array(w) for w in network.trainable_variables]
    parameters = list(module.parameters())
    assert len(weights) == len(parameters)
    for weight, parameter in zip(weights, parameters, strict=True):
        if weight.ndim == 4:
            weight = weight.transpose(3, 2, 0, 1)
        elif weight.ndim == 2:
            # Keras lays a feature map out as H, W, C; PyTorch as C, H, W.
            axis = 0 if features_in else 1
            order = np.arange(weight.shape[axis]).reshape(features)
            weight = weight.take(order.transpose(2, 0, 1).ravel(), axis).T
        assert weight.shape == tuple(parameter.shape)
        with torch.no_grad():
            parameter.copy_(torch.from_numpy(weight.copy()))


def randomized(network):
    """Weights large enough for every layer to matter in the comparison."""
    rng = np.random.default_rng(0)
    for weight in network.trainable_variables:
        gain = 1.0 if weight.path.endswith("gamma") else 0.0
        weight.assign(rng.normal(gain, 0.1, weight.shape))
    return network


def nchw(images):
    return torch.from_numpy(images).permute(0, 3, 1, 2).contiguous()


def noise(*shape):
    return np.random.default_rng(1).normal(size=shape).astype("float32")


def test_the_generators_of_dcgan_agree():
    network = randomized(dcgan.generator((28, 28, 1), latent_dim=10, width=WIDTH))
    module = torch_networks.DCGANGenerator(10, WIDTH)
    copy(network, module, features=(7, 7, 2 * WIDTH))
    z = noise(5, 10)
    expected = np.array(network(z, training=True))
    actual = module(torch.from_numpy(z)).detach().permute(0, 2, 3, 1)
    assert_allclose(actual, expected, atol=1e-4)
    assert np.std(expected) > 0.01


def test_the_discriminators_of_dcgan_agree_and_so_do_their_gradients():
    import tensorflow as tf

    network = randomized(dcgan.discriminator((28, 28, 1), width=WIDTH))
    module = torch_networks.DCGANDiscriminator(WIDTH)
    copy(network, module, features=(7, 7, 2 * WIDTH), features_in=True)
    images = noise(5, 28, 28, 1)
    with tf.GradientTape() as tape:
        expected = network(images, training=True)
        loss = tf.reduce_mean(tf.nn.softplus(-expected))
    kernel, *_ = tape.gradient(loss, network.trainable_variables)
    actual = module(nchw(images))
    torch.nn.functional.softplus(-actual).mean().backward()
    assert_allclose(actual.detach(), expected, atol=1e-4)
    gradient = next(module.parameters()).grad.permute(2, 3, 1, 0)
    assert_allclose(gradient, kernel, atol=1e-4)
    assert np.abs(kernel).max() > 0.01


def test_the_u_nets_agree():
    network = randomized(unet.generator((256, 256, 3), width=WIDTH))
    module = torch_networks.UNet(WIDTH)
    copy(network, module)
    for layer in network.layers:
        if hasattr(layer, "at_test"):
            layer.rate = 0.0  # The noise of the two is not the same.
    sources = noise(1, 256, 256, 3)
    expected = np.array(network(sources, training=True))
    actual = module.eval()(nchw(sources)).detach().permute(0, 2, 3, 1)
    assert_allclose(actual, expected, atol=1e-4)
    assert np.std(expected) > 0.01


def test_the_patch_gans_agree():
    network = randomized(patchgan.discriminator(width=WIDTH))
    module = torch_networks.PatchGAN(WIDTH)
    copy(network, module)
    sources, targets = noise(2, 64, 64, 3), noise(2, 64, 64, 3)[::-1].copy()
    expected = np.array(network((sources, targets), training=True))
    pair = torch.cat([nchw(sources), nchw(targets)], dim=1)
    actual = module(pair).detach().permute(0, 2, 3, 1)
    assert actual.shape == expected.shape
    assert_allclose(actual, expected, atol=1e-4)
