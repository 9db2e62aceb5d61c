"""The decorator that makes a recipe of a function."""

import functools
from collections.abc import Callable

from tfgan_zoo.recipes._recipe import Recipe


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
    like: Recipe | None = None,
):
    """Makes a recipe of a function of the shape, the classes and the constants.

    ```python
    from tfgan_zoo.recipes import Setting, recipe


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
        like: as of `Recipe`; the function is then one of its setting.
    """
    if examples is None:
        from tfgan_zoo.examples import Images as examples  # noqa: N813

    def decorate(function):
        made = Recipe(
            function=function,
            dataset=dataset,
            image_size=image_size,
            batch_size=batch_size,
            steps=steps,
            kinds=examples if isinstance(examples, tuple) else (examples,),
            jitter=jitter,
            own_networks=own_networks,
            prepare=prepare or (lambda gan, batch: None),
            like=like,
        )
        # The module answers as its recipe, as in version 0.1, where it was one.
        function.__globals__.setdefault("__getattr__", functools.partial(getattr, made))
        return made

    return decorate
