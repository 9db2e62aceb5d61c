"""The setting of a recipe: what it puts together for one shape of examples."""

import dataclasses
from collections.abc import Callable


@dataclasses.dataclass(frozen=True)
class Setting:
    """What a recipe puts together for one shape of examples.

    Networks and optimizers are functions without arguments, so that they are made
    under the seed of the run, and networks only where no others are given.

    Args:
        objective: a subclass of `AdversarialModel`.
        generator: () to `keras.Model`.
        discriminator: () to `keras.Model`.
        optimizer: () to a Keras optimizer, for both players.
        generator_optimizer: of the generator alone.
        discriminator_optimizer: of the discriminator alone.
        constants: other arguments of the objective, by name.
        compile: other arguments of its `compile`, by name.
    """

    objective: type
    generator: Callable
    discriminator: Callable
    optimizer: Callable | None = None
    generator_optimizer: Callable | None = None
    discriminator_optimizer: Callable | None = None
    constants: dict = dataclasses.field(default_factory=dict)
    compile: dict = dataclasses.field(default_factory=dict)
