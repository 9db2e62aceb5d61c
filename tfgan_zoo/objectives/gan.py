"""The generative adversarial network."""

from tfgan_zoo.losses import minimax
from tfgan_zoo.training.adversarial_model import AdversarialModel


class GAN(AdversarialModel):
    """The minimax game of two players, on logits: D(x) = sigmoid(logit).

        min over G, max over D of E[log D(x)] + E[log(1 - D(G(z)))]

    Goodfellow et al. (2014), "Generative Adversarial Nets",
    https://arxiv.org/abs/1406.2661, equation 1 and Algorithm 1; its k is
    `discriminator_steps`.

    Algorithm:

        k times:
            x <- a minibatch of its own, z <- latents
            step D down the gradient of  -mean(log D(x)) - mean(log(1 - D(G(z))))
        z <- latents
        step G down the gradient of  -mean(log D(G(z)))

    Examples: images [B, H, W, C] in [-1, 1] or points [B, N], or a tuple of these and
    a condition.

    Args:
        generator: latents [B, latent_dim] to examples.
        discriminator: examples to logits.
        saturating: the generator minimises E[log(1 - D(G(z)))], the game itself,
            instead of -E[log D(G(z))], which section 3 proposes against the vanishing
            gradient.
        real_label: target of real examples for the discriminator, in (0, 1]; below 1
            it is the one-sided label smoothing of Salimans et al. (2016),
            https://arxiv.org/abs/1606.03498.
        **kwargs: of `AdversarialModel`.

    Departures: the paper writes the update of D as an ascent; here its negative is
    minimised. Neither loss is halved; the authors' code halves that of D.
    """

    def __init__(
        self, generator, discriminator, *, saturating=False, real_label=1.0, **kwargs
    ):
        super().__init__(generator, discriminator, **kwargs)
        if not 0 < real_label <= 1:
            raise ValueError(f"`real_label` is in (0, 1]. Received: {real_label}")
        self.saturating = saturating
        self.real_label = real_label

    def discriminator_loss(self, real, fake):
        return minimax.discriminator_loss(
            self.discriminate(real),
            self.discriminate(fake),
            real_label=self.real_label,
        )

    def generator_loss(self, real, fake):
        return minimax.generator_loss(
            self.discriminate(fake), saturating=self.saturating
        )
