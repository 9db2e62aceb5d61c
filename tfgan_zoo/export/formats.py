"""Models in other formats: ONNX and LiteRT of a saved model, Keras of a training.

What a converter writes is run and compared before it is kept: converters have been seen
to write, without an error, models that give NaN.
"""

import importlib
from pathlib import Path

import numpy as np
import tensorflow as tf

from tfgan_zoo import atomic, extras
from tfgan_zoo.export import constant_noise
from tfgan_zoo.export.loaded import load

TOLERANCE = 1e-4  # Between the outputs; images are in [-1, 1].


def convert(name_or_path: str | Path, file: str | Path) -> str:
    """Converts the signature `serving_default` of a saved model.

    Inputs and outputs keep their names and take any number of examples; ONNX calls
    their first axis "batch". A translator takes one, since the noise of seed 0, which
    neither runtime can draw, is written into the file.

    Args:
        name_or_path: of the model, as for `zoo.load`.
        file: to write; its ending says the format: .onnx, or .tflite for LiteRT.

    Returns:
        Its path. It appears there whole or not at all.

    Raises:
        ValueError: an unknown ending, or a model that cannot be converted.
        FileExistsError: the file is there.
        ModuleNotFoundError: the converter or its runtime is not installed.
        FloatingPointError: what was written computes something else.
    """
    file = Path(file).expanduser()
    if file.suffix not in _FORMATS:
        raise ValueError(
            f"`file` ends in one of {', '.join(_FORMATS)}. Received: {file}"
        )
    needed, write, run = _FORMATS[file.suffix]
    try:
        for module in needed:
            importlib.import_module(module)
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            f"There is no {error.name}. Install what writes {file.suffix} with: "
            f"{extras.command('formats')}"
        ) from error
    loaded = load(name_or_path)
    signature = loaded.model.signatures["serving_default"]
    specs = loaded.specs("serving_default")
    if any(n.op == "BatchFunction" for n in constant_noise.nodes(signature.graph)):
        raise ValueError(
            f"{name_or_path} was exported with `batching`, which is for TensorFlow's "
            "servers alone; export the run again without it."
        )
    function, examples = _function(signature, specs)
    with atomic.writing(file) as written:
        inputs = _inputs(specs, examples)
        try:
            write(function, loaded.model, written)
            converted = run(written, inputs)
        except OSError:
            raise
        except Exception as error:  # Each converter and runtime has kinds of its own.
            reason = (str(error).strip() or type(error).__name__).splitlines()[0]
            raise ValueError(
                f"{name_or_path} cannot be converted to {file.suffix}: {reason}"
            ) from error
        _compare(converted, loaded.call("serving_default", **inputs), file)
    return str(file)


def save_keras(gan, file: str | Path) -> str:
    """Writes the generator, the averaged one if there is one, as a Keras model.

    `keras.saving.load_model(file)` gives it back, once `tfgan_zoo.layers` is imported,
    which registers them.

    Args:
        gan: an `AdversarialModel`.
        file: to write; ends in .keras.

    Returns:
        Its path. It appears there whole or not at all.

    Raises:
        ValueError: another ending.
        FileExistsError: the file is there.
    """
    file = Path(file).expanduser()
    if file.suffix != ".keras":
        raise ValueError(f"`file` ends in .keras. Received: {file}")
    with atomic.writing(file) as written:
        gan.sampler.save(written)
    return str(file)


def _function(signature, specs):
    """The signature with one argument for each input, in the order of their names."""
    names = sorted(specs)

    def function(*inputs):
        return signature(**dict(zip(names, inputs, strict=True)))

    in_order = [specs[name] for name in names]
    if not constant_noise.draws(signature.graph):
        return tf.function(function, input_signature=in_order), 3
    one = [
        tf.TensorSpec((1, *spec.shape[1:]), spec.dtype, name=spec.name)
        for spec in in_order
    ]
    return constant_noise.fixed(function, one), 1


def _inputs(specs, examples):
    """Examples, as arrays by name."""
    random = np.random.default_rng(0)
    return {
        name: np.arange(examples, dtype=np.int64) % 2
        if spec.dtype.is_integer
        else random.uniform(-1, 1, (examples, *spec.shape[1:])).astype(np.float32)
        for name, spec in specs.items()
    }


def _compare(converted, expected, file):
    for name, value in expected.items():
        error = np.max(np.abs(converted[name] - value))
        if not error <= TOLERANCE:  # NaN too.
            raise FloatingPointError(
                f"What was written for {file} computes other {name}: they differ by "
                f"{error:.2g}, and at most {TOLERANCE:g} was expected. It was removed."
            )


def _write_onnx(function, model, file):
    import tf2onnx

    proto, _ = tf2onnx.convert.from_function(
        function, input_signature=function.input_signature
    )
    for value in (*proto.graph.input, *proto.graph.output):
        for axis in value.type.tensor_type.shape.dim[:1]:
            if not axis.HasField("dim_value"):  # tf2onnx calls it unk__ and a number.
                axis.dim_param = "batch"
    file.write_bytes(proto.SerializeToString())


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
    from ai_edge_litert.interpreter import Interpreter

    return Interpreter(str(file)).get_signature_runner()(**inputs)


# What each needs installed, how it is written, and how it is run.
_FORMATS = {
    ".onnx": (("tf2onnx", "onnxruntime"), _write_onnx, _run_onnx),
    ".tflite": (("ai_edge_litert",), _write_litert, _run_litert),
}
