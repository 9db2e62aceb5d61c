"""Load on `tfgan-serve` while versions of its models are added, replaced and removed.

    python -m benchmarks.versions --json=docs/results/benchmark_versions.json

Clients ask over REST and then over gRPC, each as soon as it has its last answer: most
for the newest version of a model, of which there always is one; some for a model that
is removed again and again, and some for a version that is. Errors other than "not
found", or of the first clients, are faults, and so is memory that grows. Ends with
status 1 if there are any.
"""

import collections
import concurrent.futures
import itertools
import shutil
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

from benchmarks import report, serving
from tfgan_zoo import atomic
from tfgan_zoo.experiments.peak_memory import status_mib
from tfgan_zoo.flags import Flag

PAUSE = 1.0  # Seconds between two changes.
GROWTH = 1.1  # Memory at the end, of that after the first third.
# Path and version that are asked for, in turn; those with True may be away.
ASKED = [("stays", None, False)] * 6 + [("goes", None, True), ("stays", 1, True)]


def main():
    """Serves, changes, asks, and prints what came."""
    options = report.options(
        __doc__,
        Flag("clients", "that ask at once", 32, int),
        Flag("minutes", "of each protocol", 3.0, float),
    )
    record = report.new_record("benchmarks.versions", clients=options.clients)
    record["minutes"] = options.minutes
    with tempfile.TemporaryDirectory() as folder:
        base, exported = Path(folder) / "models", Path(folder) / "exported"
        serving.export(exported, "digits")
        model = exported / "digits_alone" / "1"
        for name in ("stays", "goes"):
            _put(model, base / name / "1")
        with serving.serve(base) as (process, http, rpc):
            for protocol, ask in (("rest", _rest(http)), ("grpc", _grpc(rpc))):
                record[protocol] = _soak(process, base, model, ask, options)
    rows = [{"protocol": name, **_shown(record[name])} for name in ("rest", "grpc")]
    print(report.table(rows))
    report.write(options.json, record)
    faults = [fault for name in ("rest", "grpc") for fault in record[name]["faults"]]
    sys.exit("\n".join(faults) or 0)


def _soak(process, base, model, ask, options):
    """Clients that ask for some minutes, and what became of their requests."""
    end = time.monotonic() + 60 * options.minutes
    stopped, memory = threading.Event(), []
    with concurrent.futures.ThreadPoolExecutor(options.clients + 1) as pool:
        changes = pool.submit(_change, base, model, stopped)
        try:
            clients = [
                pool.submit(_client, ask, *asked, end)
                for asked in itertools.islice(itertools.cycle(ASKED), options.clients)
            ]
            for _ in range(10):
                concurrent.futures.wait(clients, 6 * options.minutes)
                memory.append(status_mib("VmRSS", process.pid))
                print(f"{memory[-1]:.0f} MiB", file=sys.stderr)
            answers = sum(
                (client.result()[0] for client in clients), start=collections.Counter()
            )
            seconds = [s for client in clients for s in client.result()[1]]
        finally:
            stopped.set()
    faults = [answer for answer in answers if answer not in ("served", "not found")]
    if memory[-1] > GROWTH * max(memory[:4]):
        faults.append(f"memory grew: {memory}")
    return {
        **answers,
        "changes": changes.result(),
        "median_ms": 1e3 * statistics.median(seconds),
        "resident_mib": memory,
        "faults": faults,
    }


def _shown(record):
    memory = record["resident_mib"]
    return {
        **{key: record.get(key, 0) for key in ("served", "not found", "changes")},
        "median, ms": record["median_ms"],
        "memory at 40%, MiB": memory[3],
        "at the end": memory[-1],
        "faults": len(record["faults"]),
    }


def _client(ask, name, version, away, end):
    """Counts of answers, and the seconds of those that were served."""
    answers, seconds = collections.Counter(), []
    while time.monotonic() < end:
        start = time.monotonic()
        answer = ask(name, version)
        if answer == "served":
            seconds.append(time.monotonic() - start)
        elif answer == "not found" and not away:
            answer = f"{name} was not found"
        answers[answer] += 1
    return answers, seconds


def _change(base, model, stopped):
    """Adds, replaces and removes versions in turn; returns how often."""
    done = 0
    numbers = (int(folder.name) for folder in (base / "stays").iterdir())
    newest = max(numbers)
    while True:
        for change in range(4):
            if stopped.wait(PAUSE):
                _put(model, base / "goes" / "1")
                return done
            if change == 0:
                newest += 1
                _put(model, base / "stays" / str(newest))
            elif change == 1:
                _put(model, base / "stays" / str(newest))
            elif change == 2 and newest > 3:
                shutil.rmtree(base / "stays" / str(newest - 3), ignore_errors=True)
            elif change == 3 and newest % 2:
                shutil.rmtree(base / "goes" / "1", ignore_errors=True)
            else:
                _put(model, base / "goes" / "1")
            done += 1


def _put(model, version):
    """Puts a model in the place of a version, which is there or not, but never half."""
    version.parent.mkdir(parents=True, exist_ok=True)
    with atomic.temporary(version.parent.parent) as folder:
        coming = shutil.copytree(model, folder / version.name)
        shutil.rmtree(version, ignore_errors=True)
        atomic.publish(coming, version)


def _rest(http):
    """A function that asks over REST."""
    import requests

    latents = {"instances": [[0.1] * 100]}
    sessions = threading.local()

    def ask(name, version):
        session = vars(sessions).setdefault("session", requests.Session())
        path = name if version is None else f"{name}/versions/{version}"
        url = f"{http}/v1/models/{path}:predict"
        answer = session.post(url, json=latents, timeout=120)
        known = {200: "served", 404: "not found"}
        return known.get(answer.status_code, f"{answer.status_code} {answer.text}")

    return ask


def _grpc(rpc):
    """A function that asks over gRPC."""
    import grpc

    channel = grpc.insecure_channel(rpc)
    predict = channel.unary_unary(serving.PREDICT)

    def ask(name, version):
        try:
            predict(serving.request(name, 0, version), timeout=120)
            return "served"
        except grpc.RpcError as error:
            missing = error.code() is grpc.StatusCode.NOT_FOUND
            return "not found" if missing else f"{error.code()} {error.details()}"

    return ask


if __name__ == "__main__":
    main()
