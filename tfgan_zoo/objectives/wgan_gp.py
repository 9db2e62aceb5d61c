"""The Wasserstein GAN with gradient penalty."""

import random

import keras

from tfgan_zoo import private_api
from tfgan_zoo.layers import RandomInterpolation
from tfgan_zoo.losses import wasserstein
from tfgan_zoo.penalties import gradient
from tfgan_zoo.training.adversarial_model import AdversarialModel


class WGANGP(AdversarialModel):
    """A critic whose slope is held at 1 between the data and the samples.

        min over f of E[f(G(z))] - E[f(x)] + 10 E[(||grad f(x')|| - 1)^2]

    for x' = alpha x + (1 - alpha) G(z), alpha uniform on [0, 1] for each example.
    Gulrajani et al. (2017), "Improved Training of Wasserstein GANs",
    https://arxiv.org/abs/1704.00028, equation 3 and Algorithm 1. The metric
    `wasserstein_estimate` is E[f(x)] - E[f(G(z))] before each update, averaged over the
    critic's steps.

    Algorithm:

        n_critic times:
            x <- a minibatch of its own, z <- latents, alpha <- U(0, 1)
            x' = alpha x + (1 - alpha) G(z)
            step f down the gradient of
                mean(f(G(z))) - mean(f(x)) + lambda mean((||grad f(x')|| - 1)^2)
        z <- latents
        step G down the gradient of  -mean(f(G(z)))

    Examples: images [B, H, W, C] in [-1, 1] or points [B, N], or a tuple of these and
    a condition.

    Args:
        generator: latents [B, latent_dim] to examples.
        discriminator: the critic, examples to scores, without batch normalisation:
            the penalty is on the slope at each example by itself (section 4).
        penalty_weight: lambda.
        discriminator_steps: n_critic.
        **kwargs: of `AdversarialModel`.

    Raises:
        ValueError: the critic holds batch normalisation.

    Departures: none.
    """

    def __init__(
        self,
        generator,
        discriminator,
        *,
        penalty_weight=10.0,
        discriminator_steps=5,
        **kwargs,
    ):
        super().__init__(
            generator, discriminator, discriminator_steps=discriminator_steps, **kwargs
        )
        for layer in private_api.layers(discriminator):
            if isinstance(layer, keras.layers.BatchNormalization):
                raise ValueError(
                    f"The critic of WGANGP holds batch normalisation, {layer.name!r}: "
                    "its examples then have no slope of their own. Use "
                    "`layers.LayerNormalization`, or none."
                )
        self.penalty_weight = penalty_weight
        # Not the latents' own seed: alpha must not go with them.
        seed = random.Random(self.seed).getrandbits(31)
        self.between = RandomInterpolation(seed=seed)
        self.between.build(None)  # Keras asks for it before the first step.
        self.distance_meter = keras.metrics.Mean("wasserstein_estimate")
        self.penalty_meter = keras.metrics.Mean("gradient_penalty")

    def discriminator_loss(self, real, fake):
        distance = -wasserstein.discriminator_loss(
            self.discriminate(real), self.discriminate(fake)
        )
        self.distance_meter.update_state(distance)
        between = self.between(self.judged(real), self.judged(fake))
        penalty = gradient.one_centered(
            lambda images: self.discriminate(self.with_judged(real, images)), between
        )
        self.penalty_meter.update_state(penalty)
        return self.penalty_weight * penalty - distance

    def generator_loss(self, real, fake):
        return wasserstein.generator_loss(self.discriminate(fake))
