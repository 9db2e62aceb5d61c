"""Saved models for runtimes other than TensorFlow: ONNX and LiteRT.

What a converter writes is run and compared before it is kept: converters have been seen
to write, without an error, models that give NaN.
"""

import tempfile
from pathlib import Path

import numpy as np
import tensorflow as tf

from tfgan_zoo.export import saved_model, shipped

TOLERANCE = 1e-4  # Between the outputs, which are in [-1, 1].


def convert(name_or_path: str | Path, file: str | Path) -> str:
    """Converts the signature `serving_default` of a saved model.

    Inputs and outputs keep their names, and any number of examples.

    Args:
        name_or_path: of the model, as for `zoo.load`.
        file: to write; its ending says the format: .onnx, or .tflite for LiteRT.

    Returns:
        Its path.

    Raises:
        ValueError: an unknown ending, or a model that cannot be converted.
        FileExistsError: the file is there.
        ModuleNotFoundError: the converter or its runtime is not installed.
        ArithmeticError: what was written does not compute the same.
    """
    file = Path(file).expanduser()
    if file.suffix not in _FORMATS:
        raise ValueError(
            f"The file ends in one of {', '.join(_FORMATS)}. Received: {file}"
        )
    if file.exists():
        raise FileExistsError(f"{file} exists; name another file.")
    write, run = _FORMATS[file.suffix]
    model = tf.saved_model.load(str(saved_model.newest(shipped.find(name_or_path))))
    signature = model.signatures["serving_default"]
    specs = signature.structured_input_signature[1]

    # One argument for each input, in the order of their names.
    @tf.function(input_signature=[specs[name] for name in sorted(specs)])
    def function(*inputs):
        return signature(**dict(zip(sorted(specs), inputs, strict=True)))

    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".writing-", dir=file.parent) as folder:
        written = Path(folder) / file.name
        write(function, model, written)
        inputs = _inputs(specs)
        _compare(run(written, inputs), signature(**_tensors(inputs)), file)
        written.rename(file)
    return str(file)


def _inputs(specs):
    """Three examples, as arrays by name."""
    random = np.random.default_rng(0)
    return {
        name: np.arange(3, dtype=np.int64) % 2
        if spec.dtype.is_integer
        else random.uniform(-1, 1, (3, *spec.shape[1:])).astype("float32")
        for name, spec in specs.items()
    }


def _tensors(inputs):
    return {name: tf.constant(value) for name, value in inputs.items()}


def _compare(converted, expected, file):
    for name, value in expected.items():
        error = np.max(np.abs(converted[name] - value.numpy()))
        if not error <= TOLERANCE:  # NaN too.
            raise ArithmeticError(
                f"What was written for {file} computes other {name}: they differ by "
                f"{error:.2g}, and at most {TOLERANCE:g} was expected. It was removed."
            )


def _write_onnx(function, model, file):
    import tf2onnx

    tf2onnx.convert.from_function(
        function, input_signature=function.input_signature, output_path=str(file)
    )


def _run_onnx(file, inputs):
    import onnxruntime

    session = onnxruntime.InferenceSession(str(file))
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, inputs), strict=True))


def _write_litert(function, model, file):
    converter = tf.lite.TFLiteConverter.from_concrete_functions(
        [function.get_concrete_function()], model
    )
    file.write_bytes(converter.convert())


def _run_litert(file, inputs):
    runner = tf.lite.Interpreter(str(file)).get_signature_runner()
    return runner(**inputs)


_FORMATS = {
    ".onnx": (_write_onnx, _run_onnx),
    ".tflite": (_write_litert, _run_litert),
}
