"""Peak memory of a training on the device, and a second process beside it."""

from benchmarks.gpu import process, turns

PLACE, SECONDS = 9, 120


def rows(size):
    """A row for each recipe, then what the other process did."""
    gpu = size.device.startswith("GPU")
    for recipe in size.recipes:
        gan, batch = size.model(recipe)
        turns.training(gan, turns.constant_batch(batch))(size.at_once)
        yield {"recipe": recipe, "peak MiB": peak(size.device)}
    beside = process.run("device", not gpu, SECONDS / 2)
    yield {"a second process": beside["error"] or "ran", "seconds": beside["seconds"]}


def peak(device: str) -> float:
    """MiB of a GPU, since this was last asked; on a CPU, of the process."""
    import tensorflow as tf

    from tfgan_zoo.experiments.peak_memory import peak_mib

    if device.startswith("CPU"):
        return peak_mib()
    found = tf.config.experimental.get_memory_info(device)["peak"] / 2**20
    tf.config.experimental.reset_memory_stats(device)
    return found
