"""Whether a step is starved of data, in words, and which setting to change."""

STARVED = 0.10  # Of a step, spent waiting.


def of(waiting: float, costs: dict, dataset: str, in_memory: bool | None) -> str:
    """A few sentences.

    Args:
        waiting: share of a step in which it had no batch.
        costs: seconds per example of each part of the pipeline.
        dataset: its name.
        in_memory: what was asked for.
    """
    share = f"a step waits for data {waiting:.1%} of its time"
    if waiting <= STARVED:
        return f"Not starved: {share}."
    slowest = max(costs, key=costs.get)
    return (
        f"Starved: {share}. Most of the pipeline's time goes into '{slowest}'. "
        f"{_advice(slowest, 'decode' in costs, dataset, in_memory)}"
    )


def _advice(slowest, streamed, dataset, in_memory):
    if streamed and in_memory is False:
        return "Hold the images in memory, if there is room: leave out --noin_memory."
    if streamed and dataset.startswith(("folder:", "pairs")) and slowest != "order":
        return (
            "Prepare a copy that is resized once and lies in few files: tfgan-prepare "
            f"--dataset={dataset} --image_size=SIZE --name=NAME; then --dataset=NAME."
        )
    if streamed:
        return (
            "Give the input more processor cores, here or on other machines "
            "(--data_service)."
        )
    return "The images are in memory already: the step needs larger minibatches."
