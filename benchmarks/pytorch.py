"""A case in PyTorch, as one would write it there for speed.

No tape over the generator in the discriminator's step, no gradient of the
discriminator's weights in the generator's, Adam fused, and losses that are added up on
the device. `compiled` hands whole loss functions to `torch.compile`.
"""

import torch
from torch.nn.functional import l1_loss, softplus
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from benchmarks import cases
from benchmarks import torch_networks as networks
from benchmarks.process import Candidate

L1_WEIGHT = 100.0  # Of pix2pix.


class GAN:
    """The minimax game, its generator's loss the one that does not saturate.

    What is another GAN's is in a subclass. Examples are images, or sources and
    targets.
    """

    averaged = True
    clip = None

    def __init__(self, width):
        self.generator = networks.DCGANGenerator(width=width)
        self.discriminator = networks.DCGANDiscriminator(width=width)

    def optimizer(self, parameters):
        return torch.optim.Adam(parameters, 2e-4, betas=(0.5, 0.999), fused=True)

    def fake(self, real):
        return self.generator(torch.rand(len(real), 100) * 2 - 1)

    def discriminate(self, real, images):
        return self.discriminator(images)

    def discriminator_loss(self, real, fake):
        true, false = self.discriminate(real, real), self.discriminate(real, fake)
        return softplus(-true).mean() + softplus(false).mean()

    def generator_loss(self, real):
        return softplus(-self.discriminate(real, self.fake(real))).mean()


class WGAN(GAN):
    """A critic whose weights are clipped after each of its steps."""

    averaged = False
    clip = 0.01

    def optimizer(self, parameters):
        return torch.optim.RMSprop(parameters, 5e-5, alpha=0.9, eps=1e-7)

    def fake(self, real):
        return self.generator(torch.randn(len(real), 100))

    def discriminator_loss(self, real, fake):
        return (
            self.discriminate(real, fake).mean() - self.discriminate(real, real).mean()
        )

    def generator_loss(self, real):
        return -self.discriminate(real, self.fake(real)).mean()


class Pix2Pix(GAN):
    """Translation of images, held near the truth by L1; dropout is the noise."""

    def __init__(self, width):
        self.generator = networks.UNet(width)
        self.discriminator = networks.PatchGAN(width)

    def fake(self, real):
        source, _ = real
        return self.generator(source)

    def discriminate(self, real, images):
        source, target = real
        image = target if images is real else images
        return self.discriminator(torch.cat([source, image], dim=1))

    def discriminator_loss(self, real, fake):
        return super().discriminator_loss(real, fake) / 2

    def generator_loss(self, real):
        _, target = real
        fake = self.fake(real)
        return softplus(-self.discriminate(real, fake)).mean() + L1_WEIGHT * l1_loss(
            fake, target
        )


MODELS = {"dcgan": GAN, "wgan": WGAN, "pix2pix": Pix2Pix}


def build(
    case: str, *, channels_last: bool = False, compiled: bool = False
) -> Candidate:
    """A case on its constant batch.

    Args:
        case: a name of `cases.CASES`.
        channels_last: lay images and kernels out as [B, H, W, C] in memory.
        compiled: by `torch.compile`.
    """
    torch.manual_seed(0)
    setting = cases.CASES[case]
    layout = torch.channels_last if channels_last else torch.contiguous_format
    model = MODELS[case](setting.width)
    both = model.generator, model.discriminator
    for network in both:
        network.to(memory_format=layout)
    shares = _shares(cases.batch(setting), setting.discriminator_steps, layout)
    return Candidate(
        run=_training(model, shares, torch.compile if compiled else lambda f: f),
        parameters=tuple(sum(p.numel() for p in net.parameters()) for net in both),
        images=setting.images,
    )


def _training(model, shares, compiler):
    """A function that trains a model for some steps."""
    sample = compiler(model.fake)
    discriminator_loss = compiler(model.discriminator_loss)
    generator_loss = compiler(model.generator_loss)
    discriminator_optimizer = model.optimizer(model.discriminator.parameters())
    generator_optimizer = model.optimizer(model.generator.parameters())
    losses = torch.zeros(2)
    if model.averaged:
        decay = get_ema_multi_avg_fn(0.999)
        average = AveragedModel(model.generator, multi_avg_fn=decay)

    def minimize(loss, optimizer):
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.detach()

    def step():
        for real in shares:
            with torch.no_grad():
                fake = sample(real)
            losses[0] += minimize(
                discriminator_loss(real, fake), discriminator_optimizer
            )
            if model.clip:
                with torch.no_grad():
                    for weight in model.discriminator.parameters():
                        weight.clamp_(-model.clip, model.clip)
        model.discriminator.requires_grad_(False)
        losses[1] += minimize(generator_loss(shares[-1]), generator_optimizer)
        model.discriminator.requires_grad_(True)
        if model.averaged:
            average.update_parameters(model.generator)

    def run(steps):
        for _ in range(steps):
            step()

    return run


def _shares(batch, count, layout):
    """Minibatches of tensors [B, C, H, W], or of pairs of these."""
    if isinstance(batch, tuple):
        parts = [_shares(part, count, layout) for part in batch]
        return list(zip(*parts, strict=True))
    images = torch.from_numpy(batch).permute(0, 3, 1, 2)
    return [share.contiguous(memory_format=layout) for share in images.chunk(count)]
