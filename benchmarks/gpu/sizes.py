"""Sizes of networks and numbers of steps, and models of that size."""

import dataclasses

from benchmarks import zoo


@dataclasses.dataclass(frozen=True)
class Size:
    """The size of a measurement; None is a recipe's own.

    Args:
        device: that is measured.
        recipes: whose steps are timed.
        compared: recipes whose numbers are compared; None for all.
        side: height and width of the images, in pixels.
        width: of the networks.
        batch_size: of a minibatch.
        at_once: steps per execution.
        rounds: of turns.
        seconds: of a turn, about.
        files: number of files that are read.
    """

    device: str = "GPU:0"
    recipes: tuple = ("dcgan", "wgan")
    compared: tuple | None = None
    side: int = 64
    width: int | None = None
    batch_size: int | None = None
    at_once: int = 50
    rounds: int = 5
    seconds: float = 0.5
    files: int = 5000

    def model(self, recipe: str, own_shape: bool = False, **options):
        """A compiled model, and a batch of noise for it, nested NumPy arrays.

        Args:
            recipe: its name.
            own_shape: of the recipe's own dataset, instead of `side` and three colours.
            **options: of `zoo.model`.
        """
        if self.width:
            options["width"] = self.width
        if not own_shape:
            options["image_shape"] = (self.side, self.side, 3)
        gan, batch = zoo.model(recipe, batch_size=self.batch_size, **options)
        return gan, zoo.as_sent(recipe, batch)


WHOLE = Size()
REHEARSAL = Size(
    device="CPU:0",
    recipes=("dcgan",),
    compared=("cgan",),
    side=16,
    width=4,
    batch_size=4,
    at_once=10,
    rounds=2,
    seconds=0.01,
    files=16,
)
