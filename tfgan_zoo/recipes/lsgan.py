"""The least squares GAN, on the networks of DCGAN.

Mao et al. (2017), https://arxiv.org/abs/1611.04076: minibatches of 64, Adam with
beta1 = 0.5, as in the authors' code for LSUN.

    tfgan-train --recipe=lsgan --dataset=mnist_5k --workdir=runs/lsgan

Departures: the networks, latents and learning rate, 0.0002, are those of DCGAN instead
of the paper's for LSUN (0.001, 1,024 latents, images of 112 pixels); what is sampled is
a running average of the generator. The default dataset is small.
"""

import dataclasses

from tfgan_zoo.objectives import LSGAN
from tfgan_zoo.recipes import dcgan, recipe


@recipe(dataset="mnist_5k", image_size=28, batch_size=64, steps=4000, like=dcgan)
def lsgan(setting, shape, classes):
    """The constants are those of `dcgan`."""
    return dataclasses.replace(setting, objective=LSGAN)
