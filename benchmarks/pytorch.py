"""A case in PyTorch, as one would write it there for speed.

No tape over the generator in the discriminator's step, no gradient of the
discriminator's weights in the generator's, Adam fused, and losses that are added up on
the device. `--compiled` hands whole loss functions to `torch.compile`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from benchmarks import cases
from benchmarks import torch_networks as networks
from benchmarks.contender import Contender

CLIP = 0.01  # Of WGAN.
L1_WEIGHT = 100.0  # Of pix2pix.


@dataclass
class Game:
    """Two players and what they minimise, of images or of sources and targets."""

    generator: torch.nn.Module
    discriminator: torch.nn.Module
    fake: Callable
    discriminator_loss: Callable
    generator_loss: Callable
    optimizer: Callable
    averaged: bool
    clip: float | None = None


def build(
    case: str, *, channels_last: bool = False, compiled: bool = False
) -> Contender:
    """A case on its constant batch.

    Args:
        case: a name of `cases.CASES`.
        channels_last: lay images and kernels out as [B, H, W, C] in memory.
        compiled: by `torch.compile`.
    """
    torch.manual_seed(0)
    setting = cases.CASES[case]
    layout = torch.channels_last if channels_last else torch.contiguous_format
    game = GAMES[case](setting)
    game.generator.to(memory_format=layout)
    game.discriminator.to(memory_format=layout)
    shares = _shares(cases.batch(setting), setting.discriminator_steps, layout)
    return Contender(
        run=_training(game, shares, torch.compile if compiled else lambda f: f),
        parameters=(_parameters(game.generator), _parameters(game.discriminator)),
        images=setting.images,
    )


def dcgan(case) -> Game:
    """The minimax game, its generator's loss the one that does not saturate."""
    generator, discriminator = _dcgan_players(case)

    def fake(real):
        return generator(torch.rand(len(real), 100) * 2 - 1)

    def discriminator_loss(real, fake):
        return _minimax(discriminator(real), discriminator(fake))

    def generator_loss(real):
        return functional.softplus(-discriminator(fake(real))).mean()

    return Game(
        generator,
        discriminator,
        fake,
        discriminator_loss,
        generator_loss,
        _adam,
        averaged=True,
    )


def wgan(case) -> Game:
    """A critic whose weights are clipped after each of its steps."""
    generator, critic = _dcgan_players(case)

    def fake(real):
        return generator(torch.randn(len(real), 100))

    return Game(
        generator,
        critic,
        fake,
        lambda real, fake: critic(fake).mean() - critic(real).mean(),
        lambda real: -critic(fake(real)).mean(),
        lambda p: torch.optim.RMSprop(p, 5e-5, alpha=0.9, eps=1e-7),
        averaged=False,
        clip=CLIP,
    )


def pix2pix(case) -> Game:
    """Translation of images, held near the truth by L1; dropout is the noise."""
    generator = networks.UNet(case.width)
    patches = networks.PatchGAN(case.width)

    def judge(source, image):
        return patches(torch.cat([source, image], dim=1))

    def fake(real):
        return generator(real[0])

    def discriminator_loss(real, fake):
        return _minimax(judge(*real), judge(real[0], fake)) / 2

    def generator_loss(real):
        image = fake(real)
        l1 = functional.l1_loss(image, real[1])
        return functional.softplus(-judge(real[0], image)).mean() + L1_WEIGHT * l1

    return Game(
        generator,
        patches,
        fake,
        discriminator_loss,
        generator_loss,
        _adam,
        averaged=True,
    )


def _minimax(true, false):
    """The discriminator's loss, of the logits of real and of fake images."""
    return functional.softplus(-true).mean() + functional.softplus(false).mean()


def _adam(parameters):
    return torch.optim.Adam(parameters, 2e-4, betas=(0.5, 0.999), fused=True)


GAMES = {"dcgan": dcgan, "wgan": wgan, "pix2pix": pix2pix}


def _training(game, shares, compiler):
    """A function that trains the players for some steps."""
    sample = compiler(game.fake)
    discriminator_loss = compiler(game.discriminator_loss)
    generator_loss = compiler(game.generator_loss)
    discriminator_optimizer = game.optimizer(game.discriminator.parameters())
    generator_optimizer = game.optimizer(game.generator.parameters())
    losses = torch.zeros(2)
    average = None
    if game.averaged:
        average = AveragedModel(
            game.generator, multi_avg_fn=get_ema_multi_avg_fn(0.999)
        )

    def descend(loss, optimizer):
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.detach()

    def step():
        for real in shares:
            with torch.no_grad():
                fake = sample(real)
            losses[0] += descend(
                discriminator_loss(real, fake), discriminator_optimizer
            )
            if game.clip:
                with torch.no_grad():
                    for weight in game.discriminator.parameters():
                        weight.clamp_(-game.clip, game.clip)
        game.discriminator.requires_grad_(False)
        losses[1] += descend(generator_loss(shares[-1]), generator_optimizer)
        game.discriminator.requires_grad_(True)
        if average is not None:
            average.update_parameters(game.generator)

    def run(steps):
        for _ in range(steps):
            step()

    return run


def _dcgan_players(case):
    return networks.DCGANGenerator(width=case.width), networks.DCGANDiscriminator(
        width=case.width
    )


def _shares(batch, count, layout):
    """Minibatches of tensors [B, C, H, W], or of pairs of these."""
    if isinstance(batch, tuple):
        parts = [_shares(part, count, layout) for part in batch]
        return list(zip(*parts, strict=True))
    images = torch.from_numpy(batch).permute(0, 3, 1, 2)
    return [share.contiguous(memory_format=layout) for share in images.chunk(count)]


def _parameters(network):
    return sum(weight.numel() for weight in network.parameters())
