"""The GAN with hinge losses."""

from tfgan_zoo.losses import hinge
from tfgan_zoo.training.adversarial_model import AdversarialModel


class HingeGAN(AdversarialModel):
    """The discriminator wants a margin, the generator moves the scores of its fakes.

        min over D of E[max(0, 1 - D(x))] + E[max(0, 1 + D(G(z)))]
        min over G of -E[D(G(z))]

    Lim and Ye (2017), "Geometric GAN", https://arxiv.org/abs/1705.02894, equations 21
    and 22.

    Algorithm:

        x <- a minibatch, z <- latents
        step D down the gradient of
            mean(max(0, 1 - D(x))) + mean(max(0, 1 + D(G(z))))
        z <- latents
        step G down the gradient of  -mean(D(G(z)))

    Examples: images [B, H, W, C] in [-1, 1] or points [B, N], or a tuple of these and
    a condition.

    Args:
        generator: latents [B, latent_dim] to examples.
        discriminator: examples to scores.
        **kwargs: of `AdversarialModel`.

    Departures: none.
    """

    def discriminator_loss(self, real, fake):
        return hinge.discriminator_loss(
            self.discriminate(real), self.discriminate(fake)
        )

    def generator_loss(self, real, fake):
        return hinge.generator_loss(self.discriminate(fake))
