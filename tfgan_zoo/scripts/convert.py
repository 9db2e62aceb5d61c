"""Converts a generator or classifier for another runtime.

    tfgan-convert --model=dcgan_digits --output=dcgan.onnx
    tfgan-convert --model=models/dcgan_photos --output=dcgan.tflite
    tfgan-convert --model=runs/dcgan_digits --output=dcgan.keras

The ending says the format: .onnx for ONNX, .tflite for LiteRT, .keras for Keras. What
is written for ONNX and LiteRT is run, and compared to the model, before it is kept.
"""

from pathlib import Path

from absl import flags

from tfgan_zoo.runs import directory as run_directory
from tfgan_zoo.runs import export as run_export
from tfgan_zoo.scripts import command

FLAGS = flags.FLAGS

flags.DEFINE_string(
    "model",
    None,
    "for .onnx and .tflite a shipped model's name, or the path of a SavedModel; for "
    ".keras a run directory",
)
flags.DEFINE_string("output", None, "the file to write: .onnx, .tflite or .keras")

command.required("model")
command.required("output")


def main():
    """Converts; returns the exit status."""
    from tfgan_zoo import export

    source, output = Path(FLAGS.model).expanduser(), Path(FLAGS.output)
    is_run = run_directory.read(source) is not None
    if output.suffix != ".keras":
        model = source / "export" if is_run else FLAGS.model
        try:
            print(f"Wrote {export.convert(model, output)}")
        except ModuleNotFoundError as error:  # It says which extra to install.
            raise ValueError(str(error)) from error
        return 0
    if not is_run:
        raise ValueError(
            f"A .keras file is made of a run directory, and {FLAGS.model} is none: a "
            "SavedModel holds functions and weights but no layers."
        )
    gan, step = run_export.restored(source)
    print(f"Wrote the generator of step {step} to {export.save_keras(gan, output)}")
    return 0


def run():
    """Entry point of `tfgan-convert`."""
    command.run(__name__, main)


if __name__ == "__main__":
    run()
