"""The speed of the zoo against PyTorch and against tutorials of Keras, in turns.

    python -m benchmarks.peers --json=docs/results/benchmark_peers.json
    python -m benchmarks.peers --case=dcgan --rounds=7

The networks, batch, optimizers and number of updates are the same; it refuses to
compare candidates whose networks have other numbers of parameters.
"""

import contextlib
import dataclasses

from benchmarks import process, report
from benchmarks.cases import CASES, Case
from tfgan_zoo.experiments.interleaved_timing import ratio, spread
from tfgan_zoo.flags import Flag

ZOO = {
    "zoo": {},
    "zoo, XLA": {"jit_compile": True},
    "zoo, 8 steps per execution": {"steps_per_execution": 8},
    "zoo, XLA, 8 steps per execution": {"jit_compile": True, "steps_per_execution": 8},
}
PYTORCH = {
    "PyTorch": {},
    "PyTorch, channels last": {"channels_last": True},
    "PyTorch, compiled": {"compiled": True},
    "PyTorch, compiled, channels last": {"compiled": True, "channels_last": True},
}
TUTORIAL = {"tutorial": {}, "tutorial, XLA": {"jit_compile": True}}


def main():
    """Times the cases asked for, prints tables and writes the samples."""
    options = report.options(
        __doc__,
        Flag("case", "only this one", repeated=True, choices=list(CASES)),
        Flag("steps", "of a turn; the case's own", type=int),
        rounds=7,
    )

    record = report.new_record("benchmarks.peers", rounds=options.rounds)
    record["cases"] = {}
    for name in options.case or CASES:
        case = CASES[name]
        if options.steps:
            case = dataclasses.replace(case, steps=options.steps)
        result = measure(name, case, options.rounds)
        record["cases"][name] = result
        print(f"{name}\n\n{report.table(_rows(result))}\n\n{_summary(result)}\n")
        report.write(options.json, record)


def measure(name: str, case: Case, count: int) -> dict:
    """What each candidate took in each round, and how the fastest compare.

    Args:
        name: of the case.
        case: what is trained.
        count: of rounds.

    Raises:
        ValueError: the candidates do not do the same work.
    """
    with contextlib.ExitStack() as stack:
        processes, errors = process.start(stack, _requests(name, case))
        work = {
            name: (started.facts["parameters"], started.facts["images"])
            for name, started in processes.items()
        }
        if len({str(facts) for facts in work.values()}) > 1:
            raise ValueError(f"These do not do the same work: {work}")
        candidates = process.compare(processes, errors, count, case.steps)
    return {
        "case": vars(case),
        "contenders": candidates,
        "comparisons": _compare(candidates),
    }


def _requests(name, case):
    shared = ("recipe", "image_shape", "batch_size", "width")
    zoo = {"module": "benchmarks.zoo", **{key: getattr(case, key) for key in shared}}
    pytorch = {"module": "benchmarks.pytorch", "case": name}
    tutorial = {"module": "benchmarks.tutorial", "case": name}
    return {
        variant: {**request, **flags}
        for request, variants in ((zoo, ZOO), (pytorch, PYTORCH), (tutorial, TUTORIAL))
        for variant, flags in variants.items()
        if case.several or "steps_per_execution" not in flags
    }


def _compare(candidates):
    """The ratios that are quoted: the fastest of each, and like against like."""
    samples = {
        name: facts["seconds_per_step"]
        for name, facts in candidates.items()
        if "error" not in facts
    }
    zoo, pytorch, tutorial = (
        fastest(samples, names) for names in (ZOO, PYTORCH, TUTORIAL)
    )
    pairs = [(pytorch, zoo), (pytorch, "zoo"), (tutorial, zoo)]
    pairs += [("tutorial", "zoo"), ("tutorial, XLA", "zoo, XLA")]
    return [
        {"slow": a, "fast": b, "ratio": ratio(samples[a], samples[b])}
        for a, b in dict.fromkeys(pairs)
        if a in samples and b in samples
    ]


def fastest(samples: dict[str, list], names) -> str | None:
    """Who of some has the least median; None if none of them was timed."""
    medians = {
        name: spread(samples[name])["median"] for name in names if name in samples
    }
    return min(medians, key=medians.get, default=None)


def _rows(result):
    for name, facts in result["contenders"].items():
        samples = facts.get("seconds_per_step")
        middle = samples and spread(samples)
        yield {
            "candidate": name,
            "ms/step": 1000 * middle["median"] if samples else facts["error"],
            "min": samples and 1000 * middle["min"],
            "max": samples and 1000 * middle["max"],
            "images/s": samples and facts["images"] / middle["median"],
            "first step, s": facts.get("first_seconds"),
            "peak memory, MiB": facts.get("peak_mib"),
            "CPU while idle": facts.get("idle_share"),
        }


def _summary(result):
    lines = [
        f"{pair['fast']} is {report.times(pair['ratio'])} as fast as {pair['slow']}"
        for pair in result["comparisons"]
    ]
    if not lines:
        return "There is nothing to compare."
    best, target = result["comparisons"][0], result["case"]["target"]
    if best["slow"] in PYTORCH:
        met = "met" if best["ratio"]["median"] >= target else "MISSED"
        lines[0] += f"; the target is {target}x, which is {met}"
    return "\n".join(lines)


if __name__ == "__main__":
    main()
