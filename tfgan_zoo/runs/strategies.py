"""Strategies: one device, the GPUs of a machine, many machines, or a TPU."""

import contextlib
import json
import os
import re
import shutil
import socket
import tempfile
import time
from pathlib import Path

from tfgan_zoo.runs import directory as run_directory

MEETING_SECONDS = 600  # That workers may start after each other.
_EXPECTED = (
    "TF_CONFIG must hold, in JSON, the addresses of all workers and which of them this "
    'process is: {"cluster": {"worker": ["HOST:PORT", "HOST:PORT"]}, "task": {"type": '
    '"worker", "index": 0}}'
)


def make(name: str):
    """The strategy of a name, before TensorFlow has done anything else.

    Args:
        name: "default", TensorFlow's choice of one device; "mirrored", all GPUs of
            this machine; "multi_worker", those of the machines that the environment
            variable TF_CONFIG names, of which each runs this same command; "tpu", the
            TPU that TensorFlow finds in the environment. No test has run on a TPU.

    Raises:
        ValueError: TF_CONFIG does not say who the workers are, or there is no TPU.
        ConnectionError: a worker of TF_CONFIG is not there after ten minutes.
    """
    if name == "multi_worker":
        own, others = _addresses(os.environ.get("TF_CONFIG"))
        print("Waiting until all workers of TF_CONFIG are there.", flush=True)
        meet(own, others)
    import tensorflow as tf

    if name == "mirrored":
        return tf.distribute.MirroredStrategy()
    if name == "multi_worker":
        return tf.distribute.MultiWorkerMirroredStrategy()
    if name == "tpu":
        try:
            resolver = tf.distribute.cluster_resolver.TPUClusterResolver.connect()
        except (ValueError, tf.errors.OpError) as error:
            raise ValueError(
                f"--strategy=tpu found no TPU: {error} Run it on a machine that has "
                "one, or name one in the environment variable TPU_NAME."
            ) from error
        return tf.distribute.TPUStrategy(resolver)
    return tf.distribute.get_strategy()


def is_chief(strategy) -> bool:
    """Whether this process is the one whose files count: the first of its workers."""
    resolver = strategy.cluster_resolver
    if not _workers(strategy):
        return True
    first = "chief" if "chief" in resolver.cluster_spec().jobs else "worker"
    return (resolver.task_type, resolver.task_id) == (first, 0)


@contextlib.contextmanager
def files_of(strategy, directory: Path):
    """The folder that this process writes to, while the context lasts.

    It is the run directory for the chief. All workers take the same steps, those of
    saving and drawing too, because to read a weight may be an operation of all of
    them. So the others write as well, but to a folder that is removed in the end, and
    what they would print is the chief's to say.
    """
    if is_chief(strategy):
        yield directory
        return
    with (
        tempfile.TemporaryDirectory(prefix="tfgan-worker-") as folder,
        open(os.devnull, "w") as nowhere,
        contextlib.redirect_stdout(nowhere),
    ):
        if (directory / run_directory.FILE).exists():
            shutil.copy(directory / run_directory.FILE, folder)
        yield Path(folder)


@contextlib.contextmanager
def together(strategy):
    """Says in words that another worker is gone, where TensorFlow's own error is long.

    Raises:
        ConnectionError: instead of the errors of a worker that waits for another.
    """
    import tensorflow as tf

    if not _workers(strategy):
        yield
        return
    gone = (
        tf.errors.UnavailableError,
        tf.errors.AbortedError,
        tf.errors.CancelledError,
        tf.errors.DeadlineExceededError,
        tf.errors.InternalError,
    )
    try:
        yield
    except gone as error:
        raise ConnectionError(
            f"Another of the {_workers(strategy)} workers is gone, or cannot be "
            f"reached{_named(str(error), strategy.cluster_resolver)}, so this one "
            "stopped. Run the same command again on all workers to go on from the last "
            f"save. TensorFlow says: {_reason(error)}"
        ) from error


def _named(text, resolver) -> str:
    """The first other worker in a message of TensorFlow's, with its address."""
    own, spec = (resolver.task_type, resolver.task_id), resolver.cluster_spec()
    for job, task in re.findall(r"/job:(\w+)/(?:replica:0/)?task:(\d+)", text):
        if job in spec.jobs and (job, int(task)) != own:
            return f" ({job} {task}, {spec.task_address(job, int(task))})"
    return ""


def _reason(error):
    """The one line of a message of TensorFlow's that says what has happened."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return next((line for line in lines if line.startswith("Collective ops")), lines[0])


@contextlib.contextmanager
def chief_first(strategy):
    """The chief passes through the context first, as to prepare data for all."""
    from tfgan_zoo.training import replicas

    chief = is_chief(strategy)
    if not chief:
        replicas.gatherer(strategy)(0)
    yield
    if chief and _workers(strategy):
        replicas.gatherer(strategy)(0)


def check_agreement(strategy, step: int, directory: Path):
    """Raises `ValueError` unless all workers have restored the same step."""
    from tfgan_zoo.training import replicas

    steps = replicas.gatherer(strategy)(step)
    if len(set(steps)) > 1:
        raise ValueError(
            f"The workers found saves of different steps, {steps}, in {directory}. All "
            "workers need the same --workdir, in a folder that they share."
        )


def _workers(strategy) -> int:
    """Number of processes that train together, 0 where it is one alone."""
    import tensorflow as tf

    if not isinstance(strategy, tf.distribute.MultiWorkerMirroredStrategy):
        return 0
    spec = strategy.cluster_resolver.cluster_spec()
    return sum(spec.num_tasks(job) for job in spec.jobs)


def meet(own: str, others: list[str], seconds: float = MEETING_SECONDS):
    """Waits until all workers can be reached: TensorFlow itself would wait for ever.

    Until then this process answers at its own port; one that has met all others is
    answered for by TensorFlow, which waits there for the rest.

    Args:
        own: HOST:PORT of this worker.
        others: of the others.
        seconds: that may pass.

    Raises:
        ConnectionError: some cannot be reached, or the own port is taken.
    """
    deadline = time.monotonic() + seconds
    try:
        here = socket.create_server(("", int(own.rpartition(":")[2])))
    except OSError as error:
        raise ConnectionError(
            f"TF_CONFIG gives this worker {own}, whose port cannot be had: "
            f"{error.strerror}. End what listens there, or name another port."
        ) from error
    with here:
        while missing := _unreachable(others):
            if time.monotonic() > deadline:
                raise ConnectionError(
                    f"Of the workers in TF_CONFIG, {'; '.join(missing)}, after "
                    f"{seconds:g} seconds. Start the same command on each of them, and "
                    "check names, ports and firewalls."
                )
            time.sleep(0.1)


def _unreachable(addresses):
    """Those that do not answer, each with the reason."""
    missing = []
    for address in addresses:
        host, _, port = address.rpartition(":")
        try:
            socket.create_connection((host.strip("[]"), int(port)), timeout=5).close()
        except OSError as error:
            missing.append(f"{address} is not there ({error.strerror or error})")
    return missing


def _addresses(text: str | None) -> tuple[str, list[str]]:
    """HOST:PORT of this worker and of the others, from TF_CONFIG."""
    if text is None:
        raise ValueError(f"--strategy=multi_worker needs TF_CONFIG. {_EXPECTED}.")
    try:
        config = json.loads(text)
        cluster, task = config["cluster"], config["task"]
        addresses = cluster[task["type"]]
        every = [address for job in cluster.values() for address in job]
        ports = [int(address.rpartition(":")[2]) for address in every]
        whole = (
            set(cluster) <= {"chief", "worker"}
            and len(cluster.get("chief", [""])) == 1
            and all(0 < port < 2**16 for port in ports)
            and int(task["index"]) in range(len(addresses))
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        whole = False
    if not whole:
        raise ValueError(f"{_EXPECTED}. Received: {text}")
    own = addresses[int(task["index"])]
    return own, [address for address in every if address != own]
