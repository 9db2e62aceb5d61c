"""The configuration that TensorFlow Serving reads."""

import runpy
import sys

import pytest
from google.protobuf import text_format
from tensorflow_serving.config import model_server_config_pb2

from tfgan_zoo.serving import models_config


def test_it_names_every_model(model_base):
    words = models_config.of_folder(model_base)
    config = text_format.Parse(words, model_server_config_pb2.ModelServerConfig())
    entries = {e.name: e for e in config.model_config_list.config}
    assert entries.keys() == {path.name for path in model_base.iterdir()}
    assert entries["plain"].base_path == "/models/plain"
    assert entries["plain"].model_platform == "tensorflow"


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(ValueError, match="no models"):
        models_config.of_folder(tmp_path)


def test_what_the_server_does_not_serve_is_left_out(model_base, tmp_path):
    (tmp_path / "plain").symlink_to(model_base / "plain")
    (tmp_path / "begun" / "1").mkdir(parents=True)
    assert "plain" in models_config.of_folder(tmp_path)
    assert "begun" not in models_config.of_folder(tmp_path)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [([], "Usage: "), (["absent"], "absent"), (["empty"], "empty holds no models")],
)
def test_the_command_says_what_is_wrong(tmp_path, arguments, message, monkeypatch):
    (tmp_path / "empty").mkdir()
    paths = [str(tmp_path / argument) for argument in arguments]
    monkeypatch.setattr(sys, "argv", ["models_config", *paths])
    # Python prints it to stderr and ends with status 1.
    with pytest.raises(SystemExit, match=message):
        runpy.run_module("tfgan_zoo.serving.models_config", run_name="__main__")
