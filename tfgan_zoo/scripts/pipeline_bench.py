"""Measures whether a training step is kept waiting for its data.

    tfgan-pipeline-bench --recipe=dcgan --dataset=mnist_5k

It times the pipeline alone, and the step in turns: on one constant batch (the ideal),
with the pipeline, without prefetching, and with batches made in Python by NumPy. It
says where the pipeline's time goes, whether the step is starved, and what to change.

With --accelerator_ms=20, a pause of that length takes the place of the step, in the
loop of training. As a GPU does, it leaves the processor free, which makes the next
batch meanwhile: on a processor that is busy with the step itself, there is nothing that
reading could hide behind. A step then costs the longer of the two times, its own or its
input's; the column "of larger" is divided by that.
"""

from tfgan_zoo.flags import Flag
from tfgan_zoo.scripts import command, config_flags

FLAGS = [
    *config_flags.of("recipe", "dataset", "image_size", recipe="dcgan"),
    *config_flags.of("constants", "batch_size", "data_dir"),
    Flag(
        "in_memory",
        "hold decoded images; by default up to a quarter of memory",
        type=bool,
    ),
    Flag("accelerator_ms", "a pause in the step's place, in ms", type=float, min=0),
    Flag("rounds", "of which medians are taken", 5, int, min=1),
    Flag("steps", "of each feed in a round", 20, int, min=1),
    Flag("output", "JSON file for all numbers"),
]


def _main(flags):
    """Measures and prints; returns the exit status."""
    target = command.new_file(flags.output)
    from tfgan_zoo.experiments.input_benchmark import measurement

    result = measurement.measure(
        config_flags.config_of(flags, steps=None),
        in_memory=flags.in_memory,
        accelerator_ms=flags.accelerator_ms,
        repeats=flags.rounds,
        steps=flags.steps,
    )
    print(measurement.text(result))
    line = command.line("tfgan-pipeline-bench", FLAGS, flags)
    command.write_json(target, {"command": line, **result})
    return 0


main, run = command.entry_points(__name__, FLAGS, _main)
