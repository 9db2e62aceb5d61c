"""One version of a model, loaded."""

import re
from pathlib import Path

import numpy as np
import tensorflow as tf
from tensorflow.core.protobuf import saved_model_pb2

from tfgan_zoo import literal_paths
from tfgan_zoo.export.loaded import LoadedModel
from tfgan_zoo.serving import checks, errors

DEFAULT = "serving_default"


class Servable(LoadedModel):
    """A saved model, whose signatures take what its model card allows.

    Args:
        name: of the model.
        version: its number.
        path: of the version.
        most_examples: that one request may ask for.

    Attributes:
        signature_defs: name to `SignatureDef`, as TensorFlow Serving tells them.
    """

    def __init__(self, name: str, version: int, path: Path, most_examples: int):
        super().__init__(path, literal_paths.load_saved_model(path))
        self.name, self.version = name, version
        self.most_examples = most_examples
        stored = saved_model_pb2.SavedModel.FromString(
            (path / "saved_model.pb").read_bytes()
        )
        self.signature_defs = dict(stored.meta_graphs[0].signature_def)
        self._warm_up()

    def specs(self, signature: str) -> dict:
        """Name of each input of a signature and its `tf.TensorSpec`.

        Raises:
            InvalidError: there is no such signature.
        """
        if signature not in self.model.signatures:
            raise errors.InvalidError(
                f"{self.name} has no signature {signature!r}; expected one of "
                f"{sorted(self.model.signatures)}."
            )
        return super().specs(signature)

    def run(self, signature: str, inputs: dict) -> dict:
        """Calls a signature.

        Args:
            signature: its name.
            inputs: name to array.

        Returns:
            Name to array.

        Raises:
            RequestError: it cannot be served.
        """
        specs = self.specs(signature)
        checks.check_names(inputs, specs, signature)
        arrays = {
            name: checks.checked(inputs[name], spec, self.most_examples, self.card)
            for name, spec in specs.items()
        }
        checks.check_one_count(arrays.values())
        try:
            return self.call(signature, **arrays)
        except tf.errors.InvalidArgumentError as error:
            message = f"{self.name} refused the request: {_reason(error)}"
            raise errors.InvalidError(message) from error
        except tf.errors.UnavailableError as error:  # Of `export.batching`.
            message = f"The queue of {self.name} is full; try again later."
            raise errors.BusyError(message) from error
        except tf.errors.ResourceExhaustedError as error:
            message = (
                f"{self.name} ran out of memory: {_reason(error)}. Ask for fewer "
                "examples, or try again later."
            )
            raise errors.ExhaustedError(message) from error

    def _warm_up(self):
        """The first call builds what later ones use; no client waits for it."""
        for signature in self.model.signatures:
            zeros = {
                name: np.zeros([n or 1 for n in spec.shape], spec.dtype.as_numpy_dtype)
                for name, spec in self.specs(signature).items()
                if spec.shape.rank is not None
            }
            if "num" in zeros:
                zeros["num"] += 1
            self.run(signature, zeros)


def _reason(error):
    """The one line of TensorFlow's message that is not about the graph."""
    message = error.message.partition("\n\t [[")[0].rpartition("\n")[2]
    return re.sub(r"{{\w+ \S+}} ", "", message)
