"""Batches of a source in the form that is asked for, read here or by a service."""

from pipelines import service, sources, stream
from pipelines.transforms import pairs


def read(
    source,
    split: str,
    order,
    *,
    labels: bool,
    jitter: bool,
    prefetch: int,
    data_service: str | None,
    data_service_job: str | None,
    in_memory: bool | None,
    **options,
):
    """The dataset of batches; all arguments are as for `Dataset.batches`.

    Args:
        source: of the examples.
        split: of the source.
        order: of the examples.
        labels: as for `Dataset.batches`.
        jitter: as for `Dataset.batches`.
        prefetch: as for `Dataset.batches`.
        data_service: as for `Dataset.batches`.
        data_service_job: as for `Dataset.batches`.
        in_memory: as for `Dataset.batches`.
        **options: of the source's `pipeline`.

    Raises:
        ValueError: the source does not have what is asked for.
        ConnectionError: no tf.data service answers.
    """
    name = source.info.name
    sources.check_split(source, split)
    if labels and not source.info.classes:
        raise ValueError(f"{name!r} has no labels; load it with `labels=False`.")
    if jitter and not source.info.pairs:
        raise ValueError(
            f"`jitter` is for pairs, and {name!r} holds none; load it without."
        )
    if data_service is None:
        reading = order
    else:
        service.check(data_service, data_service_job, source, order, in_memory)
        reading, in_memory = order.of_one_reader(), False
    dataset = source.pipeline(split, reading, in_memory=in_memory, **options).dataset()
    if data_service is not None:
        dataset = service.serve(dataset, data_service, name, data_service_job)
    if jitter:
        dataset = pairs.jitter(dataset, order)
    if source.info.pairs:
        dataset = stream.mapped(dataset, lambda examples, _: pairs.split(examples))
    elif not labels:
        dataset = stream.mapped(dataset, lambda examples, _: examples)
    return stream.finish(dataset, prefetch)
