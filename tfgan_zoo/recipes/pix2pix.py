"""Image-to-image translation with a conditional GAN.

Isola et al. (2017), https://arxiv.org/abs/1611.07004, section 6: U-Net and 70x70
PatchGAN, lambda = 100, minibatches of one, Adam with learning rate 0.0002 and
beta1 = 0.5, jitter (resize to 286, crop to 256, flip) by the pipeline.

    tfgan-train --recipe=pix2pix --dataset=photo_edges --workdir=runs/pix2pix
    tfgan-train --recipe=pix2pix --dataset=pairs:PATH --image_size=256 --workdir=runs/p

Departures: instance instead of batch normalisation, the same at minibatches of one;
below 128 pixels the patches are of 34 pixels, below 64 of 16. The learning rate is
constant, as in the paper; the authors' PyTorch code lets it fall in the second half. It
grows as networks get narrower than the paper's, by 64 / width, as Yang et al. (2022),
https://arxiv.org/abs/2203.03466, derive for Adam. Translations come from a moving
average of the generator's weights.
"""

from tfgan_zoo.networks import patchgan, unet
from tfgan_zoo.objectives import Pix2Pix
from tfgan_zoo.training.adam import Adam
from tfgan_zoo.training.generator_average import GeneratorAverage
from tfgan_zoo.training.seeding import seeded

DATASET = "photo_edges"
IMAGE_SIZE = 64
BATCH_SIZE = 1
STEPS = 20000
EXAMPLES = "pairs"


def build(
    image_shape: tuple[int, ...],
    num_classes: int | None = None,
    seed: int | None = None,
    *,
    networks=None,
    width: int | None = None,
):
    """The compiled model; `width` is ngf = ndf, 64 in the paper."""
    width, channels = width or 64, image_shape[-1]  # Sources have the same channels.
    with seeded(seed):
        generator, discriminator = networks or (
            unet.generator(image_shape, source_channels=channels, width=width),
            patchgan.discriminator(
                source_channels=channels,
                target_channels=channels,
                receptive_field=_patch(min(image_shape[:2])),
                width=width,
            ),
        )
        gan = Pix2Pix(generator, discriminator, l1_weight=100.0, seed=seed)
    rate = 2e-4 * 64 / width
    gan.compile(
        generator_optimizer=Adam(rate, beta_1=0.5),
        discriminator_optimizer=Adam(rate, beta_1=0.5),
        generator_average=GeneratorAverage(0.999),
    )
    return gan


def _patch(image_size):
    """About a quarter of the image, as 70 pixels are of 256."""
    return 70 if image_size >= 128 else 34 if image_size >= 64 else 16
