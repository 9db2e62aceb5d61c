"""Cases of a comparison with others: a recipe, its sizes, and the speed to reach."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Case:
    """A recipe of the zoo at one size.

    Args:
        recipe: its name.
        image_shape: of one image.
        batch_size: of a minibatch.
        discriminator_steps: minibatches of a batch.
        width: channels of the networks, the recipe's own.
        steps: of a turn.
        target: the speed to reach, as a multiple of the fastest PyTorch's.
        several: whether to try several steps per execution too; where a step takes a
            second, returning to Python costs nothing, but each process takes gigabytes.
    """

    recipe: str
    image_shape: tuple[int, int, int]
    batch_size: int
    discriminator_steps: int
    width: int
    steps: int
    target: float
    several: bool = True

    @property
    def images(self) -> int:
        """Examples of one batch, all minibatches of a step together."""
        return self.batch_size * self.discriminator_steps


CASES = {
    "dcgan": Case("dcgan", (28, 28, 1), 64, 1, 64, steps=24, target=1.25),
    "wgan": Case("wgan", (28, 28, 1), 64, 5, 64, steps=8, target=1.25),
    "pix2pix": Case(
        "pix2pix", (256, 256, 3), 1, 1, 64, steps=4, target=1.1, several=False
    ),
}


def batch(case: Case):
    """The constant batch of a case, the same for the zoo and its peers."""
    from tfgan_zoo import recipes

    return recipes.get(case.recipe).kind.random(case.image_shape, case.images)
