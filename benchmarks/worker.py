"""The process of one contender: it builds it, then trains whenever it is told to.

    python -m benchmarks.worker '{"module": "benchmarks.zoo", "recipe": "dcgan"}'

It answers in lines of JSON: first what it built and what the first step cost, then,
for each line with a number of steps, what these cost.
"""

import gc
import importlib
import json
import os
import sys
import time

from tfgan_zoo.experiments.peak_memory import peak_mib


def main():
    """Serves one contender until its input ends."""
    # What libraries print must not end up among the answers.
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)

    def answer(**facts):
        answers.write(json.dumps(facts) + "\n")

    arguments = json.loads(sys.argv[1])
    try:
        module = importlib.import_module(arguments.pop("module"))
        contender = module.build(**arguments)
        start = time.perf_counter()
        contender.run(contender.unit)
    except Exception as error:
        first = next(iter(str(error).strip().splitlines()), "")
        answer(error=f"{type(error).__name__}: {first}")
        raise
    answer(
        parameters=contender.parameters,
        images=contender.images,
        unit=contender.unit,
        first_seconds=time.perf_counter() - start,
    )
    gc.collect()
    gc.freeze()
    _serve(contender, answer)


def _serve(contender, answer):
    idle_since, idle_cpu = time.perf_counter(), time.process_time()
    for line in sys.stdin:
        start, cpu = time.perf_counter(), time.process_time()
        idle_share = (cpu - idle_cpu) / (start - idle_since)
        contender.run(int(line))
        idle_since, idle_cpu = time.perf_counter(), time.process_time()
        answer(
            seconds=idle_since - start,
            cpu_seconds=idle_cpu - cpu,
            idle_share=idle_share,
            peak_mib=peak_mib(),
        )


if __name__ == "__main__":
    main()
