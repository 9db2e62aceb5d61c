"""A servable: one version of a model, loaded."""

import contextlib
import math
import re
from pathlib import Path

import numpy as np
import tensorflow as tf
from tensorflow.core.protobuf import saved_model_pb2

from tfgan_zoo.export.loaded import LoadedModel
from tfgan_zoo.export.saved_model import restore
from tfgan_zoo.serving import errors, validation

DEFAULT = "serving_default"
_STRING = 2**14  # Bytes of an output that is a string, as a PNG: a guess.


class Servable(LoadedModel):
    """A saved model, whose signatures take what its model card allows.

    Args:
        name: of the model.
        version: its number.
        path: of the version.
        max_examples: that one request may ask for.

    Attributes:
        signature_defs: name to `SignatureDef`, as TensorFlow Serving tells them.
    """

    def __init__(self, name: str, version: int, path: Path, max_examples: int):
        super().__init__(path, restore(path))
        self.name, self.version = name, version
        self.max_examples = max_examples
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
        return self._call(signature, self._checked(signature, inputs))

    def serve(self, signature: str, inputs: dict, share, encode, growth: int = 1):
        """Calls a signature within the memory of a request.

        Args:
            signature: as for `run`.
            inputs: as for `run`.
            share: `memory_budget.Share` of the request.
            encode: function of what `run` returns to the bytes of the answer.
            growth: bytes of the answer for each of its arrays.

        Returns:
            The bytes.

        Raises:
            RequestError: it cannot be served, or not now.
        """
        arrays = self._checked(signature, inputs)
        taken = sum(array.nbytes for array in arrays.values())
        answer, floats = self._output_bytes(signature, arrays)
        return share.run(
            taken + floats,
            growth * answer,
            lambda: encode(self._call(signature, arrays)),
        )

    def _checked(self, signature, inputs):
        specs = self.specs(signature)
        validation.check_names(inputs, specs, signature)
        arrays = {
            name: validation.validated(inputs[name], spec, self.max_examples, self.card)
            for name, spec in specs.items()
        }
        validation.check_batch_sizes(arrays.values())
        return arrays

    def _output_bytes(self, signature, arrays):
        """Bytes of the outputs, and as the floats that they are at first.

        As far as their shapes tell.
        """
        num = arrays.get("num", np.ones(()))
        counts = [len(array) for array in arrays.values() if array.ndim]
        examples = max([*counts, int(num) if num.ndim == 0 else 1])
        size = floats = 0
        for spec in self.model.signatures[signature].structured_outputs.values():
            if spec.shape.rank is not None:
                values = math.prod(n or examples for n in spec.shape)
                width = _STRING if spec.dtype == tf.string else spec.dtype.size
                size, floats = size + width * values, floats + max(4, width) * values
        return size, floats

    def _call(self, signature, arrays):
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
            specs = self.specs(signature)
            if any(_open(spec) for spec in specs.values()):
                continue
            zeros = {
                name: np.zeros([n or 1 for n in spec.shape], spec.dtype.as_numpy_dtype)
                for name, spec in specs.items()
            }
            if "num" in zeros:
                zeros["num"] += 1
            # A foreign model may refuse zeros, and serve everything else.
            with contextlib.suppress(errors.InvalidError):
                self.run(signature, zeros)


def _open(spec):
    """Whether nothing can be made up for an input."""
    return spec.shape.rank is None or spec.dtype == tf.string


def _reason(error):
    """The one line of TensorFlow's message that is not about the graph."""
    message = error.message.partition("\n\t [[")[0].rpartition("\n")[2]
    return re.sub(r"{{\w+ \S+}} ", "", message)
