"""Ten steps under the profiler: kernels, idle time, copies, operations on the CPU."""

from benchmarks import launches, trace, zoo
from benchmarks.gpu import turns

PLACE, SECONDS = 4, 60
STEPS = 10


def rows(size):
    """A row for each recipe and number of steps per execution."""
    for recipe in size.recipes:
        for at_once in (1, STEPS):
            gan, batch = size.model(recipe, steps_per_execution=at_once)
            run = turns.training(gan, iter(zoo.endless(batch)))
            run(STEPS)
            facts = trace.summary(trace.record(lambda run=run: run(STEPS)), STEPS)
            yield {"recipe": recipe, "steps per execution": at_once, **facts}
        gan, batch = size.model(recipe)
        nodes = launches.operations(gan, batch)
        on_cpu = sorted({node.op for node in nodes if "CPU" in node.device})
        yield {
            "recipe": recipe,
            "operations of a step": len(nodes),
            "on the CPU": sum("CPU" in node.device for node in nodes),
            "which": ", ".join(on_cpu),
        }
