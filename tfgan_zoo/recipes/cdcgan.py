"""The conditional GAN on the networks of DCGAN.

Mirza and Osindero (2014), https://arxiv.org/abs/1411.1784, with the networks, Adam
constants and uniform latents of Radford et al. (2015),
https://arxiv.org/abs/1511.06434: an embedding of the label joins the latents of the
generator, and as a plane the image before the discriminator.

    tfgan-train --recipe=cdcgan --dataset=mnist_5k --workdir=runs/cdcgan
    tfgan-sample --model=runs/cdcgan/export --label=7 --num=16 --output=sevens.png

Departures: neither paper has this combination; minibatches of 64 instead of 128; what
is sampled is a running average of the generator.
"""

import dataclasses
import functools

from tfgan_zoo.examples import Labelled
from tfgan_zoo.recipes import dcgan, recipe


@recipe(
    dataset="mnist_5k",
    image_size=28,
    batch_size=64,
    steps=4000,
    examples=Labelled,
    own_networks="labels are an input of both players",
    like=dcgan,
)
def cdcgan(setting, shape, classes):
    """The constants are those of `dcgan`."""
    generator, discriminator = setting.generator, setting.discriminator
    return dataclasses.replace(
        setting,
        generator=functools.partial(generator, num_classes=classes),
        discriminator=functools.partial(discriminator, num_classes=classes),
    )
