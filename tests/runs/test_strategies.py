"""Where a run trains: what the environment must say, and who reads what."""

import json

import pytest

from tfgan_zoo.runs import strategies
from tfgan_zoo.training import replicas

TWO = {"worker": ["127.0.0.1:2222", "127.0.0.1:2223"]}


@pytest.mark.parametrize(
    "config",
    [
        None,
        "not JSON",
        "[]",
        json.dumps({"cluster": TWO}),
        json.dumps({"cluster": TWO, "task": {"type": "worker", "index": 2}}),
        json.dumps({"cluster": TWO, "task": {"type": "ps", "index": 0}}),
        json.dumps({"cluster": TWO, "task": {"type": "worker", "index": "first"}}),
        json.dumps(
            {"cluster": {"worker": ["host"]}, "task": {"type": "worker", "index": 0}}
        ),
        json.dumps(
            {
                "cluster": {"worker": ["a:1"], "ps": ["b:1"]},
                "task": {"type": "worker", "index": 0},
            }
        ),
    ],
)
def test_a_tf_config_that_names_no_workers_says_what_it_must_hold(config, monkeypatch):
    monkeypatch.delenv("TF_CONFIG", raising=False)
    if config is not None:
        monkeypatch.setenv("TF_CONFIG", config)
    with pytest.raises(ValueError, match="the addresses of all workers") as raised:
        strategies.make("multi_worker")
    assert config is None or config in str(raised.value)


def test_without_a_tpu_the_strategy_says_so(monkeypatch):
    monkeypatch.delenv("TPU_NAME", raising=False)
    monkeypatch.delenv("KUBE_GOOGLE_CLOUD_TPU_ENDPOINTS", raising=False)
    with pytest.raises(ValueError, match="--strategy=tpu found no TPU"):
        strategies.make("tpu")


def test_one_process_is_its_own_chief(two_replicas, tmp_path):
    for strategy in (strategies.make("default"), two_replicas):
        assert strategies.is_chief(strategy)
        with strategies.files_of(strategy, tmp_path) as files:
            assert files == tmp_path
        strategies.check_agreement(strategy, 7, tmp_path)


def test_replicas_tell_each_other_a_number(two_replicas):
    assert replicas.gatherer(two_replicas)(7) == [7, 7]
