"""Converts a generator or classifier for another runtime.

    tfgan-convert --model=dcgan_mnist_5k --output=dcgan.onnx
    tfgan-convert --model=models/dcgan_photos --output=dcgan.tflite
    tfgan-convert --model=runs/dcgan --output=dcgan.keras

The ending says the format: .onnx for ONNX, .tflite for LiteRT, .keras for Keras. What
is written for ONNX and LiteRT is run, and compared to the model, before it is kept.
"""

from pathlib import Path

from tfgan_zoo.flags import Flag
from tfgan_zoo.scripts import command

FLAGS = [
    Flag(
        "model",
        "for .onnx and .tflite a pretrained model's name, or the path of a SavedModel; "
        "for .keras a run directory",
        required=True,
    ),
    Flag("output", "the file to write: .onnx, .tflite or .keras", required=True),
]


def _main(flags):
    """Converts; returns the exit status."""
    from tfgan_zoo.runs import export

    print(f"Wrote {export.convert(flags.model, Path(flags.output))}")
    return 0


main, run = command.entry_points(__name__, FLAGS, _main)
