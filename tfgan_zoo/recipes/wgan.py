"""The Wasserstein GAN, on the networks of DCGAN.

Arjovsky, Chintala and Bottou (2017), https://arxiv.org/abs/1701.07875, Algorithm 1:
RMSProp with learning rate 0.00005 for both, clip c = 0.01, minibatches of m = 64, five
steps of the critic for one of the generator.

    tfgan-train --recipe=wgan --dataset=mnist_5k --workdir=runs/wgan --steps=1000

Departures: RMSProp is Keras's (decay 0.9), whose first steps are about a third of those
of the authors' PyTorch (decay 0.99). Latents are normal, as in the authors' code.
"""

from tfgan_zoo import networks
from tfgan_zoo.kernels.rmsprop import RMSprop
from tfgan_zoo.objectives import WGAN
from tfgan_zoo.recipes import Setting, recipe


@recipe(dataset="mnist_5k", image_size=28, batch_size=64, steps=2000)
def wgan(
    shape,
    classes,
    *,
    width: int = 64,
    latent_dim: int = 100,
    learning_rate: float = 5e-5,
    clip: float = 0.01,
    discriminator_steps: int = 5,
):
    """`width` is ngf = ndf, 64 in the authors' code."""
    return Setting(
        WGAN,
        generator=lambda: networks.dcgan.generator(
            shape, latent_dim=latent_dim, width=width
        ),
        discriminator=lambda: networks.dcgan.discriminator(shape, width=width),
        constants={"clip": clip, "discriminator_steps": discriminator_steps},
        optimizer=lambda: RMSprop(learning_rate),
    )
