"""Models come and go while they are served."""

import gc
import shutil
import weakref
from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf

from tests.serving import conftest
from tfgan_zoo.serving import errors, model_repository
from tfgan_zoo.serving.model_repository import ModelRepository


@pytest.fixture
def models(tmp_path):
    conftest.save(tmp_path / "model")
    return ModelRepository(tmp_path)


def number(models, name="model"):
    return models.find(name).version


def test_nothing_is_served_before_it_has_looked(models):
    assert not models.ready
    assert models.names() == []
    models.refresh()
    assert models.ready
    assert models.names() == ["model"]


def test_it_is_not_ready_while_nothing_can_be_served(tmp_path):
    folder = tmp_path / "broken" / "1"
    folder.mkdir(parents=True)
    (folder / "saved_model.pb").write_bytes(b"no model")
    models = ModelRepository(tmp_path)
    models.refresh()
    assert models.names() == []
    assert not models.ready
    conftest.save(tmp_path / "model")
    models.refresh()
    assert models.names() == ["model"]
    assert models.ready  # The broken one does not keep the other from being served.


def test_a_folder_without_models_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"NAME/VERSION/saved_model.pb"):
        ModelRepository(tmp_path)
    with pytest.raises(OSError, match=r"^There is no folder .*absent; name the one"):
        ModelRepository(tmp_path / "absent")


def test_a_new_version_takes_the_place_of_the_old_one(models):
    models.refresh()
    old = models.find("model")
    conftest.save(models.directory / "model", seed=1)
    models.refresh()
    assert number(models) == 2
    with pytest.raises(errors.NotFoundError, match="Version 1"):
        models.find("model", 1)
    # A request that has begun with the old one ends with it.
    z = {"latents": np.zeros((1, 100), "float32")}
    assert old.run("serving_default", z)["images"].shape == (1, 16, 16, 1)
    gone = weakref.ref(old)
    del old
    gc.collect()
    assert gone() is None


def test_the_memory_of_what_is_gone_is_freed_at_once(models):
    gc.disable()
    try:
        models.refresh()
        gone = weakref.ref(models.find("model").model)
        conftest.save(models.directory / "model", seed=1)
        models.refresh()
        assert gone() is None
    finally:
        gc.enable()


def test_several_versions_may_be_kept(models):
    models.versions = 2
    for seed in (1, 2):
        conftest.save(models.directory / "model", seed=seed)
    models.refresh()
    assert [models.find("model", v).version for v in (2, 3)] == [2, 3]
    with pytest.raises(errors.NotFoundError, match=r"expected one of \[2, 3\]"):
        models.find("model", 1)
    assert [state.version for state in models.states("model")] == [3, 2]


def test_a_broken_version_leaves_the_old_one_in_its_place(models, monkeypatch):
    models.refresh()
    broken = models.directory / "model" / "2"
    broken.mkdir()
    (broken / "saved_model.pb").write_bytes(b"no model")
    tried = []
    load = model_repository.Servable
    monkeypatch.setattr(
        model_repository, "Servable", lambda *args: tried.append(args) or load(*args)
    )
    for _ in range(3):
        models.refresh()
    assert number(models) == 1
    newest, older = models.states("model")
    assert (newest.version, newest.state) == (2, "END")
    assert newest.error
    assert (older.version, older.state) == (1, "AVAILABLE")
    assert len(tried) == 1  # The same files are not tried again.

    shutil.rmtree(broken)
    shutil.copytree(models.directory / "model" / "1", broken)
    models.refresh()
    assert number(models) == 2
    assert [state.state for state in models.states("model")] == ["AVAILABLE"]


def test_a_server_that_starts_anew_serves_what_can_be_loaded(models):
    for version in (2, 3):
        broken = models.directory / "model" / str(version)
        broken.mkdir()
        (broken / "saved_model.pb").write_bytes(b"no model")
    models.refresh()
    assert number(models) == 1
    assert [(s.version, s.state) for s in models.states("model")] == [
        (3, "END"),
        (2, "END"),
        (1, "AVAILABLE"),
    ]


def test_what_leaves_the_folder_is_served_no_more(models):
    conftest.save(models.directory / "other")
    models.refresh()
    shutil.rmtree(models.directory / "model")
    models.refresh()
    assert models.names() == ["other"]
    with pytest.raises(errors.NotFoundError, match="'model'"):
        models.states("model")
    conftest.save(models.directory / "model")
    models.refresh()
    assert models.names() == ["model", "other"]


def test_what_is_no_model_is_passed_over(models):
    (models.directory / "README").write_text("about")
    (models.directory / "empty" / "1").mkdir(parents=True)
    (models.directory / "model" / "notes").mkdir()
    models.refresh()
    assert models.names() == ["model"]


def test_a_version_without_a_model_is_named(models, caplog):
    empty = models.directory / "empty" / "1"
    empty.mkdir(parents=True)
    for _ in range(2):
        models.refresh()
    passed = f"{empty} is passed over: it has no saved_model.pb"
    assert caplog.messages.count(passed) == 1
    assert models.names() == ["model"]


def test_what_cannot_be_read_is_passed_over(models, monkeypatch, caplog):
    (models.directory / "lost+found").mkdir()
    look, is_file = Path.iterdir, Path.is_file

    def refuses(path):
        if path.name == "lost+found" or path.parent.name in ("2", "variables"):
            raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "iterdir", lambda path: refuses(path) or look(path))
    monkeypatch.setattr(Path, "is_file", lambda path: refuses(path) or is_file(path))
    conftest.save(models.directory / "other")
    conftest.save(models.directory / "other")
    for _ in range(3):
        models = ModelRepository(models.directory)
        models.refresh()
        assert models.names() == ["model", "other"]
        assert number(models, "other") == 1
    for name in ("lost+found", "other/2"):
        folder = str(models.directory / name)
        (warning,) = [m for m in caplog.messages if m.startswith(folder)]
        assert "Permission denied" in warning


CARDS = {
    "list": b"[]",
    "null": b"null",
    "cut": b'{"num_classes":',
    "latin": b'{"\xff"}',
}


def foreign(directory, function, *specs):
    """Saves a function that is no network of the zoo."""
    module = tf.Module()
    module.call = tf.function(lambda *x: {"y": function(*x)}, input_signature=specs)
    signatures = {"serving_default": module.call}
    tf.saved_model.save(module, str(directory / "1"), signatures=signatures)


def test_one_broken_model_does_not_keep_the_others_from_being_served(models, caplog):
    good = models.directory / "model" / "1"
    for name, card in CARDS.items():
        shutil.copytree(good, models.directory / name / "1")
        (models.directory / name / "1" / "model_card.json").write_bytes(card)
    shutil.copytree(good, models.directory / "short" / "1")
    (data,) = (models.directory / "short" / "1" / "variables").glob("*.data*")
    data.write_bytes(data.read_bytes()[:100])
    shutil.copytree(good, models.directory / "alone" / "1")
    shutil.rmtree(models.directory / "alone" / "1" / "variables")
    (models.directory / "loop").symlink_to(models.directory / "loop")
    models.refresh()
    broken = {*CARDS, "short", "alone"}
    assert models.names() == ["model"]
    for name in broken:
        assert [state.state for state in models.states(name)] == ["END"]
        assert any(message.startswith(f"{name}: ") for message in caplog.messages)


def test_foreign_models_are_served(models):
    def positive(x):
        with tf.control_dependencies([tf.debugging.assert_greater(x, 0.0)]):
            return tf.sqrt(x)

    texts = tf.TensorSpec([None], tf.string, "texts")
    foreign(
        models.directory / "any_rank", lambda x: 2 * x, tf.TensorSpec(None, name="x")
    )
    foreign(models.directory / "positive", positive, tf.TensorSpec([None], name="x"))
    foreign(models.directory / "strings", tf.strings.length, texts)
    models.refresh()
    assert models.names() == ["any_rank", "model", "positive", "strings"]
    run = {name: models.find(name).run for name in models.names()}
    x = np.float32([4])
    assert run["any_rank"]("serving_default", {"x": x})["y"] == [8]
    assert run["positive"]("serving_default", {"x": x})["y"] == [2]
    texts = np.array([b"four"], object)
    assert run["strings"]("serving_default", {"texts": texts})["y"] == [4]
    for wrong in (x, np.array([None])):
        with pytest.raises(errors.InvalidError, match="`texts` is of string"):
            run["strings"]("serving_default", {"texts": wrong})
    with pytest.raises(errors.InvalidError, match="refused the request"):
        run["positive"]("serving_default", {"x": -x})


def test_a_version_beyond_int64_is_passed_over(models, caplog):
    for version in (2**63, 2**63 - 1):
        target = models.directory / "model" / str(version)
        shutil.copytree(models.directory / "model" / "1", target)
    models.refresh()
    assert number(models) == 2**63 - 1
    (warning,) = [m for m in caplog.messages if str(2**63) in m]
    assert "at most" in warning


def test_nothing_that_goes_wrong_ends_the_watch(models, monkeypatch):
    looks = []

    def fails():
        looks.append(models)
        if len(looks) == 3:
            models.stop()
        raise RuntimeError("of some kind")

    monkeypatch.setattr(models, "refresh", fails)
    models.watch(0.001).join(timeout=60)
    assert len(looks) == 3
