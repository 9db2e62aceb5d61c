"""A timeline of batches that are made and steps that run: one step a call, and several.

    python -m benchmarks.timeline --output=docs/images/gpu_timeline.png

A batch takes 20 ms to make and a step 30 ms. Both are pauses, which leave the processor
free as a GPU does, in the loop that `fit` runs. The bars are the events of TensorFlow's
profiler.
"""

import time
from pathlib import Path

from benchmarks import trace
from tfgan_zoo import flags
from tfgan_zoo.flags import Flag
from tfgan_zoo.visualization import plot_style as style

BATCH_MS, STEP_MS = 20, 30
STEPS = 8
TITLES = {
    1: "One step per call: the device waits for each batch",
    STEPS: "Several steps per call: the next batch is asked for while a step runs",
}

_LOOKS = ((style.ORANGE, "black", "input"), (style.BLUE, "white", "step"))


def main():
    """Traces and draws."""
    options = flags.parsed(__doc__, [Flag("output", "a PNG to write", required=True)])
    rows = {title: events(count) for count, title in TITLES.items()}
    draw(rows, Path(options.output))
    for title, of_row in rows.items():
        last = max(event.end for event in of_row["step"])
        print(f"{title}: {STEPS} steps in {last:.0f} ms")
    print(f"wrote {options.output}")


def events(steps_per_call: int, steps: int = STEPS) -> dict:
    """The batches and steps of a loop, as they were traced.

    Args:
        steps_per_call: of `device_loop.take_steps`.
        steps: in all.

    Returns:
        "input" and "step", each a list of `trace.Event`.
    """
    import tensorflow as tf

    from tfgan_zoo.training import device_loop

    numbers = tf.data.Dataset.range(2**48).map(lambda x: _pause(x, BATCH_MS, "input"))
    options = tf.data.Options()
    options.autotune.enabled = False
    iterator = iter(numbers.with_options(options))

    def step(batch):
        return _pause(batch, STEP_MS, "step")

    @tf.function
    def call(iterator):
        device_loop.take_steps(step, iterator, steps_per_call)

    def run():
        for _ in range(steps // steps_per_call):
            call(iterator)

    run()  # Builds the graph.
    traced = trace.record(run)
    return {
        name: [event for event in traced if event.name.endswith(f"{name}:PyFunc")]
        for *_, name in _LOOKS
    }


def _pause(x, milliseconds, name):
    """An operation of this name that does nothing for some time."""
    import tensorflow as tf

    def pause(x):
        time.sleep(milliseconds / 1000)
        return x

    return tf.ensure_shape(tf.numpy_function(pause, [x], x.dtype, name=name), x.shape)


@style.styled
def draw(rows: dict, file: Path):
    """Draws rows of bars under each other, on one axis of time.

    Args:
        rows: title to what `events` returns.
        file: PNG to write.
    """
    made, axes = style.figure(len(rows), height=4.2, sharex=True)
    for axis, (title, of_row) in zip(axes[:, 0], rows.items(), strict=True):
        for y, (color, ink, name) in enumerate(_LOOKS):
            for number, event in enumerate(of_row[name], start=1):
                bar = axis.barh(y, event.ms, left=event.start, color=color, ec="white")
                axis.bar_label(bar, [number], label_type="center", color=ink)
        steps = of_row["step"]
        ends = [0.0, *(event.end for event in steps[:-1])]
        gaps = [(end, e.start - end) for end, e in zip(ends, steps, strict=True)]
        axis.broken_barh(gaps, (0.6, 0.8), fc="0.93", ec="none", zorder=0)
        axis.text(
            sum(gaps[0]) / 2, 1, "idle", color=style.GREY, ha="center", va="center"
        )
        axis.set_title(title, fontsize=12)
        axis.set_yticks(range(2), [name for *_, name in _LOOKS])
        axis.tick_params(labelsize=11)
        axis.tick_params(axis="y", length=0)
        axis.spines["left"].set_visible(False)
        axis.invert_yaxis()
    axes[-1, 0].set_xlabel("milliseconds", fontsize=11)
    style.save(made, file)


if __name__ == "__main__":
    main()
