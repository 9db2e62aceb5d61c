"""Profiles of a pipeline: the time of each of its stages."""

import itertools
import statistics
import time

SETTLING = 4  # Batches that are not timed: some were made during others' turns.


def profile(
    source,
    batch_size: int,
    *,
    image_size: int | None = None,
    channels: int | None = None,
    in_memory: bool | None = None,
    jitter: bool = False,
    batches: int = 10,
    rounds: int = 5,
) -> dict[str, float]:
    """Seconds that each stage of a pipeline takes for one example.

    The pipeline is run as far as each of its stages, in turns: what it takes longer
    than as far as the stage before is the time of the stage. All cores work on it.

    Args:
        source: of the split "train".
        batch_size: as for `Dataset.batches`.
        image_size: as for `Dataset`.
        channels: as for `Dataset`.
        in_memory: as for `Dataset.batches`.
        jitter: as for `Dataset.batches`.
        batches: that are made in each round.
        rounds: of which medians are taken.

    Returns:
        Names of the stages, in their order, to seconds. Small ones may be 0 by noise.

    Raises:
        ValueError: what `Dataset.batches` raises.
    """
    from pipelines import stream
    from pipelines.transforms import pairs

    order = stream.BatchOrder(batch_size=batch_size, seed=0)
    pipeline = source.pipeline(
        "train", order, image_size=image_size, channels=channels, in_memory=in_memory
    )
    stages = {stage: pipeline.upto(stage) for stage in pipeline.stages}
    if jitter:
        stages["jitter"] = pairs.jitter(pipeline.dataset(), order)
    streams = {
        stage: iter(stream.finish(data, prefetch=0)) for stage, data in stages.items()
    }
    seconds = {stage: [] for stage in stages}
    for _ in range(rounds):
        for stage, iterator in streams.items():
            for _ in range(SETTLING):
                next(iterator)
            started = time.perf_counter()
            for _ in range(batches):
                next(iterator)
            taken = time.perf_counter() - started
            seconds[stage].append(taken / batches / batch_size)
    so_far = itertools.accumulate(map(statistics.median, seconds.values()), max)
    added = (after - before for before, after in itertools.pairwise([0.0, *so_far]))
    return dict(zip(seconds, added, strict=True))
