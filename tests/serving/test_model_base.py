"""Models come and go while they are served."""

import gc
import shutil
import weakref
from pathlib import Path

import numpy as np
import pytest

from tests.serving import conftest
from tfgan_zoo.serving import errors, model_base
from tfgan_zoo.serving.model_base import ModelBase


@pytest.fixture
def base(tmp_path):
    conftest.save(tmp_path / "model")
    return ModelBase(tmp_path)


def number(base, name="model"):
    return base.find(name).version


def test_nothing_is_served_before_it_has_looked(base):
    assert not base.ready
    assert base.names() == []
    base.refresh()
    assert base.ready
    assert base.names() == ["model"]


def test_it_is_not_ready_while_nothing_can_be_served(tmp_path):
    folder = tmp_path / "broken" / "1"
    folder.mkdir(parents=True)
    (folder / "saved_model.pb").write_bytes(b"no model")
    base = ModelBase(tmp_path)
    base.refresh()
    assert base.names() == []
    assert not base.ready
    conftest.save(tmp_path / "model")
    base.refresh()
    assert base.names() == ["model"]
    assert base.ready  # The broken one does not keep the other from being served.


def test_a_folder_without_models_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"NAME/VERSION/saved_model.pb"):
        ModelBase(tmp_path)
    with pytest.raises(OSError, match="absent"):
        ModelBase(tmp_path / "absent")


def test_a_new_version_takes_the_place_of_the_old_one(base):
    base.refresh()
    old = base.find("model")
    conftest.save(base.directory / "model", seed=1)
    base.refresh()
    assert number(base) == 2
    with pytest.raises(errors.NotFoundError, match="Version 1"):
        base.find("model", 1)
    # A request that has begun with the old one ends with it.
    z = {"latents": np.zeros((1, 100), "float32")}
    assert old.run("serving_default", z)["images"].shape == (1, 16, 16, 1)
    gone = weakref.ref(old)
    del old
    gc.collect()
    assert gone() is None


def test_several_versions_may_be_kept(base):
    base.versions = 2
    for seed in (1, 2):
        conftest.save(base.directory / "model", seed=seed)
    base.refresh()
    assert [base.find("model", v).version for v in (2, 3)] == [2, 3]
    with pytest.raises(errors.NotFoundError, match=r"expected one of \[2, 3\]"):
        base.find("model", 1)
    assert [state.version for state in base.states("model")] == [3, 2]


def test_a_broken_version_leaves_the_old_one_in_its_place(base, monkeypatch):
    base.refresh()
    broken = base.directory / "model" / "2"
    broken.mkdir()
    (broken / "saved_model.pb").write_bytes(b"no model")
    tried = []
    load = model_base.Servable
    monkeypatch.setattr(
        model_base, "Servable", lambda *args: tried.append(args) or load(*args)
    )
    for _ in range(3):
        base.refresh()
    assert number(base) == 1
    newest, older = base.states("model")
    assert (newest.version, newest.state) == (2, "END")
    assert newest.error
    assert (older.version, older.state) == (1, "AVAILABLE")
    assert len(tried) == 1  # The same files are not tried again.

    shutil.rmtree(broken)
    shutil.copytree(base.directory / "model" / "1", broken)
    base.refresh()
    assert number(base) == 2
    assert [state.state for state in base.states("model")] == ["AVAILABLE"]


def test_a_server_that_starts_anew_serves_what_can_be_loaded(base):
    for version in (2, 3):
        broken = base.directory / "model" / str(version)
        broken.mkdir()
        (broken / "saved_model.pb").write_bytes(b"no model")
    base.refresh()
    assert number(base) == 1
    assert [(s.version, s.state) for s in base.states("model")] == [
        (3, "END"),
        (2, "END"),
        (1, "AVAILABLE"),
    ]


def test_what_leaves_the_folder_is_served_no_more(base):
    conftest.save(base.directory / "other")
    base.refresh()
    shutil.rmtree(base.directory / "model")
    base.refresh()
    assert base.names() == ["other"]
    with pytest.raises(errors.NotFoundError, match="'model'"):
        base.states("model")
    conftest.save(base.directory / "model")
    base.refresh()
    assert base.names() == ["model", "other"]


def test_what_is_no_model_is_passed_over(base):
    (base.directory / "README").write_text("about")
    (base.directory / "empty" / "1").mkdir(parents=True)
    (base.directory / "model" / "notes").mkdir()
    base.refresh()
    assert base.names() == ["model"]


def test_what_cannot_be_read_is_passed_over(base, monkeypatch, caplog):
    (base.directory / "lost+found").mkdir()
    look, is_file = Path.iterdir, Path.is_file

    def refuses(path):
        if path.name == "lost+found" or path.parent.name in ("2", "variables"):
            raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "iterdir", lambda path: refuses(path) or look(path))
    monkeypatch.setattr(Path, "is_file", lambda path: refuses(path) or is_file(path))
    conftest.save(base.directory / "other")
    conftest.save(base.directory / "other")
    for _ in range(3):
        base = ModelBase(base.directory)
        base.refresh()
        assert base.names() == ["model", "other"]
        assert number(base, "other") == 1
    for name in ("lost+found", "other/2"):
        folder = str(base.directory / name)
        (warning,) = [m for m in caplog.messages if m.startswith(folder)]
        assert "Permission denied" in warning
