"""The recipe class: a function of a paper's constants, and how it builds a model."""

import dataclasses
import functools
import inspect
import warnings
from collections.abc import Callable
from pathlib import Path

from tfgan_zoo.recipes import _constants
from tfgan_zoo.recipes._constants import Constant
from tfgan_zoo.recipes._setting import Setting


@dataclasses.dataclass(frozen=True)
class Recipe:
    """A paper's setting: a function of its constants, and the defaults of a run.

    Attributes:
        function: (shape, classes, *, constants) to `Setting`; with `like`, (setting,
            shape, classes) to `Setting`, from the other recipe's.
        dataset: that a run takes unless told otherwise.
        image_size: height and width in pixels, likewise.
        batch_size: examples of one minibatch, likewise.
        steps: of the generator, likewise.
        examples: kind of the examples that it learns from, a class of
            `tfgan_zoo.examples` or a tuple of them; `Images` by default.
        jitter: whether pairs are enlarged, cropped and mirrored at random.
        own_networks: why a comparison of objectives leaves it its own networks; None
            where it can play with others.
        prepare: (gan, batch) to None: what is done with the first batch before the
            first step; nothing by default.
        like: the recipe whose constants it has, and whose setting it changes; None
            for one that stands alone.
        earlier: what constants were in version 0.1, where their default has changed.
    """

    function: Callable
    _: dataclasses.KW_ONLY
    dataset: str
    image_size: int
    batch_size: int
    steps: int
    examples: type | tuple | None = None
    jitter: bool = False
    own_networks: str | None = None
    prepare: Callable = lambda gan, batch: None
    like: "Recipe | None" = None
    earlier: dict = dataclasses.field(default_factory=dict)

    @property
    def name(self) -> str:
        """Of the function."""
        return self.function.__name__

    @property
    def module(self) -> str:
        """Name of the module that defines it."""
        return self.function.__module__

    @property
    def file(self) -> Path:
        """The file that defines it."""
        return Path(inspect.getsourcefile(self.function))

    @property
    def doc(self) -> str:
        """The docstring of its file: source, command and departures."""
        return inspect.cleandoc(self.function.__globals__["__doc__"] or "")

    @property
    def kinds(self) -> tuple:
        """Of the examples that it learns from."""
        from tfgan_zoo.examples import Images

        known = self.examples or Images
        return known if isinstance(known, tuple) else (known,)

    @property
    def kind(self):
        """Of the examples of its own dataset."""
        return self.kinds[0]

    def kind_of(self, info):
        """The kind of the examples of a dataset.

        Args:
            info: as `pipelines.info` says it.

        Raises:
            ValueError: the recipe learns from no examples as these.
        """
        from tfgan_zoo.examples import contents

        holds = contents(info)
        kind = next((k for k in self.kinds if k.holds == holds), self.kind)
        kind.check_dataset(info)
        return kind

    @property
    def constants(self) -> dict[str, Constant]:
        """Name of each constant, and what it is."""
        if self.like:
            return self.like.constants
        return _constants.of(self.function)

    def resolve(self, given: dict) -> dict:
        """All constants: their defaults, but for those that are given and not None.

        Raises:
            ValueError: the recipe has no constant of a given name, or a number or a
                word that it cannot be.
        """
        known = self.constants
        for name, value in given.items():
            if name not in known:
                raise _constants.unknown(self.name, name, known)
            if value is not None:
                known[name].check(value)
        given = {name: value for name, value in given.items() if value is not None}
        return {name: c.default for name, c in known.items()} | given

    def parse(self, texts: list[str]) -> dict:
        """The constants that texts of the form NAME=VALUE give.

        Raises:
            ValueError: another form, an unknown name, or a value of another type.
        """
        pairs = [text.partition("=") for text in texts]
        for name, equals, _ in pairs:
            if not equals:
                raise ValueError(f"A constant is set by NAME=VALUE. Received: {name!r}")
        self.resolve({name: None for name, _, _ in pairs})
        return {name: self.constants[name].parse(value) for name, _, value in pairs}

    def setting(self, shape, classes, **constants) -> Setting:
        """What it puts together for a shape of examples."""
        if self.like:
            setting = self.like.setting(shape, classes, **constants)
            return self.function(setting, shape, classes)
        return self.function(shape, classes, **constants)

    def build(
        self,
        image_shape: tuple[int, ...],
        num_classes: int | None = None,
        seed: int | None = None,
        *,
        networks=None,
        prior=None,
        mixed_precision: str = "none",
        jit_compile: bool = False,
        steps_per_execution: int = 1,
        **constants,
    ):
        """The compiled model.

        Args:
            image_shape: of one example, (H, W, C), or (N,) of a point.
            num_classes: of the labels, if there are any.
            seed: of weights and noise; by default they are random.
            networks: (generator, discriminator) to use instead of the paper's.
            prior: of the latents, instead of the paper's.
            mixed_precision: "bfloat16", "float16" or "none".
            jit_compile: compile the step with XLA.
            steps_per_execution: steps between two returns to Python.
            **constants: of the recipe.

        Raises:
            ValueError: an unknown constant, one that the objective or the networks
                refuse, or no `num_classes` where the recipe learns from labels.
        """
        from tfgan_zoo.training.precision import precision
        from tfgan_zoo.training.seeding import seeded

        constants = self.resolve(constants)
        if self.kind.labelled() and not (num_classes or networks):
            raise ValueError(
                f"The recipe {self.name} learns from labels and needs `num_classes`. "
                f"Received: {num_classes}"
            )
        with precision(mixed_precision):
            setting = self.setting(tuple(image_shape), num_classes, **constants)
            own = {} if prior is None else {"prior": prior}
            with seeded(seed):
                generator, discriminator = networks or (
                    setting.generator(),
                    setting.discriminator(),
                )
                gan = setting.objective(
                    generator, discriminator, seed=seed, **{**setting.constants, **own}
                )
            gan.compile(
                (setting.generator_optimizer or setting.optimizer)(),
                (setting.discriminator_optimizer or setting.optimizer)(),
                jit_compile=jit_compile,
                steps_per_execution=steps_per_execution,
                **setting.compile,
            )
        return gan

    def __getattr__(self, name: str):
        if name.startswith("_") or name == "function":  # Of a copy that is being made.
            raise AttributeError(name)
        # Of version 0.1, when a recipe was a module; until 0.3.
        if name in ("DATASET", "IMAGE_SIZE", "BATCH_SIZE", "STEPS", "OWN_NETWORKS"):
            warnings.warn(
                f"`{name}` of a recipe is now `{name.lower()}`.",
                DeprecationWarning,
                stacklevel=2,
            )
            return getattr(self, name.lower())
        if name == "EXAMPLES":
            return _EXAMPLES[self.kind.__name__]
        raise AttributeError(f"The recipe {self.name} has no attribute {name!r}")


def recipe(**options):
    """Makes a recipe of a function of the shape, the classes and the constants.

    ```python
    from tfgan_zoo.recipes import Setting, recipe


    @recipe(dataset="mnist_5k", image_size=28, batch_size=64, steps=4000)
    def mine(shape, classes, *, width: int = 64, learning_rate: float = 2e-4):
        return Setting(...)
    ```

    Args:
        **options: attributes of `Recipe` but for the function.
    """

    def decorate(function):
        made = Recipe(function, **options)
        # The module answers as its recipe, as in version 0.1, where it was one.
        function.__globals__.setdefault("__getattr__", functools.partial(getattr, made))
        return made

    return decorate


# Names of the kinds in version 0.1.
_EXAMPLES = {
    "Images": "images",
    "Labelled": "labelled",
    "PartlyLabelled": "few_labels",
    "Pairs": "pairs",
    "Points": "points",
}
