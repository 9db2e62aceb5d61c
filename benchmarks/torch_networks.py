"""The zoo's networks once more, in PyTorch: the same layers and initial weights.

Images are [B, C, H, W] here. The parameters come in the order of Keras's weights, so
that a test can copy one to the other and compare what they compute.
"""

import torch
from torch import nn


class DCGANGenerator(nn.Sequential):
    """Latents [B, latent_dim] to images, as `networks.dcgan.generator` at 28x28."""

    def __init__(self, latent_dim=100, width=64, size=7, channels=1):
        super().__init__(
            nn.Linear(latent_dim, size * size * 2 * width, bias=False),
            nn.Unflatten(1, (2 * width, size, size)),
            nn.BatchNorm2d(2 * width),
            nn.ReLU(),
            nn.ConvTranspose2d(2 * width, width, 4, 2, 1, bias=False),
            nn.BatchNorm2d(width),
            nn.ReLU(),
            nn.ConvTranspose2d(width, channels, 4, 2, 1, bias=False),
            nn.Tanh(),
        )
        self.apply(initialize)


class DCGANDiscriminator(nn.Sequential):
    """Images to logits [B, 1], as `networks.dcgan.discriminator` at 28x28."""

    def __init__(self, width=64, size=7, channels=1):
        super().__init__(
            nn.Conv2d(channels, width, 4, 2, 1, bias=False),
            nn.LeakyReLU(0.2),
            nn.Conv2d(width, 2 * width, 4, 2, 1, bias=False),
            nn.BatchNorm2d(2 * width),
            nn.LeakyReLU(0.2),
            nn.Flatten(),
            nn.Linear(2 * width * size * size, 1, bias=False),
        )
        self.apply(initialize)


class UNet(nn.Module):
    """Sources to images, as `networks.unet.generator` at 256x256."""

    def __init__(self, width=64, depth=8, channels=3):
        super().__init__()
        filters = [width * min(2**i, 8) for i in range(depth)]
        self.down = nn.ModuleList([_downsample(channels, filters[0])])
        for i in range(1, depth):
            layers = [nn.LeakyReLU(0.2), _downsample(filters[i - 1], filters[i])]
            if i < depth - 1:
                layers.append(_instance_norm(filters[i]))
            self.down.append(nn.Sequential(*layers))
        self.up = nn.ModuleList()
        for i in reversed(range(depth - 1)):
            below = filters[i + 1] * (1 if i == depth - 2 else 2)
            double = nn.ConvTranspose2d(below, filters[i], 4, 2, 1, bias=False)
            layers = [nn.ReLU(), double, _instance_norm(filters[i])]
            if i >= depth - 4:
                layers.append(nn.Dropout(0.5))
            self.up.append(nn.Sequential(*layers))
        self.to_rgb = nn.Sequential(
            nn.ReLU(), nn.ConvTranspose2d(2 * filters[0], channels, 4, 2, 1), nn.Tanh()
        )
        self.apply(initialize)

    def forward(self, x):
        encoded = []
        for layer in self.down:
            x = layer(x)
            encoded.append(x)
        for layer, skip in zip(self.up, reversed(encoded[:-1]), strict=True):
            x = torch.cat([layer(x), skip], dim=1)
        return self.to_rgb(x)


class PatchGAN(nn.Sequential):
    """Sources and targets as channels to logits, as the 70x70 PatchGAN of the zoo."""

    def __init__(self, width=64, channels=6):
        layers, filters = [], channels
        for i, stride in enumerate((2, 2, 2, 1)):
            wider = width * 2**i
            layers.append(nn.Conv2d(filters, wider, 4, stride, 1, bias=i == 0))
            if i:
                layers.append(_instance_norm(wider))
            layers.append(nn.LeakyReLU(0.2))
            filters = wider
        super().__init__(*layers, nn.Conv2d(filters, 1, 4, 1, 1))
        self.apply(initialize)


def initialize(module):
    """Draws weights as the zoo does: N(0, 0.02), gains N(1, 0.02), no offsets."""
    mean = float(isinstance(module, nn.BatchNorm2d | nn.InstanceNorm2d))
    if getattr(module, "weight", None) is not None:
        nn.init.normal_(module.weight, mean, 0.02)
    if getattr(module, "bias", None) is not None:
        nn.init.zeros_(module.bias)


def _downsample(inputs, outputs):
    return nn.Conv2d(inputs, outputs, 4, 2, 1, bias=False)


def _instance_norm(filters):
    return nn.InstanceNorm2d(filters, affine=True)
