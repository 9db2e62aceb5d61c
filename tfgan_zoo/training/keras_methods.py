"""Methods of `keras.Model`, as a GAN has them, or what takes their place."""

import inspect

import keras

from tfgan_zoo.training import examples, progress_bar

_FIT = inspect.signature(keras.Model.fit)
_SCORES = (
    "No loss says how good a GAN is. Give `fit` the callback `zoo.Evaluation`, or "
    "score an export by `tfgan-evaluate`."
)
_SAVES = (
    "`zoo.export.save(gan, directory)` saves what is sampled, with its model card; the "
    "callback `zoo.Checkpoints(directory)` saves a training, to go on with."
)


def _refused(name: str, instead: str):
    def method(self, *args, **kwargs):
        raise NotImplementedError(f"A GAN has no `{name}`. {instead}")

    method.__name__, method.__doc__ = name, f"Is not there. {instead}"
    return method


class KerasMethods:
    """Methods of a `keras.Model` with a `sampler`, the generator that is looked at."""

    def call(self, inputs, training=False):
        """Samples: what `gan(inputs)` and `gan.predict(inputs)` give.

        Args:
            inputs: of the generator: latents, a tuple of latents and labels, or images
                to translate, uint8 or floats in [-1, 1].
            training: as for a layer.

        Returns:
            Examples of the generator, the averaged one if there is one; images are in
            [-1, 1].
        """
        return self.sampler(examples.scaled(inputs), training=training)

    @examples.refusals_in_words
    def fit(self, *args, **kwargs):
        """Trains as `keras.Model.fit`, but for `validation_data`.

        Raises:
            ValueError: of data that are no examples; the batch is not taken.
            NotImplementedError: of `validation_data` or `validation_split`.
        """
        given = _FIT.bind(self, *args, **kwargs).arguments
        del given["self"]
        if given.get("validation_data") is not None or given.get("validation_split"):
            raise NotImplementedError(f"A GAN has no `validation_data`. {_SCORES}")
        callbacks, verbose = given.pop("callbacks", None), given.get("verbose", "auto")
        with progress_bar.shown(callbacks, verbose) as callbacks:
            return super().fit(**given, callbacks=callbacks)

    evaluate = _refused("evaluate", _SCORES)
    save = _refused("save", _SAVES)
    export = _refused("export", _SAVES)
