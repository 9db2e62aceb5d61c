"""The Wasserstein GAN, on the networks of DCGAN.

Arjovsky, Chintala and Bottou (2017), https://arxiv.org/abs/1701.07875, Algorithm 1:
RMSProp with learning rate 0.00005 for both, clip c = 0.01, minibatches of m = 64, five
steps of the critic for one of the generator.

    tfgan-train --recipe=wgan --dataset=mnist_5k --workdir=runs/wgan --steps=1000

Section 4 reports that training "becomes unstable at times when one uses a momentum
based optimizer such as Adam (with beta1 > 0) on the critic". To try it, for both
networks: `--set=optimizer=adam`, with beta1 = 0.5 as with `--adam` in the authors' code
(https://github.com/martinarjovsky/WassersteinGAN), or another `--set=momentum=0.9`;
`--set=optimizer=sgd`, without momentum or with `--set=momentum=0.9`; or RMSProp with
momentum. All begin at the paper's learning rate, which is one for steps that do not
depend on the size of the gradient. Those of SGD do: it hardly moves at this rate, and
needs a much larger one, from `--set=learning_rate=0.01` up.

Departures: RMSProp is Keras's (decay 0.9), whose first steps are about a third of those
of the authors' PyTorch (decay 0.99). Latents are normal, as in the authors' code.
"""

from typing import Literal

import keras

from tfgan_zoo import networks
from tfgan_zoo.kernels.adam import Adam
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
    optimizer: Literal["rmsprop", "adam", "sgd"] = "rmsprop",
    momentum: float | None = None,
):
    """`width` is ngf = ndf, 64 in the authors' code.

    `momentum` is beta1 of Adam, 0.5 by default; of the others there is none.
    """
    if momentum is None:
        momentum = 0.5 if optimizer == "adam" else 0.0
    if not 0 <= momentum < 1:
        raise ValueError(
            f"The constant momentum is at least 0 and below 1. Received: {momentum}"
        )
    optimizers = {
        "rmsprop": lambda: RMSprop(learning_rate, momentum=momentum),
        "adam": lambda: Adam(learning_rate, beta_1=momentum),
        "sgd": lambda: keras.optimizers.SGD(learning_rate, momentum=float(momentum)),
    }
    return Setting(
        WGAN,
        generator=lambda: networks.dcgan.generator(
            shape, latent_dim=latent_dim, width=width
        ),
        discriminator=lambda: networks.dcgan.discriminator(shape, width=width),
        constants={"clip": clip, "discriminator_steps": discriminator_steps},
        optimizer=optimizers[optimizer],
    )
