"""Whether a step is starved of data, in words, and which setting to change."""

STARVED = 0.10  # Of a step, spent waiting.


def of(waiting: float, parts: dict, in_memory: bool, dataset: str, fits: bool) -> str:
    """One or two sentences.

    Args:
        waiting: share of a step in which it had no batch.
        parts: seconds per example of each part of the pipeline.
        in_memory: whether decoded images were held in memory.
        dataset: its name.
        fits: whether they would fit.
    """
    share = f"a step waits for data {waiting:.0%} of its time"
    if waiting <= STARVED:
        return f"Not starved: {share}."
    slowest = max(parts, key=parts.get) if parts else None
    where = f" Most of the pipeline's time goes into: {slowest}." if slowest else ""
    return f"Starved: {share}.{where} {_advice(slowest, in_memory, dataset, fits)}"


def _advice(slowest, in_memory, dataset, fits):
    if in_memory:
        return (
            "The images are in memory already: give the input more processor cores, or "
            "the step larger minibatches."
        )
    if fits:
        return "Hold the images in memory: load them with in_memory=True."
    if dataset.startswith(("folder:", "pairs")) and slowest in ("decode", "resize"):
        return (
            f"Prepare a copy that is resized once: tfgan-prepare --dataset={dataset} "
            "--image_size=SIZE --name=NAME, and train on --dataset=NAME."
        )
    if slowest == "read":
        return "Move the files to a faster disk."
    return (
        "Give the input more processor cores, here or on other machines "
        "(--data_service)."
    )
