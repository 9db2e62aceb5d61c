"""Operations that one step launches, and how often replicas join in it."""

import pytest

import pipelines
from benchmarks import launches, zoo
from tfgan_zoo import recipes


@pytest.mark.parametrize("recipe", launches.CASES)
def test_a_step_launches_few_operations(recipe):
    counts = launches.launches(recipe)
    assert counts["Conv2D"] > 10  # It is the whole step that is counted.
    _, most = launches.CASES[recipe]
    assert sum(counts.values()) <= most


def test_steps_of_other_models_are_not_counted():
    def step(recipe):
        chosen, shape = recipes.get(recipe), (32, 32, 1)
        gan = chosen.build(shape, seed=0, width=8)
        batch = chosen.kind.random(shape, 4 * gan.discriminator_steps)
        return gan, batch

    assert "ResourceApplyRMSProp" in {x.op for x in launches.operations(*step("wgan"))}
    larger, batch = step("wgan")
    larger.fit(zoo.endless(batch), steps_per_epoch=1, shuffle=False, verbose=0)
    kinds = {node.op for node in launches.operations(*step("dcgan"))}
    assert "ResourceApplyAdam" in kinds
    assert "ResourceApplyRMSProp" not in kinds


@pytest.mark.parametrize(("recipe", "most"), [("dcgan", 32), ("wgan", 100)])
def test_replicas_join_rarely(recipe, most, two_replicas):
    chosen, shape = recipes.get(recipe), (64, 64, 3)
    with two_replicas.scope():
        gan = chosen.build(shape, seed=0, width=8)
    gan.make_train_function()
    batch = chosen.kind.random(shape, 8 * gan.discriminator_steps)
    data = pipelines.distribute(lambda **_: zoo.endless(batch), two_replicas)
    function = gan.train_function.get_concrete_function(iter(data))
    graph = function.graph.as_graph_def()
    bodies = [graph.node, *(f.node_def for f in graph.library.function)]
    kinds = [node.op for body in bodies for node in body]
    assert 0 < kinds.count("CollectiveReduceV2") <= 2 * most
