"""The conditional GAN the other way: it makes the tags of an image.

Mirza and Osindero (2014), https://arxiv.org/abs/1411.1784, section 4.2: the generator
makes word vectors for an image, one draw after another; the discriminator judges word
vector and image. Minibatches of 100, dropout of one half. An image with several tags is
there once with each of them.

    tfgan-train --recipe=cgan_tags --dataset=tagged_digits --workdir=runs/tags

Its data are pairs of images, of which the second shows a word vector, as those of
`tagged_digits`. The objective is that of pix2pix without its L1: a conditional GAN
whose noise is dropout.

Departures: Adam instead of gradient descent with a falling rate and rising momentum.
Image features are learnt by both players; the paper's come from a network trained on
ImageNet. Words are of length one and orthogonal; the paper's are of a skip-gram model,
which knows that two tags are alike. What is sampled is a running average of the
generator.
"""

from tfgan_zoo import networks
from tfgan_zoo.examples import Pairs
from tfgan_zoo.kernels.adam import Adam
from tfgan_zoo.objectives import Pix2Pix
from tfgan_zoo.recipes import Setting, recipe
from tfgan_zoo.training.generator_average import GeneratorAverage


@recipe(
    dataset="tagged_digits",
    image_size=32,
    batch_size=100,
    steps=3000,
    examples=Pairs,
)
def cgan_tags(
    shape,
    classes,
    *,
    width: int = 32,
    learning_rate: float = 5e-4,
    beta_1: float = 0.5,
    average_decay: float = 0.999,
):
    """`width` is the channels of the second convolution."""
    return Setting(
        Pix2Pix,
        generator=lambda: networks.cgan_tags.generator(shape, width=width),
        discriminator=lambda: networks.cgan_tags.discriminator(shape, width=width),
        constants={"l1_weight": 0.0},
        optimizer=lambda: Adam(learning_rate, beta_1=beta_1),
        compile={"generator_average": GeneratorAverage(average_decay)},
    )
