"""The data of a run."""

import pipelines
from tfgan_zoo import recipes
from tfgan_zoo.runs import RunConfig
from tfgan_zoo.runs.data import RunData


def test_who_reads_something_else_is_in_another_job(monkeypatch):
    jobs = []

    def distribute(load, strategy):
        load(replica=0, replicas=2)

    def batches_of(self, parts, batch_size, **options):
        jobs.append(options["data_service_job"])

    monkeypatch.setattr(pipelines, "distribute", distribute)
    monkeypatch.setattr(pipelines.Dataset, "batches_of", batches_of)

    def read(seed=0, image_size=8, step=0, size=4):
        options = {"seed": seed, "image_size": image_size}
        config = RunConfig("gan", dataset="digits", data_service="here:1", **options)
        RunData(config, recipes.get("gan")).batches(size, step, None)

    for options in ({}, {"seed": 1}, {"image_size": 16}, {"step": 1}, {"size": 8}):
        read(**options)
    assert len(set(jobs)) == len(jobs) == 5
    read()
    assert jobs[-1] == jobs[0]
