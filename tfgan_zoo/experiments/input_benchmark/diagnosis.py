"""The diagnosis of a step that waits for data, and which setting to change."""

STARVED = 0.10  # Of a step, spent waiting.
SLOWED = 1.10  # Times as long as the ideal.


def diagnose(
    waiting: float, ratio: float, profile: dict, dataset: str, fits: bool
) -> str:
    """Whether a step waits for its data, and what to change, in a few sentences.

    Args:
        waiting: share of a step in which it had no batch.
        ratio: how many times as long as on a constant batch it takes.
        profile: seconds per example of each part of the pipeline.
        dataset: its name.
        fits: whether its images would fit in memory.
    """
    share = f"a step waits for data {waiting:.1%} of its time"
    if waiting > STARVED:
        said = f"Starved: {share}."
    elif ratio > SLOWED:
        # Where the step and its data are computed by the same cores, nobody waits.
        said = (
            f"Slowed: {share}, but takes {ratio:.2f} times as long as on a constant "
            "batch, for making batches takes processor time from it."
        )
    else:
        return f"Not starved: {share}."
    slowest = max(profile, key=profile.get)
    return (
        f"{said} Most of the pipeline's time goes into '{slowest}'. "
        f"{_advice(slowest, 'decode' in profile, dataset, fits)}"
    )


def _advice(slowest, streamed, dataset, fits):
    if slowest in ("jitter", "draw"):
        return "It is made anew for each step: give the input more processor cores."
    if not streamed:
        return "The images are in memory already: the step needs larger minibatches."
    if fits:
        return "Hold the images in memory, which is what happens without --noin_memory."
    if dataset.startswith(("folder:", "pairs")) and slowest != "order":
        return (
            "Prepare a copy that is resized once and lies in few files: tfgan-prepare "
            f"--dataset={dataset} --image_size=SIZE --name=NAME; then --dataset=NAME."
        )
    return (
        "Give the input more processor cores, here or on other machines "
        "(--data_service)."
    )
