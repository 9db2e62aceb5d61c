"""The configuration that TensorFlow Serving reads."""

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
