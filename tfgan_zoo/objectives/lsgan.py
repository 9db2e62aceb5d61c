"""The least squares GAN."""

from tfgan_zoo.losses import least_squares
from tfgan_zoo.training.adversarial_model import AdversarialModel


class LSGAN(AdversarialModel):
    """Both players do regression: D onto b for real and a for fake, G onto c.

        min over D of E[(D(x) - b)^2] / 2 + E[(D(G(z)) - a)^2] / 2
        min over G of E[(D(G(z)) - c)^2] / 2

    The loss still has a slope where a fake lies far on the right side of the boundary,
    where that of the minimax game vanishes. Mao et al. (2017), "Least Squares
    Generative Adversarial Networks", https://arxiv.org/abs/1611.04076, equation 2; by
    default a = 0 and b = c = 1, equation 9.

    Algorithm:

        x <- a minibatch, z <- latents
        step D down the gradient of  mean((D(x) - b)^2) / 2 + mean((D(G(z)) - a)^2) / 2
        z <- latents
        step G down the gradient of  mean((D(G(z)) - c)^2) / 2

    Examples: images [B, H, W, C] in [-1, 1] or points [B, N], or a tuple of these and
    a condition.

    Args:
        generator: latents [B, latent_dim] to examples.
        discriminator: examples to scores, without a sigmoid.
        fake_label: a.
        real_label: b.
        target: c. Equation 8 has a = -1, b = 1 and c = 0.
        **kwargs: of `AdversarialModel`.

    Departures: none.
    """

    def __init__(
        self,
        generator,
        discriminator,
        *,
        fake_label=0.0,
        real_label=1.0,
        target=1.0,
        **kwargs,
    ):
        super().__init__(generator, discriminator, **kwargs)
        self.fake_label, self.real_label, self.target = fake_label, real_label, target

    def discriminator_loss(self, real, fake):
        return least_squares.discriminator_loss(
            self.discriminate(real),
            self.discriminate(fake),
            real_label=self.real_label,
            fake_label=self.fake_label,
        )

    def generator_loss(self, real, fake):
        return least_squares.generator_loss(self.discriminate(fake), target=self.target)
