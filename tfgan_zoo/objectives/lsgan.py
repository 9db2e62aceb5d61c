"""The least squares GAN."""

from tfgan_zoo.losses import least_squares
from tfgan_zoo.training.adversarial_model import AdversarialModel


class LSGAN(AdversarialModel):
    """Both players do regression: D onto 1 for real and 0 for fake, G onto 1.

        min over D of E[(D(x) - 1)^2] / 2 + E[D(G(z))^2] / 2
        min over G of E[(D(G(z)) - 1)^2] / 2

    The loss still has a slope where a fake lies far on the right side of the boundary,
    where that of the minimax game vanishes. Mao et al. (2017), "Least Squares
    Generative Adversarial Networks", https://arxiv.org/abs/1611.04076, equation 9.

    Algorithm:

        x <- a minibatch, z <- latents
        step D down the gradient of  mean((D(x) - 1)^2) / 2 + mean(D(G(z))^2) / 2
        z <- latents
        step G down the gradient of  mean((D(G(z)) - 1)^2) / 2

    Examples: images [B, H, W, C] in [-1, 1] or points [B, N], or a tuple of these and
    a condition.

    Args:
        generator: latents [B, latent_dim] to examples.
        discriminator: examples to scores, without a sigmoid.
        **kwargs: of `AdversarialModel`.

    Departures: none.
    """

    def discriminator_loss(self, real, fake):
        return least_squares.discriminator_loss(
            self.discriminate(real), self.discriminate(fake)
        )

    def generator_loss(self, real, fake):
        return least_squares.generator_loss(self.discriminate(fake))
