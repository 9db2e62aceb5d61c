"""Feature matching."""

from tfgan_zoo.losses import feature_matching
from tfgan_zoo.objectives.gan import GAN
from tfgan_zoo.training import features
from tfgan_zoo.training.replicas import batch_mean


class FeatureMatchingGAN(GAN):
    """The generator matches the mean features of the data; D plays the minimax game.

        min over G of ||E[f(x)] - E[f(G(z))]||^2

    where f is an intermediate layer of the discriminator: the one named "features".
    Salimans et al. (2016), "Improved Techniques for Training GANs",
    https://arxiv.org/abs/1606.03498, section 3.1.

    Algorithm:

        x <- a minibatch, z <- latents
        step D down the gradient of  -mean(log D(x)) - mean(log(1 - D(G(z))))
        z <- latents
        step G down the gradient of  ||mean(f(x)) - mean(f(G(z)))||^2

    Examples: images [B, H, W, C] in [-1, 1] or points [B, N], or a tuple of these and
    a condition.

    Args:
        generator: latents [B, latent_dim] to examples.
        discriminator: examples to logits; one of its layers is named "features".
        **kwargs: of `GAN`, except for `saturating`, which has no part here.

    Departures: none from the paper. The authors' code takes the mean absolute
    difference on CIFAR-10 and SVHN.
    """

    def __init__(self, generator, discriminator, **kwargs):
        super().__init__(generator, discriminator, **kwargs)
        self.features = features.extractor(discriminator)

    def generator_loss(self, real, fake):
        return feature_matching.generator_loss(
            batch_mean(self.features(real, training=True)),
            batch_mean(self.features(fake, training=True)),
        )
