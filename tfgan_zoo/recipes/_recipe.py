"""The recipe class: a function of a paper's constants, and what a run adds to it."""

import contextlib
import dataclasses
import difflib
import inspect
import types
import typing
import warnings
from collections.abc import Callable
from pathlib import Path


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


@dataclasses.dataclass(frozen=True)
class Constant:
    """A constant of a recipe: a keyword argument of its function.

    Attributes:
        name: of the argument.
        type: int, float, bool or str.
        default: its value; None where it follows from the examples.
    """

    name: str
    type: type
    default: object

    def parse(self, text: str):
        """The value that a text stands for.

        Raises:
            ValueError: it is no value of the constant's type.
        """
        try:
            if self.type is bool:
                return {"true": True, "false": False}[text.lower()]
            return self.type(text)
        except (KeyError, ValueError):
            raise ValueError(
                f"The constant {self.name} is {_WORDS[self.type]}, {self.default} by "
                f"default. Received: {text!r}"
            ) from None


_WORDS = {
    bool: "true or false",
    float: "a number",
    int: "a whole number",
    str: "a word",
}


@dataclasses.dataclass(frozen=True)
class Recipe:
    """A paper's setting: a function of its constants, and the defaults of a run.

    Attributes:
        function: (shape, classes, *, constants) to `Setting`.
        dataset: that a run takes unless told otherwise.
        image_size: height and width in pixels, likewise.
        batch_size: examples of one minibatch, likewise.
        steps: of the generator, likewise.
        kinds: of examples that it learns from, classes of `tfgan_zoo.examples`.
        jitter: whether pairs are enlarged, cropped and mirrored at random.
        own_networks: why a comparison of objectives leaves it its own networks; None
            where it can play with others.
        prepare: (gan, batch) to None: what is done with the first batch before the
            first step.
    """

    function: Callable
    dataset: str
    image_size: int
    batch_size: int
    steps: int
    kinds: tuple
    jitter: bool
    own_networks: str | None
    prepare: Callable

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
        holds = (
            "points" if len(info.shape) == 1 else "pairs" if info.pairs else "images"
        )
        kind = next((k for k in self.kinds if k.holds == holds), self.kind)
        kind.check_dataset(info)
        return kind

    @property
    def constants(self) -> dict[str, Constant]:
        """Name of each constant, and what it is."""
        hints = typing.get_type_hints(self.function)
        parameters = inspect.signature(self.function).parameters.values()
        return {
            p.name: Constant(
                p.name, _plain(hints.get(p.name, type(p.default))), p.default
            )
            for p in parameters
            if p.kind is p.KEYWORD_ONLY
        }

    def resolve(self, given: dict) -> dict:
        """All constants: their defaults, but for those that are given and not None.

        Raises:
            ValueError: the recipe has no constant of a given name.
        """
        known = self.constants
        for name in given:
            if name not in known:
                close = difflib.get_close_matches(name, known, n=1)
                nearest = f" Did you mean {close[0]!r}?" if close else ""
                raise ValueError(
                    f"The recipe {self.name} has no constant {name!r}.{nearest} Its "
                    f"constants: {', '.join(known)}."
                )
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
        from tfgan_zoo.training.seeding import seeded

        constants = self.resolve(constants)
        if self.kind.labelled() and not (num_classes or networks):
            raise ValueError(
                f"The recipe {self.name} learns from labels and needs `num_classes`. "
                f"Received: {num_classes}"
            )
        with _policy(mixed_precision):
            setting = self.function(tuple(image_shape), num_classes, **constants)
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


# Names of the kinds in version 0.1.
_EXAMPLES = {
    "Images": "images",
    "Labelled": "labelled",
    "PartlyLabelled": "few_labels",
    "Pairs": "pairs",
    "Points": "points",
}


def recipe(
    *,
    dataset: str,
    image_size: int,
    batch_size: int,
    steps: int,
    examples=None,
    jitter: bool = False,
    own_networks: str | None = None,
    prepare: Callable | None = None,
):
    """Makes a recipe of a function of the shape, the classes and the constants.

    ```python
    @recipe(dataset="digits", image_size=32, batch_size=64, steps=4000)
    def mine(shape, classes, *, width: int = 64, learning_rate: float = 2e-4):
        return Setting(...)
    ```

    Args:
        dataset: of a run.
        image_size: of a run.
        batch_size: of one minibatch.
        steps: of the generator.
        examples: kind of the examples, a class of `tfgan_zoo.examples` or a tuple of
            them; `Images` by default.
        jitter: as of `Recipe`.
        own_networks: as of `Recipe`.
        prepare: as of `Recipe`; nothing by default.
    """
    if examples is None:
        from tfgan_zoo.examples import Images as examples  # noqa: N813

    def decorate(function):
        return Recipe(
            function=function,
            dataset=dataset,
            image_size=image_size,
            batch_size=batch_size,
            steps=steps,
            kinds=examples if isinstance(examples, tuple) else (examples,),
            jitter=jitter,
            own_networks=own_networks,
            prepare=prepare or (lambda gan, batch: None),
        )

    return decorate


def _plain(hint) -> type:
    """The type of a constant, of a hint as `int | None`."""
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        (hint,) = (part for part in typing.get_args(hint) if part is not type(None))
    return hint


@contextlib.contextmanager
def _policy(mixed_precision: str):
    """The policy of new layers and optimizers, inside."""
    import keras

    if mixed_precision not in ("none", "bfloat16", "float16"):
        raise ValueError(
            "`mixed_precision` is 'none', 'bfloat16' or 'float16'. Received: "
            f"{mixed_precision!r}"
        )
    if mixed_precision == "none":
        yield
        return
    before = keras.mixed_precision.dtype_policy()
    keras.mixed_precision.set_dtype_policy(f"mixed_{mixed_precision}")
    try:
        yield
    finally:
        keras.mixed_precision.set_dtype_policy(before)
