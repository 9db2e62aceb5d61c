"""Objectives: one class per paper, each a `keras.Model` that trains as its box says."""

from tfgan_zoo.objectives.feature_matching_gan import FeatureMatchingGAN
from tfgan_zoo.objectives.gan import GAN
from tfgan_zoo.objectives.hinge_gan import HingeGAN
from tfgan_zoo.objectives.lsgan import LSGAN
from tfgan_zoo.objectives.pix2pix import Pix2Pix
from tfgan_zoo.objectives.semi_supervised_gan import SemiSupervisedGAN
from tfgan_zoo.objectives.wgan import WGAN
from tfgan_zoo.objectives.wgan_gp import WGANGP

__all__ = [
    "GAN",
    "LSGAN",
    "WGAN",
    "WGANGP",
    "FeatureMatchingGAN",
    "HingeGAN",
    "Pix2Pix",
    "SemiSupervisedGAN",
]
