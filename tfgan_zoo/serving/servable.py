"""One version of a model, loaded."""

from pathlib import Path

import numpy as np
import tensorflow as tf
from tensorflow.core.protobuf import saved_model_pb2

from tfgan_zoo.export import model_card
from tfgan_zoo.serving import errors

DEFAULT = "serving_default"


class Servable:
    """A saved model, whose signatures take what its model card allows.

    Args:
        name: of the model.
        version: its number.
        path: of the version.
        most_examples: that one request may ask for.

    Attributes:
        card: its model card, a dict.
        signature_defs: name to `SignatureDef`, as TensorFlow Serving tells them.
    """

    def __init__(self, name: str, version: int, path: Path, most_examples: int):
        self.name, self.version = name, version
        self.most_examples = most_examples
        self.card = model_card.read(path)
        stored = saved_model_pb2.SavedModel.FromString(
            (path / "saved_model.pb").read_bytes()
        )
        self.signature_defs = dict(stored.meta_graphs[0].signature_def)
        self._model = tf.saved_model.load(str(path))
        self._signatures = self._model.signatures
        self._warm_up()

    def specs(self, signature: str) -> dict:
        """Name of each input of a signature and its `tf.TensorSpec`.

        Raises:
            NotFound: there is no such signature.
        """
        if signature not in self._signatures:
            raise errors.NotFound(
                f"{self.name} has no signature {signature!r}; expected one of "
                f"{sorted(self._signatures)}."
            )
        return self._signatures[signature].structured_input_signature[1]

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
        if inputs.keys() != specs.keys():
            raise errors.Invalid(
                f"{signature!r} of {self.name} takes the inputs {sorted(specs)}. "
                f"Received: {sorted(inputs)}"
            )
        tensors = {name: self._checked(inputs[name], specs[name]) for name in specs}
        counts = {len(t) for t in tensors.values() if t.ndim}
        if len(counts) > 1:
            raise errors.Invalid(
                f"All inputs have one number of examples. Received: {sorted(counts)}"
            )
        try:
            outputs = self._signatures[signature](
                **{name: tf.constant(value) for name, value in tensors.items()}
            )
            return {name: value.numpy() for name, value in outputs.items()}
        except tf.errors.InvalidArgumentError as error:
            raise errors.Invalid(f"{self.name} refused the request: {error}") from error
        except (tf.errors.UnavailableError, tf.errors.ResourceExhaustedError) as error:
            raise errors.Busy(
                f"The queue of {self.name} is full; try again later."
            ) from error

    def _checked(self, value, spec):
        """An array of the type that a signature takes."""
        wanted = spec.dtype.as_numpy_dtype
        value = np.asarray(value)
        numbers = np.issubdtype(wanted, np.number)
        if numbers and value.dtype.kind not in (
            "iuf" if spec.dtype.is_floating else "iu"
        ):
            raise errors.Invalid(
                f"`{spec.name}` is of {spec.dtype.name}. Received: {_described(value)}"
            )
        if not spec.shape.is_compatible_with(value.shape):
            shape = ["B" if n is None else n for n in spec.shape]
            raise errors.Invalid(
                f"`{spec.name}` has the shape {_shown(shape)}. Received: "
                f"{_shown(value.shape)}"
            )
        if spec.dtype.is_integer and value.size:
            limits = np.iinfo(wanted)
            if int(value.min()) < limits.min or int(value.max()) > limits.max:
                raise errors.Invalid(f"`{spec.name}` does not fit {spec.dtype.name}.")
        self._check_count(value, spec)
        self._check_labels(value, spec)
        if spec.dtype.is_floating:
            with np.errstate(over="ignore"):
                value = value.astype(wanted)
            if not np.all(np.isfinite(value)):
                raise errors.Invalid(
                    f"`{spec.name}` holds numbers that are not finite."
                )
        return value.astype(wanted) if numbers else value

    def _check_count(self, value, spec):
        scalar = spec.name == "num" and value.ndim == 0
        count = int(value) if scalar else len(value) if value.ndim else 1
        if not 1 <= count <= self.most_examples:
            raise errors.Invalid(
                f"A request is for 1 to {self.most_examples} examples. Received: {count}"
            )

    def _check_labels(self, value, spec):
        classes = self.card.get("num_classes")
        if spec.name not in ("label", "labels") or classes is None:
            return
        if value.min() < 0 or value.max() >= classes:
            raise errors.Invalid(
                f"`{spec.name}` is from 0 to {classes - 1}. Received: {value.tolist()}"
            )

    def _warm_up(self):
        """The first call builds what later ones use; no client waits for it."""
        for signature in self._signatures:
            zeros = {
                name: np.zeros([n or 1 for n in spec.shape], spec.dtype.as_numpy_dtype)
                for name, spec in self.specs(signature).items()
                if spec.shape.rank is not None
            }
            if "num" in zeros:
                zeros["num"] += 1
            self.run(signature, zeros)


def _shown(shape):
    return f"[{', '.join(map(str, shape))}]"


def _described(value):
    if value.dtype == object:
        return "lists of unequal length, or no numbers"
    return f"{value.dtype.name} {_shown(value.shape)}"
