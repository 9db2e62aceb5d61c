"""The GAN whose discriminator classifies, from a few labels."""

import keras
from keras import ops

from tfgan_zoo import sampling
from tfgan_zoo.layers import OneHot
from tfgan_zoo.losses import feature_matching, minimax, semi_supervised
from tfgan_zoo.training import features
from tfgan_zoo.training.adversarial_model import AdversarialModel
from tfgan_zoo.training.generator_average import GeneratorAverage
from tfgan_zoo.training.replicas import batch_mean


class SemiSupervisedGAN(AdversarialModel):
    """A classifier of K classes that also learns from images without labels.

    The discriminator has K logits l_k and tells K + 1 classes apart, the last one being
    "fake": D(x) = Z(x) / (Z(x) + 1), Z(x) = sum over k of exp(l_k(x)). It minimises

        -E[log p(y | x, y < K + 1)]                              over labelled images
        -E[log D(x)] - E[log(1 - D(G(z)))]      over unlabelled images and fakes

    and the generator matches the mean features of the unlabelled images, or minimises
    -E[log D(G(z))], which with minibatch discrimination in D makes better images and a
    worse classifier, as sections 3.2 and 6.1 say. Salimans et al. (2016), "Improved
    Techniques for Training GANs", https://arxiv.org/abs/1606.03498, section 5. The
    classifier to use is `classifier`, whose weights are a running average, as in the
    authors' code.

    Algorithm:

        (x, y), u <- labelled and unlabelled images, z <- latents
        step D down the gradient of
            -mean(log p(y | x, y < K + 1)) - mean(log D(u)) - mean(log(1 - D(G(z))))
        move the weights of `classifier` towards those of D
        z <- latents
        step G down the gradient of  ||mean(f(u)) - mean(f(G(z)))||^2

    Examples: ((images, labels), unlabelled): images and unlabelled [B, H, W, C] in
    [-1, 1], labels integers [B] in 0..K-1.

    Args:
        generator: latents [B, latent_dim] to images.
        discriminator: images to logits [B, K]; one of its layers is named "features",
            if features are matched.
        feature_matching: whether the generator's loss is the one above, or
            -mean(log D(G(z))).
        unsupervised_weight: of the second line.
        classifier_decay: of the running average of the discriminator.
        **kwargs: of `AdversarialModel`.

    Departures: none from the paper. The authors' code halves both terms of the second
    line; with minibatch discrimination its generator minimises E[log(1 - D(G(z)))],
    whose gradient vanishes where D is sure, in three steps for one of D.
    """

    example = (("images", "labels"), "unlabelled")

    def __init__(
        self,
        generator,
        discriminator,
        *,
        feature_matching=True,
        unsupervised_weight=1.0,
        classifier_decay=0.9999,
        **kwargs,
    ):
        super().__init__(generator, discriminator, **kwargs)
        self.unsupervised_weight = unsupervised_weight
        self.feature_matching = feature_matching
        if feature_matching:
            self.features = features.extractor(discriminator)
        self.one_hot = OneHot(discriminator.outputs[0].shape[-1], dtype="float32")
        self.one_hot.build((None,))  # Keras asks for it before the first step.
        self.classifier_average = GeneratorAverage(classifier_decay)
        self.classifier_average.build_from(discriminator)

        self.supervised_meter = keras.metrics.Mean("supervised_loss")
        self.unsupervised_meter = keras.metrics.Mean("unsupervised_loss")

    @property
    def classifier(self):
        """Images to logits [B, K]: the running average of the discriminator."""
        return self.classifier_average.generator

    def products(self):
        return {
            **super().products(),
            "classifier": sampling.Classifier(self.classifier),
        }

    def generate(self, real, turn):
        _, unlabelled = real
        return super().generate(unlabelled, turn)

    def judged(self, example):
        return example[1] if isinstance(example, tuple) else example

    def with_judged(self, example, images):
        return (example[0], images) if isinstance(example, tuple) else images

    def scores(self, real, fake):
        logits = (self.discriminate(self.judged(example)) for example in (real, fake))
        return tuple(ops.logsumexp(ops.cast(x, "float32"), axis=-1) for x in logits)

    def discriminator_loss(self, real, fake):
        (images, labels), unlabelled = real
        unsupervised = minimax.discriminator_loss(
            semi_supervised.realness(self.discriminate(unlabelled)),
            semi_supervised.realness(self.discriminate(fake)),
        )
        supervised = semi_supervised.class_loss(
            self.discriminate(images), self.one_hot(labels)
        )
        self.supervised_meter.update_state(supervised)
        self.unsupervised_meter.update_state(unsupervised)
        return supervised + self.unsupervised_weight * unsupervised

    def generator_loss(self, real, fake):
        if not self.feature_matching:
            logits = semi_supervised.realness(self.discriminate(fake))
            return minimax.generator_loss(logits)
        _, unlabelled = real
        return feature_matching.generator_loss(
            batch_mean(self.features(unlabelled, training=True)),
            batch_mean(self.features(fake, training=True)),
        )

    def train_discriminator(self, real, turn):
        loss = super().train_discriminator(real, turn)
        self.classifier_average.follow(self.discriminator, self.step)
        return loss
