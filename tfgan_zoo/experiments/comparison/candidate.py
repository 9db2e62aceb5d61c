"""The candidates of a comparison: recipes, with constants of their own or without."""

import dataclasses

from tfgan_zoo import recipes


@dataclasses.dataclass(frozen=True)
class Candidate:
    """A recipe, and those of its constants that are not the recipe's own.

    ```pycon
    >>> from tfgan_zoo.experiments.comparison.candidate import Candidate
    >>> str(Candidate.of("wgan+discriminator_steps=1+clip=0.10"))
    'wgan+clip=0.1+discriminator_steps=1'

    ```

    Its text, in the order of the names, is what it is called, also on the disk.
    """

    recipe: str
    constants: tuple[tuple, ...] = ()

    @classmethod
    def of(cls, text: str) -> "Candidate":
        """The candidate that a text names: RECIPE, or RECIPE+NAME=VALUE+NAME=VALUE.

        Raises:
            ValueError: there is no such recipe or constant, or a value is of another
                type.
        """
        name, *settings = text.split("+")
        constants = recipes.get(name).parse(settings)
        return cls(name, tuple(sorted(constants.items())))

    def __str__(self):
        values = (f"+{name}={_text(value)}" for name, value in self.constants)
        return self.recipe + "".join(values)


def _text(value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
