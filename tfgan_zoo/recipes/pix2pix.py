"""Image-to-image translation with a conditional GAN.

Isola et al. (2017), https://arxiv.org/abs/1611.07004, section 6: U-Net and 70x70
PatchGAN, lambda = 100, minibatches of one, Adam with learning rate 0.0002 and
beta1 = 0.5, jitter (resize to 286, crop to 256, flip) by the pipeline.

    tfgan-train --recipe=pix2pix --dataset=photo_edges --workdir=runs/pix2pix
    tfgan-train --recipe=pix2pix --dataset=pairs:PATH --image_size=256 --workdir=runs/p

What the paper compares with, section 4.2 to 4.4, and the variants by which
`tfgan-ablation` trains them side by side:

* `--set=l1_weight=0 --set=l2_weight=100`: L2 in place of L1; with `--set=gan_weight=0`
  alone, without the GAN;
* `--set=dropout=false`: a translator without noise, one image for each source;
* `--set=skips=false`: the encoder-decoder;
* `--set=receptive_field=1` (the PixelGAN), 16, 34, 70, 142 or 286: the side of the
  patches in pixels. At the paper's 256 pixels 286 is the whole image, at 64 pixels 70
  is, and 16 the same quarter as its 70.

Departures: instance instead of batch normalisation, the same at minibatches of one;
below 128 pixels the patches are of 34 pixels, below 64 of 16. The learning rate is
constant, as in the paper; the authors' PyTorch code lets it fall in the second half. It
grows as networks get narrower than the paper's, by 64 / width, as Yang et al. (2022),
https://arxiv.org/abs/2203.03466, derive for Adam. Translations come from a moving
average of the generator's weights.
"""

from tfgan_zoo import networks
from tfgan_zoo.examples import Pairs
from tfgan_zoo.kernels.adam import Adam
from tfgan_zoo.objectives import Pix2Pix
from tfgan_zoo.recipes import Setting, recipe
from tfgan_zoo.training.generator_average import GeneratorAverage


@recipe(
    dataset="photo_edges",
    image_size=64,
    batch_size=1,
    steps=20000,
    examples=Pairs,
    jitter=True,
)
def pix2pix(
    shape,
    classes,
    *,
    width: int = 64,
    l1_weight: float = 100.0,
    gan_weight: float = 1.0,
    skips: bool = True,
    learning_rate: float = 2e-4,
    beta_1: float = 0.5,
    average_decay: float = 0.999,
    l2_weight: float = 0.0,
    dropout: bool = True,
    receptive_field: int | None = None,
):
    """`width` is ngf = ndf; `learning_rate` is that of a width of 64."""
    channels = shape[-1]  # Sources have the same channels.

    def discriminator():
        side = min(shape[:2])
        patch = receptive_field or _patch(side)
        smallest = networks.patchgan.smallest_side(patch)
        if side < smallest:
            raise ValueError(
                f"A PatchGAN with receptive_field={patch} needs images of at least "
                f"{smallest} pixels. Ask for smaller patches, or larger images. "
                f"Received: {side} pixels"
            )
        return networks.patchgan.discriminator(
            source_channels=channels,
            target_channels=channels,
            receptive_field=patch,
            width=width,
        )

    return Setting(
        Pix2Pix,
        generator=lambda: networks.unet.generator(
            shape,
            source_channels=channels,
            width=width,
            skips=skips,
            dropout=0.5 if dropout else 0.0,
        ),
        discriminator=discriminator,
        constants={
            "l1_weight": l1_weight,
            "l2_weight": l2_weight,
            "gan_weight": gan_weight,
        },
        optimizer=lambda: Adam(learning_rate * 64 / width, beta_1=beta_1),
        compile={"generator_average": GeneratorAverage(average_decay)},
    )


def _patch(image_size):
    """About a quarter of the image, as 70 pixels are of 256."""
    return 70 if image_size >= 128 else 34 if image_size >= 64 else 16
