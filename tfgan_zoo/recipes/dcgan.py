"""DCGAN: the GAN on convolutional networks.

Radford, Metz and Chintala (2015), https://arxiv.org/abs/1511.06434, section 4: Adam
with learning rate 0.0002 and beta1 = 0.5 for both networks, minibatches of 128,
latents from a uniform distribution in 100 dimensions.

    tfgan-train --recipe=dcgan --dataset=mnist_5k --workdir=runs/dcgan

The guidelines of section 3 can be broken one at a time, to see what each is for:

* `--set=batch_norm=false`: no batch normalisation in either network, and nothing in its
  place;
* `--set=pooling=true`: convolutions at every pixel with max pooling behind them in the
  discriminator, and nearest-neighbour upsampling in front of them in the generator,
  instead of strided and transposed convolutions; kernels and channels stay;
* `--set=fully_connected=true`: a hidden fully connected layer of 16 widths, 1024 units
  as in the authors' code for MNIST (https://github.com/Newmu/dcgan_code), between the
  latents and the generator's first feature map, and one between the discriminator's
  last and its output. The paper connects "the highest convolutional features to the
  input and output respectively" directly.

A discriminator that is too large for a small set learns its images by heart: its loss
falls to nothing, and the samples no longer change. At a width of 32 it does not on
`mnist_5k`: after 6,000 steps with minibatches of 64 its loss is 0.86, and none of 2,000
samples is a copy (`tfgan-evaluate --metrics=memorization`).

Departures: what is sampled is a running average of the generator, which the training
never sees. The default dataset is small; `mnist_5k` needs no download.
"""

import functools

import keras

from tfgan_zoo import networks
from tfgan_zoo.kernels.adam import Adam
from tfgan_zoo.objectives import GAN
from tfgan_zoo.recipes import Setting, recipe
from tfgan_zoo.sampling import Uniform
from tfgan_zoo.training.generator_average import GeneratorAverage


@recipe(dataset="mnist_5k", image_size=28, batch_size=128, steps=4000)
def dcgan(
    shape,
    classes,
    *,
    width: int = 64,
    latent_dim: int = 100,
    learning_rate: float = 2e-4,
    beta_1: float = 0.5,
    average_decay: float = 0.999,
    batch_norm: bool = True,
    pooling: bool = False,
    fully_connected: bool = False,
):
    """`width` is ngf = ndf, 64 in the paper's figure 1."""
    options = {
        "width": width,
        "normalization": (
            networks.dcgan.batch_norm if batch_norm else keras.layers.Identity
        ),
        "hidden_units": 16 * width if fully_connected else None,
    }
    doubling, halving = keras.layers.Conv2DTranspose, keras.layers.Conv2D
    if pooling:
        doubling = networks.pooling.upsampled_convolution
        halving = networks.pooling.max_pooled_convolution
    return Setting(
        GAN,
        generator=functools.partial(
            networks.dcgan.generator,
            shape,
            latent_dim=latent_dim,
            doubling=doubling,
            **options,
        ),
        discriminator=functools.partial(
            networks.dcgan.discriminator, shape, halving=halving, **options
        ),
        constants={"prior": Uniform()},
        optimizer=lambda: Adam(learning_rate, beta_1=beta_1),
        compile={"generator_average": GeneratorAverage(average_decay)},
    )
