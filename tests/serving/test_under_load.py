"""The server under load, and when it is stopped."""

import concurrent.futures
import hashlib
import re
import shutil
import threading
import time

import numpy as np
import pytest
import requests

from tests import commands
from tests.serving import conftest, running

Z = np.random.default_rng(0).normal(size=(1, 100)).tolist()


def contents(folder):
    return {
        file.relative_to(folder): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


@pytest.fixture
def folder(model_base, tmp_path):
    shutil.copytree(model_base / "plain", tmp_path / "models" / "plain")
    return tmp_path / "models"


def many(server, count, clients=8, **body):
    body = body or {"instances": Z}
    with concurrent.futures.ThreadPoolExecutor(clients) as pool:
        calls = [pool.submit(server.predict, "plain", **body) for _ in range(count)]
        return [call.result() for call in calls]


def in_progress(server):
    text = requests.get(f"{server.http}/metrics", timeout=60).text
    return float(re.search(r"^tfgan_requests_in_progress (.+)$", text, re.M)[1])


def test_a_full_queue_says_when_to_come_back(folder, tmp_path):
    flags = "--threads=1", "--waiting=1"
    with running.server(folder, tmp_path / "log", *flags) as server:
        long = {"num": 1000, "seed": 1}
        body = {"signature_name": "sample", "inputs": long}
        answers = many(server, 24, clients=24, **body)
        busy = [answer for answer in answers if answer.status_code == 503]
        assert {answer.status_code for answer in answers} == {200, 503}
        assert all(int(answer.headers["Retry-After"]) >= 1 for answer in busy)
        assert all("try again" in answer.json()["error"] for answer in busy)
        assert server.predict("plain", instances=Z).status_code == 200


def test_no_request_is_dropped_while_a_new_version_comes(folder, tmp_path):
    with running.server(folder, tmp_path / "log") as server:
        stop, failed, served = threading.Event(), [], []

        def ask():
            while not stop.is_set():
                response = server.predict("plain", instances=Z)
                (served if response.status_code == 200 else failed).append(response)

        def version():
            return server.get("plain").json()["model_version_status"][0]["version"]

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        conftest.save(folder / "plain", seed=1)
        running.retry_until(lambda: version() == "2")
        time.sleep(0.5)
        stop.set()
        for thread in threads:
            thread.join()
        assert not failed
        before, after = served[0].json(), served[-1].json()
        assert before != after


def test_it_ends_what_it_has_begun(folder, tmp_path):
    with running.server(folder, tmp_path / "log", "--most_examples=20000") as server:
        body = {"signature_name": "sample", "inputs": {"num": 20000, "seed": 1}}
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            calls = [pool.submit(server.predict, "plain", **body) for _ in range(2)]
            running.retry_until(lambda: in_progress(server) == 2, every=0.01)
            assert server.stop() == 0
            assert [call.result().status_code for call in calls] == [200] * 2
        with pytest.raises(requests.ConnectionError):
            server.predict("plain", instances=Z)


def test_nothing_is_lost_when_it_is_killed(folder, tmp_path):
    before = contents(folder)
    with running.server(folder, tmp_path / "log") as server:
        first = server.predict("plain", instances=Z).json()
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            calls = [
                pool.submit(server.predict, "plain", instances=Z) for _ in range(40)
            ]
            server.process.kill()
            server.process.wait()
            concurrent.futures.wait(calls)
    assert contents(folder) == before
    with running.server(folder, tmp_path / "log") as server:
        assert server.predict("plain", instances=Z).json() == first
    assert contents(folder) == before


def test_a_port_that_is_taken_is_named(server, model_base, tmp_path):
    port = server.http.rpartition(":")[2]
    flags = (f"--model_base={model_base}", f"--port={port}", "--grpc_port=0")
    answer = commands.finish(commands.start("serve", *flags))
    assert f"127.0.0.1:{port}" in commands.message_of(answer)
