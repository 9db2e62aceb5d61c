"""The Wasserstein GAN with weight clipping."""

import keras
from keras import ops

from tfgan_zoo.losses import wasserstein
from tfgan_zoo.training.adversarial_model import AdversarialModel


class WGAN(AdversarialModel):
    """A critic that estimates a distance, and a generator that makes it smaller.

        max over |w| <= c of E[f_w(x)] - E[f_w(G(z))]

    is, up to the critic's Lipschitz constant, the Wasserstein-1 distance of the data
    and the generator. Arjovsky, Chintala and Bottou (2017), "Wasserstein GAN",
    https://arxiv.org/abs/1701.07875, Algorithm 1. The metric `wasserstein_estimate` is
    the objective of line 5 before each update, averaged over the critic's steps; it
    falls as the samples get better (figure 3).

    Algorithm:

        n_critic times:
            x <- a minibatch of its own, z <- latents
            step f up the gradient of  mean(f(x)) - mean(f(G(z)))
            clip each weight of f to [-c, c]
        z <- latents
        step G down the gradient of  -mean(f(G(z)))

    Examples: images [B, H, W, C] in [-1, 1] or points [B, N], or a tuple of these and
    a condition.

    Args:
        generator: latents [B, latent_dim] to examples.
        discriminator: the critic, examples to scores.
        clip: c, the bound of each trainable weight of the critic.
        discriminator_steps: n_critic.
        **kwargs: of `AdversarialModel`.

    Departures: none from Algorithm 1. The authors' code clips before each update
    instead of after it, and gives the critic 100 steps in the first 25 iterations and
    in every 500th.
    """

    def __init__(
        self, generator, discriminator, *, clip=0.01, discriminator_steps=5, **kwargs
    ):
        super().__init__(
            generator, discriminator, discriminator_steps=discriminator_steps, **kwargs
        )
        if clip <= 0:
            raise ValueError(f"`clip` is positive. Received: {clip}")
        self.clip = clip
        self.distance_meter = keras.metrics.Mean("wasserstein_estimate")

    def discriminator_loss(self, real, fake):
        distance = -wasserstein.discriminator_loss(
            self.discriminate(real), self.discriminate(fake)
        )
        self.distance_meter.update_state(distance)
        return -distance

    def generator_loss(self, real, fake):
        return wasserstein.generator_loss(self.discriminate(fake))

    def train_discriminator(self, real, turn):
        loss = super().train_discriminator(real, turn)
        # Line 7: project the critic.
        for weight in self.discriminator.trainable_variables:
            weight.assign(ops.clip(weight, -self.clip, self.clip))
        return loss
