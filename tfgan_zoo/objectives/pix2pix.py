"""Image-to-image translation from pairs."""

import keras
from keras import ops

from tfgan_zoo import sampling
from tfgan_zoo.losses import minimax
from tfgan_zoo.training.adversarial_model import AdversarialModel


class Pix2Pix(AdversarialModel):
    """A conditional GAN whose generator translates images, held near the truth by L1.

        min over D of -(E[log D(x, y)] + E[log(1 - D(x, G(x)))]) / 2
        min over G of -E[log D(x, G(x))] + a E[|y - G(x)|] + b E[(y - G(x))^2]

    for pairs of a source x and a target y, a = 100 and b = 0. The generator draws no
    latents: its noise is the dropout of its layers. Isola et al. (2017),
    "Image-to-Image Translation with Conditional Adversarial Networks",
    https://arxiv.org/abs/1611.07004, equation 4 and section 3.3. L2 in place of L1, a =
    0 and b = 100, is what section 3.1 decides against, "as L1 encourages less
    blurring". D may give a map of logits, one for each patch.

    Algorithm:

        (x, y) <- a minibatch of pairs
        step D down the gradient of
            -(mean(log D(x, y)) + mean(log(1 - D(x, G(x))))) / 2
        draw the dropout of G again
        step G down the gradient of  -mean(log D(x, G(x))) + 100 mean(|y - G(x)|)

    Examples: (sources, targets), both [B, H, W, C] in [-1, 1].

    Args:
        generator: sources to images of the targets' shape.
        discriminator: a tuple of sources and targets to logits.
        l1_weight: a, lambda in the paper; the mean is over pixels and channels.
        l2_weight: b, likewise.
        gan_weight: of the generator's adversarial loss; 0 leaves the others alone.
        **kwargs: of `AdversarialModel`.

    Departures: none from the losses. The generator draws new dropout for its own
    update; the authors' code judges the output of the discriminator's update again.
    """

    example = ("sources", "targets")

    def __init__(
        self,
        generator,
        discriminator,
        *,
        l1_weight=100.0,
        l2_weight=0.0,
        gan_weight=1.0,
        **kwargs,
    ):
        super().__init__(generator, discriminator, **kwargs)
        self.l1_weight = l1_weight
        self.l2_weight = l2_weight
        self.gan_weight = gan_weight
        self.l1_meter = keras.metrics.Mean("l1_loss")
        self.adversarial_meter = keras.metrics.Mean("adversarial_loss")
        if l2_weight:
            self.l2_meter = keras.metrics.Mean("l2_loss")

    def generate(self, real, turn):
        sources, _ = real
        return sources, self.generator(sources, training=True)

    def products(self):
        return {"generator": sampling.Translator(self.sampler)}

    def judged(self, example):
        return example[1]

    def with_judged(self, example, images):
        return example[0], images

    def discriminator_loss(self, real, fake):
        return (
            minimax.discriminator_loss(self.discriminate(real), self.discriminate(fake))
            / 2
        )

    def generator_loss(self, real, fake):
        (_, targets), (_, outputs) = real, fake
        l1 = ops.mean(ops.abs(targets - outputs))
        adversarial = minimax.generator_loss(self.discriminate(fake))
        self.l1_meter.update_state(l1)
        self.adversarial_meter.update_state(adversarial)
        loss = self.gan_weight * adversarial + self.l1_weight * l1
        if self.l2_weight:
            l2 = ops.mean(ops.square(targets - outputs))
            self.l2_meter.update_state(l2)
            loss += self.l2_weight * l2
        return loss
