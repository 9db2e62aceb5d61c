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
from benchmarks.process import Contender

L1_WEIGHT = 100.0  # Of pix2pix.


class Game:
    """The minimax game, its generator's loss the one that does not saturate.

    What is another game's is in a subclass. Examples are images, or sources and
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

    def judge(self, real, images):
        return self.discriminator(images)

    def discriminator_loss(self, real, fake):
        true, false = self.judge(real, real), self.judge(real, fake)
        return softplus(-true).mean() + softplus(false).mean()

    def generator_loss(self, real):
        return softplus(-self.judge(real, self.fake(real))).mean()


class WGAN(Game):
    """A critic whose weights are clipped after each of its steps."""

    averaged = False
    clip = 0.01

    def optimizer(self, parameters):
        return torch.optim.RMSprop(parameters, 5e-5, alpha=0.9, eps=1e-7)

    def fake(self, real):
        return self.generator(torch.randn(len(real), 100))

    def discriminator_loss(self, real, fake):
        return self.judge(real, fake).mean() - self.judge(real, real).mean()

    def generator_loss(self, real):
        return -self.judge(real, self.fake(real)).mean()


class Pix2Pix(Game):
    """Translation of images, held near the truth by L1; dropout is the noise."""

    def __init__(self, width):
        self.generator = networks.UNet(width)
        self.discriminator = networks.PatchGAN(width)

    def fake(self, real):
        source, _ = real
        return self.generator(source)

    def judge(self, real, images):
        source, target = real
        image = target if images is real else images
        return self.discriminator(torch.cat([source, image], dim=1))

    def discriminator_loss(self, real, fake):
        return super().discriminator_loss(real, fake) / 2

    def generator_loss(self, real):
        _, target = real
        fake = self.fake(real)
        return softplus(-self.judge(real, fake)).mean() + L1_WEIGHT * l1_loss(
            fake, target
        )


GAMES = {"dcgan": Game, "wgan": WGAN, "pix2pix": Pix2Pix}


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
    game = GAMES[case](setting.width)
    players = game.generator, game.discriminator
    for player in players:
        player.to(memory_format=layout)
    shares = _shares(cases.batch(setting), setting.discriminator_steps, layout)
    return Contender(
        run=_training(game, shares, torch.compile if compiled else lambda f: f),
        parameters=tuple(sum(p.numel() for p in net.parameters()) for net in players),
        images=setting.images,
    )


def _training(game, shares, compiler):
    """A function that trains the players for some steps."""
    sample = compiler(game.fake)
    discriminator_loss = compiler(game.discriminator_loss)
    generator_loss = compiler(game.generator_loss)
    discriminator_optimizer = game.optimizer(game.discriminator.parameters())
    generator_optimizer = game.optimizer(game.generator.parameters())
    losses = torch.zeros(2)
    if game.averaged:
        decay = get_ema_multi_avg_fn(0.999)
        average = AveragedModel(game.generator, multi_avg_fn=decay)

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
        if game.averaged:
            average.update_parameters(game.generator)

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
