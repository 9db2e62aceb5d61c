"""Where a run trains: what the environment must say, and who reads what."""

import concurrent.futures
import json
import socket
import threading
from types import SimpleNamespace

import pytest
import tensorflow as tf

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


# What TensorFlow 2.21 says when a worker is killed, and when its machine is gone.
KILLED = """Graph execution error:
Detected at node while/CollectiveReduceV2 defined at (most recent call last):
Collective ops is aborted by: recvmsg:Connection reset by peer
Additional GRPC error information from remote target /job:worker/replica:0/task:1 while
"""
SILENT = """{{node __wrapped__device_/job:worker/replica:0/task:0/device:CPU:0}}
Collective ops is aborted by: Error reported from /job:worker/task:1: The following
tasks are unhealthy (stopped sending heartbeats):
"""


@pytest.mark.parametrize("text", [KILLED, SILENT, "/job:localhost/task:0 failed"])
def test_a_lost_worker_is_named(text, monkeypatch):
    strategy = SimpleNamespace(
        cluster_resolver=tf.distribute.cluster_resolver.SimpleClusterResolver(
            tf.train.ClusterSpec(TWO), task_type="worker", task_id=0
        )
    )
    monkeypatch.setattr(strategies, "_workers", lambda strategy: 2)
    with (
        pytest.raises(ConnectionError, match=r"Another of the 2 workers") as raised,
        strategies.together(strategy),
    ):
        raise tf.errors.UnavailableError(None, None, text)
    named = "(worker 1, 127.0.0.1:2223)" in str(raised.value)
    assert named == ("task:1" in text)
    said = "Collective ops is aborted" if named else "/job:localhost"
    assert f"TensorFlow says: {said}" in str(raised.value)


def free_ports(number):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return [f"127.0.0.1:{port}" for port in ports]


def test_a_worker_that_does_not_come_is_named(monkeypatch):
    own, other = free_ports(2)
    with pytest.raises(ConnectionError, match=rf"{other} is not there \(Connection"):
        strategies.meet(own, [other], seconds=0)
    with pytest.raises(ConnectionError, match=r"no.such.host.invalid:1 is not there"):
        strategies.meet(own, ["no.such.host.invalid:1"], seconds=0)
    config = {"cluster": {"worker": [own]}, "task": {"type": "worker", "index": 0}}
    monkeypatch.setenv("TF_CONFIG", json.dumps(config))
    with (
        socket.create_server(("", int(own.rpartition(":")[2]))),
        pytest.raises(ConnectionError, match=f"{own}, whose port cannot be had"),
    ):
        strategies.make("multi_worker")


def test_workers_meet_whoever_comes_first():
    every = free_ports(3)

    def worker(own):
        strategies.meet(own, [one for one in every if one != own], seconds=20)
        # As TensorFlow, which listens there until all have come.
        with socket.create_server(("", int(own.rpartition(":")[2]))):
            everybody.wait(20)

    everybody = threading.Barrier(3)
    with concurrent.futures.ThreadPoolExecutor() as pool:
        list(pool.map(worker, every))


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
