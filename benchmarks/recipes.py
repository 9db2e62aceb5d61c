"""The speed of every recipe of the zoo, plain and with each flag of training.

    python -m benchmarks.recipes --json=docs/results/benchmark_recipes.json
    python -m benchmarks.recipes --recipe=dcgan --recipe=wgan --rounds=3

Each variant has a process of its own, and the variants of a recipe take turns.
"""

import contextlib

from benchmarks import process, report
from tfgan_zoo.experiments import interleaved_timing as timing
from tfgan_zoo.flags import Flag

STEPS_PER_EXECUTION = 8
VARIANTS = {
    "plain": {},
    "XLA": {"jit_compile": True},
    f"{STEPS_PER_EXECUTION} steps per execution": {
        "steps_per_execution": STEPS_PER_EXECUTION
    },
    "bfloat16": {"mixed_precision": "bfloat16"},
}


def main():
    """Times the recipes asked for, prints a table and writes the samples."""
    from tfgan_zoo import recipes

    recipe = Flag("recipe", "only this one", repeated=True, choices=recipes.available())
    options = report.options(__doc__, recipe, rounds=5, seconds=2.0)

    record = report.new_record("benchmarks.recipes", rounds=options.rounds)
    record["recipes"] = {}
    for recipe in options.recipe or recipes.available():
        result = measure(recipe, options.rounds, options.seconds)
        record["recipes"][recipe] = result
        print(report.table([_row(recipe, name, result) for name in VARIANTS]) + "\n")
        report.write(options.json, record)


def measure(recipe: str, count: int, seconds: float) -> dict:
    """Variant to what it cost, or to the error with which it failed.

    Args:
        recipe: its name.
        count: of rounds.
        seconds: about as long as a turn of the fastest variant takes.
    """
    requests = {
        name: {"module": "benchmarks.zoo", "recipe": recipe, **flags}
        for name, flags in VARIANTS.items()
    }
    with contextlib.ExitStack() as stack:
        processes, errors = process.start(stack, requests)
        if not processes:
            return errors
        # All variants take as many steps: a multiple of what they run at once.
        turns = {name: process.turn for name, process in processes.items()}
        steps = timing.steps_of_a_turn(turns, seconds, STEPS_PER_EXECUTION)
        result = process.compare(processes, errors, count, steps)
    return {
        name: facts if name in errors else {"steps_of_a_turn": steps, **facts}
        for name, facts in result.items()
    }


def _row(recipe, variant, result):
    facts = result[variant]
    samples = facts.get("seconds_per_step")
    plain = result["plain"].get("seconds_per_step")
    images = samples and facts["images"] / timing.spread(samples)["median"]
    return {
        "recipe": recipe,
        "variant": variant,
        "images/s": images,
        "speed of plain": report.times(timing.ratio(plain, samples))
        if plain and samples
        else facts.get("error"),
        "first step, s": facts.get("first_seconds"),
        "peak memory, MiB": facts.get("peak_mib"),
    }


if __name__ == "__main__":
    main()
