"""The hinge losses, on the networks of DCGAN.

Lim and Ye (2017), "Geometric GAN", https://arxiv.org/abs/1705.02894: the losses of
equations 21 and 22, in the setting of DCGAN (Radford et al., 2015,
https://arxiv.org/abs/1511.06434, section 4).

    tfgan-train --recipe=hinge_gan --dataset=mnist_5k --workdir=runs/hinge_gan

Departures: optimizers are those of DCGAN, minibatches are of 64 instead of its 128;
what is sampled is a running average of the generator. The default dataset is small.
"""

import dataclasses

from tfgan_zoo.objectives import HingeGAN
from tfgan_zoo.recipes import dcgan, recipe


@recipe(dataset="mnist_5k", image_size=28, batch_size=64, steps=4000, like=dcgan)
def hinge_gan(setting, shape, classes):
    """The constants are those of `dcgan`."""
    return dataclasses.replace(setting, objective=HingeGAN)
