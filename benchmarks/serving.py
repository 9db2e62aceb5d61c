"""Throughput and latency of `tfgan-serve`: requests run together against each alone.

    python -m benchmarks.serving --json=docs/results/benchmark_serving.json
    python -m benchmarks.serving --only=photos --minutes=10

One server holds a DCGAN of 64 pixels in colour and the generator of digits, each
exported with and without `batching`. Clients ask for one image at a time over gRPC,
each as soon as it has the last. In each round every model has its turn. With --minutes
one model is under load for so long instead, and the server's memory is watched.
"""

import asyncio
import contextlib
import functools
import itertools
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import report
from tfgan_zoo.experiments import interleaved_timing
from tfgan_zoo.experiments.peak_memory import status_mib
from tfgan_zoo.flags import Flag

MODELS = {"photos": ((64, 64, 3), 64), "digits": ((32, 32, 1), 32)}  # Shape, width.
TARGETS = {"photos": 1.3, "digits": 0.95}
START = 300  # Seconds, at most.
PREDICT = "/tensorflow.serving.PredictionService/Predict"


def main():
    """Exports, serves, loads, and prints what came."""
    options = report.options(
        __doc__,
        Flag("only", "one model", choices=list(MODELS)),
        Flag("clients", "that ask at once", 32, int),
        Flag("minutes", "of load without a pause", type=float),
        rounds=7,
        seconds=6.0,
    )

    record = report.new_record("benchmarks.serving", clients=options.clients)
    chosen = [options.only] if options.only else list(MODELS)
    with tempfile.TemporaryDirectory() as folder:
        for name in chosen:
            export(Path(folder), name)
        with serve(folder) as (process, _, address):
            if options.minutes:
                model = f"{chosen[0]}_together"
                record |= soak(process, address, model, options)
            else:
                record["models"] = {
                    name: compare(address, name, options) for name in chosen
                }
    report.write(options.json, record)


def compare(address: str, name: str, options) -> dict:
    """Requests per second, together and alone, in turns."""
    latencies = {"alone": [], "together": []}

    def turn(way, seconds):
        taken = _load(address, f"{name}_{way}", options.clients, seconds)
        latencies[way].append(taken)
        return seconds / len(taken)

    turns = {way: functools.partial(turn, way) for way in latencies}
    samples = interleaved_timing.interleave(turns, options.rounds, options.seconds)
    ratio = interleaved_timing.ratio(samples["alone"], samples["together"])
    rows = [
        {"requests": way, **_figures(itertools.chain(*taken[1:]), samples[way])}
        for way, taken in latencies.items()
    ]
    met = "met" if ratio["median"] >= TARGETS[name] else "MISSED"
    print(f"\n{name}, {options.clients} clients\n\n{report.table(rows)}\n")
    print(
        f"together serves {report.times(ratio)} as many requests as alone; the target"
    )
    print(f"is {TARGETS[name]}x, which is {met}")
    return {"ratio": ratio, "rows": rows, "seconds_per_request": samples}


def soak(process, address: str, model: str, options) -> dict:
    """Load without a pause; the server's memory after each tenth of it."""
    seconds = 60 * options.minutes
    memory, taken = [], []
    for part in range(1, 11):
        taken += _load(address, model, options.clients, seconds / 10)
        memory.append(status_mib("VmRSS", process.pid))
        print(f"{part * 10}%: {memory[-1]:.0f} MiB", file=sys.stderr)
    figures = _figures(taken, [seconds / len(taken)])
    print(report.table([{"requests": len(taken), **figures}]))
    print(f"resident MiB: {', '.join(f'{m:.0f}' for m in memory)}; no request failed")
    return {
        "model": model,
        "minutes": options.minutes,
        "resident_mib": memory,
        "requests": len(taken),
        **figures,
    }


def _figures(taken, seconds_per_request):
    centiles = statistics.quantiles(taken, n=100)
    return {
        "per second": 1 / statistics.median(seconds_per_request),
        "median, ms": 1e3 * centiles[49],
        "p99, ms": 1e3 * centiles[98],
        "p99 / median": centiles[98] / centiles[49],
    }


def _load(address, model, clients, seconds) -> list[float]:
    """Seconds of each request of some clients who ask for a while.

    Raises:
        grpc.RpcError: a request failed.
    """
    import grpc

    requests = [request(model, seed) for seed in range(clients)]

    async def client(request):
        # Bytes in, bytes out: what a client does with its images is its own affair.
        async with grpc.aio.insecure_channel(address) as channel:
            predict = channel.unary_unary(PREDICT)
            await predict(request)
            end, taken = time.perf_counter() + seconds, []
            while (start := time.perf_counter()) < end:
                await predict(request)
                taken.append(time.perf_counter() - start)
            return taken

    async def all_clients():
        return await asyncio.gather(*map(client, requests))

    return list(itertools.chain(*asyncio.run(all_clients())))


def request(model: str, seed: int, version: int | None = None) -> bytes:
    """A message that asks for an image."""
    import numpy as np
    import tensorflow as tf
    from tensorflow_serving.apis import predict_pb2

    asked = predict_pb2.PredictRequest()
    asked.model_spec.name = model
    if version is not None:
        asked.model_spec.version.value = version
    latents = np.random.default_rng(seed).normal(size=(1, 100)).astype("float32")
    asked.inputs["latents"].CopyFrom(tf.make_tensor_proto(latents))
    return asked.SerializeToString()


def export(folder, name: str):
    """Exports a model of `MODELS`, with and without batching."""
    from tfgan_zoo import export, recipes

    shape, width = MODELS[name]
    gan = recipes.dcgan.build(shape, seed=0, width=width)
    export.save(gan, folder / f"{name}_alone")
    export.save(gan, folder / f"{name}_together", batching=True)


@contextlib.contextmanager
def serve(folder, log=os.devnull):
    """A server of a folder, in a process of its own.

    Args:
        folder: of the models.
        log: a file for what it says.

    Yields:
        The process, and its addresses: of HTTP with "http://", and of gRPC.
    """
    import requests

    command = [sys.executable, "-m", "tfgan_zoo.scripts.serve"]
    command += [f"--model_base={folder}", "--port=0", "--grpc_port=0"]
    with (
        open(log, "ab") as err,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=err, text=True
        ) as process,
    ):
        try:
            http, rpc = process.stdout.readline().split()[1::2]
            http, end = http.rstrip(","), time.monotonic() + START
            while requests.get(f"{http}/readyz", timeout=60).status_code != 200:
                if time.monotonic() > end:
                    raise TimeoutError(
                        f"The server is not ready after {START} seconds."
                    )
                time.sleep(0.2)
            yield process, http, rpc
        finally:
            process.terminate()


if __name__ == "__main__":
    main()
