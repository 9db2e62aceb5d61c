"""Feature matching, on the networks of DCGAN.

Salimans et al. (2016), https://arxiv.org/abs/1606.03498, section 3.1: the generator
matches the mean features of the data, here those of the discriminator's last hidden
layer, in the setting of DCGAN (Radford et al., 2015, https://arxiv.org/abs/1511.06434,
section 4); minibatches of 100 as in the authors' code
(https://github.com/openai/improved-gan).

    tfgan-train --recipe=feature_matching_gan --dataset=mnist_5k --workdir=runs/matching

Departures: networks, latents and optimizers are those of DCGAN, so that the objective
is what differs from `dcgan`; the loss is the squared distance of the paper, not the
mean absolute difference of the authors' code for CIFAR-10; what is sampled is a running
average of the generator. The default dataset is small.
"""

import dataclasses

from tfgan_zoo.objectives import FeatureMatchingGAN
from tfgan_zoo.recipes import dcgan, recipe


@recipe(dataset="mnist_5k", image_size=28, batch_size=100, steps=4000, like=dcgan)
def feature_matching_gan(setting, shape, classes):
    """The constants are those of `dcgan`."""
    return dataclasses.replace(setting, objective=FeatureMatchingGAN)
