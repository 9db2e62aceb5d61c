"""The configuration of a run: plain values, each with its help and its bounds."""

import dataclasses
import types
import typing
from collections.abc import Mapping

from pipelines import catalogue
from tfgan_zoo import recipes
from tfgan_zoo.runs import validation


def _setting(about: str, default=dataclasses.MISSING, *, identity=False, **bounds):
    """A field: what it means, whether it may not change between two starts, bounds.

    Args:
        about: the help text of the flag.
        default: of the field.
        identity: whether it is part of what the run is. Of `image_size`, the shape of
            the examples is.
        **bounds: `lower_bound` of a number, `choices` of a word.
    """
    factory = {"default_factory": dict} if default is dict else {"default": default}
    metadata = {"help": about, "identity": identity, **bounds}
    return dataclasses.field(metadata=metadata, **factory)


@dataclasses.dataclass(frozen=True)
class RunConfig:
    """A recipe with its constants, a dataset, and how long and where it trains.

    ```pycon
    >>> from tfgan_zoo.runs import RunConfig
    >>> RunConfig("wgan", dataset="digits", constants={"clip": 0.02}).steps is None
    True

    ```

    Every field is a flag of `tfgan-train`, which explains it with --help. None means
    the recipe's own value.

    Raises:
        ValueError: a value of another type, or out of its bounds.
    """

    recipe: str = _setting(
        f"one of: {', '.join(recipes.available())}; or the path of a file with a "
        "recipe of your own",
        identity=True,
    )
    dataset: str | None = _setting(
        "the recipe's own by default; one of: "
        f"{', '.join(catalogue.available())}; or any other TFDS image dataset",
        None,
        identity=True,
    )
    constants: Mapping = _setting(
        "NAME=VALUE of a constant of the recipe, as clip=0.02; may be repeated",
        dict,
        identity=True,
    )
    networks: str = _setting(
        "the recipe's own, or those that every recipe of a comparison shares",
        "own",
        identity=True,
        choices=("own", "shared"),
    )
    steps: int | None = _setting(
        "generator steps in all; may grow later", None, lower_bound=1
    )
    batch_size: int | None = _setting(
        "examples of one minibatch", None, lower_bound=1, identity=True
    )
    image_size: int | None = _setting("height and width in pixels", None, lower_bound=1)
    labels_per_class: int | None = _setting(
        "labels that a semi-supervised recipe learns from; 10 by default",
        None,
        lower_bound=1,
        identity=True,
    )
    seed: int = _setting("of weights, noise and order", 0, lower_bound=0, identity=True)
    labels: str | None = _setting(
        "CSV or JSON file that names the class of each image of folder:PATH; its "
        "sub-folders do by default",
        None,
    )
    data_dir: str | None = _setting("where TFDS keeps prepared datasets", None)
    data_service: str | None = _setting(
        "grpc://HOST:PORT of a tf.data service, whose workers then read and decode; "
        "the order of examples is not reproducible",
        None,
    )
    strategy: str = _setting(
        "one device; all local GPUs; the machines in TF_CONFIG, each of which runs "
        "this command; a TPU",
        "default",
        identity=True,
        choices=("default", "mirrored", "multi_worker", "tpu"),
    )
    mixed_precision: str = _setting(
        "type of the networks' arithmetic; weights stay float32",
        "none",
        identity=True,
        choices=("none", "bfloat16", "float16"),
    )
    jit_compile: bool = _setting("compile the step with XLA", False, identity=True)
    steps_per_execution: int | None = _setting(
        "steps between two returns to Python; 1 by default, on a GPU up to 10",
        None,
        lower_bound=1,
    )
    sample_every: int | None = _setting(
        "steps between two grids, 0 for none; 100 by default, on a GPU 1000",
        None,
        lower_bound=0,
    )
    log_every: int = _setting(
        "steps between two rows of metrics.csv", 50, lower_bound=1
    )
    save_every: int = _setting("steps between two saves", 500, lower_bound=1)
    skip_unreadable: bool = _setting("leave out files that cannot be decoded", False)
    deterministic: bool = _setting("the same bits in every run", False)
    export: bool = _setting("export the generator at the end", True)
    export_dir: str | None = _setting(
        "of the generator; WORKDIR/export by default", None
    )
    licence: str | None = _setting(
        "of the exported weights, for their model card, which else names none", None
    )
    evaluate_every: int | None = _setting(
        "steps between two evaluations, whose scores join the rows of metrics.csv of "
        "the same step, and are what the best generator is kept by; none by default",
        None,
        lower_bound=1,
    )
    metrics: tuple[str, ...] | None = _setting(
        "of an evaluation, separated by commas; fid,prdc by default, modes of points",
        None,
    )
    extractor: str | None = _setting(
        "whose features an evaluation compares: inception, inception:PATH, a .keras "
        "file or a SavedModel; the pretrained classifier of the dataset by default",
        None,
    )

    def __post_init__(self):
        for field in dataclasses.fields(self):
            value = getattr(self, field.name)
            if isinstance(value, list):  # As JSON has it.
                value = tuple(value)
                object.__setattr__(self, field.name, value)
            validation.check(field.name, value, hint(field.name), field.metadata)
        validation.check_path("export_dir", self.export_dir)
        if self.deterministic and self.data_service:
            raise ValueError(
                "`deterministic` is impossible with `data_service`, whose workers give "
                "their batches in the order they are ready. Leave out one of the two."
            )
        every, at_once = self.evaluate_every, self.steps_per_execution
        if every and at_once and every % at_once:
            raise ValueError(
                f"`evaluate_every` is a multiple of `steps_per_execution`, {at_once}. "
                f"Received: {every}"
            )
        if self.networks == "shared" and self.mixed_precision != "none":
            raise ValueError(
                "Shared networks are in float32; leave out one of the two."
            )

    @classmethod
    def of(cls, values: Mapping) -> "RunConfig":
        """The configuration that a mapping holds, as JSON does.

        Raises:
            ValueError: a name that is no field, or no recipe.
        """
        known = [field.name for field in dataclasses.fields(cls)]
        for name in values:
            if name not in known:
                raise catalogue.unknown("setting of a run", name, known)
        if "recipe" not in values:
            raise ValueError("A configuration needs a `recipe`.")
        return cls(**values)

    def given(self) -> dict:
        """The fields that are not at their defaults, as JSON holds them."""
        defaults = {f.name: f.default for f in dataclasses.fields(self)}
        defaults["constants"] = {}
        given = {
            name: getattr(self, name)
            for name, default in defaults.items()
            if getattr(self, name) != default
        }
        return {k: list(v) if isinstance(v, tuple) else v for k, v in given.items()}


def hint(name: str) -> tuple[type, bool]:
    """The type of a field, and whether it may be None."""
    known = typing.get_type_hints(RunConfig)[name]
    if not isinstance(known, types.UnionType):
        return typing.get_origin(known) or known, False
    (plain,) = (part for part in typing.get_args(known) if part is not type(None))
    return typing.get_origin(plain) or plain, True
