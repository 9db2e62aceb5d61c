import json
import shutil

import pytest

from tfgan_zoo import export
from tfgan_zoo.demo import captions, context, controls
from tfgan_zoo.export import pretrained


def test_the_pretrained_generators_are_found_and_no_classifier(models):
    assert "dcgan_mnist_5k" in models.names("generator")
    assert models.names("translator") == ["pix2pix_photo_edges"]
    assert {n for n in pretrained.available() if not n.endswith("classifier")} == set(
        models.cards
    )
    assert isinstance(models.load("dcgan_mnist_5k"), export.LoadedGenerator)
    assert models.load("dcgan_mnist_5k") is models.load("dcgan_mnist_5k")
    with pytest.raises(ValueError, match=r"no model 'dcgan'\. Choose one of: cdcgan_m"):
        models.load("dcgan")


def test_a_new_model_is_found_in_its_newest_version(tmp_path):
    source = pretrained.directory() / "dcgan_mnist_5k" / "1"
    for version in ("1", "10", "9"):
        shutil.copytree(source, tmp_path / "mine" / version)
    shutil.copytree(pretrained.directory() / "digits_classifier", tmp_path / "judge")
    (tmp_path / "empty").mkdir()
    (tmp_path / "note.txt").write_text("")
    found = context.Models(tmp_path)
    assert found.names("generator") == ["mine"]
    assert found.load("mine").path == str(tmp_path / "mine" / "10")


def test_a_folder_without_models_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"expected NAME/VERSION/saved_model\.pb"):
        context.Models(tmp_path)
    with pytest.raises(FileNotFoundError):
        context.Models(tmp_path / "nowhere")


def test_what_cannot_be_shown_is_named_and_the_rest_is_shown(tmp_path, caplog):
    source = pretrained.directory() / "dcgan_mnist_5k" / "1"
    card = json.loads((source / "model_card.json").read_text())
    unknown = {"kind": "diffuser", "latent_law": "truncated", "latent_dim": "many"}
    cards = {
        "a_list": "[]",
        "cut": '{"name": "cu',
        "empty": "{}",
        "sizes": json.dumps(card | {"output_shape": [None, None, 1]}),
        **{key: json.dumps(card | {key: value}) for key, value in unknown.items()},
        **{
            f"no_{key}": json.dumps({k: v for k, v in card.items() if k != key})
            for key in ("kind", "steps", "output_shape", "latent_law", "parameters")
        },
    }
    for name, text in {"good": json.dumps(card), **cards}.items():
        (tmp_path / name / "1").mkdir(parents=True)
        (tmp_path / name / "1" / "saved_model.pb").write_bytes(b"")
        (tmp_path / name / "1" / "model_card.json").write_text(text)
    with caplog.at_level("WARNING"):
        models = context.Models(tmp_path)
    assert list(models.cards) == ["good"]
    for name in cards:
        assert f"{name} is left out: " in caplog.text
    with pytest.raises(ValueError, match="good/1 holds no whole SavedModel"):
        models.load("good")


def test_odd_scores_do_not_stop_a_caption(models):
    card = models.cards["cdcgan_mnist_5k"]
    for scores in ({}, {"protocol": "none"}, {"recall": "high", "precision": None}):
        assert "**cdcgan_mnist_5k**" in captions.sentences(card | {"scores": scores})


class TestCaptions:
    def test_a_card_is_told_in_words(self, models):
        told = captions.sentences(models.cards["cdcgan_mnist_5k"])
        for part in (
            "**cdcgan_mnist_5k** draws images of 28 x 28 pixels as in `mnist_5k`",
            "from 100 uniform numbers and a label",
            "Recipe `cdcgan`, 4,000 steps of 64 examples",
            "tfgan-train --recipe=cdcgan",
            "|  | cdcgan_mnist_5k | real images | noise |",
            "| Fréchet distance | 1.65 | 0.104 | 105 |",
            "2000 samples of seed 0 against 4000 images",
        ):
            assert part in told

    def test_every_model_has_a_caption(self, models):
        for name, card in models.cards.items():
            assert captions.sentences(card).startswith(f"**{name}** ")

    def test_what_a_card_does_not_say_is_left_out(self):
        card = {
            "name": "mine",
            "kind": "generator",
            "objective": "GAN",
            "output_shape": [16, 16, 1],
            "latent_dim": 6,
            "latent_law": "normal",
            "num_classes": None,
            "steps": 2000,
            "parameters": 5000,
        }
        expected = (
            "**mine** draws images of 16 x 16 pixels from 6 normal numbers. GAN, 2,000 "
            "steps; 5,000 weights."
        )
        assert captions.sentences(card) == expected
        assert captions.table({"mine": card}) == ""

    def test_scores_at_two_sizes_have_no_common_real_images(self, models):
        names = ("cdcgan_mnist_5k", "dcgan_mnist_5k")
        head = "| cdcgan_mnist_5k | dcgan_mnist_5k |"
        pair = {name: models.cards[name] for name in names}
        assert f"{head} real images | noise |\n" in captions.table(pair)
        card = pair["dcgan_mnist_5k"]
        scores = {**card["scores"], "frechet_distance_of_test_split": 9.0}
        pair["dcgan_mnist_5k"] = {**card, "scores": scores}
        assert f"{head}\n" in captions.table(pair)


class TestControls:
    def test_labels_by_their_names(self, models):
        card = models.cards["cdcgan_mnist_5k"]
        assert controls.checked_label(card, "7") == 7
        assert controls.checked_label(card, controls.IN_TURN) is None
        assert controls.checked_label(models.cards["dcgan_mnist_5k"], "7") is None
        with pytest.raises(ValueError, match=r"no class 'ten'\. Choose one of: 0, 1"):
            controls.checked_label(card, "ten")
        unnamed = {"num_classes": 3, "classes": []}
        assert controls.classes(unnamed) == ["0", "1", "2"]
        assert controls.classes(unnamed, card, {"num_classes": None}) == ["0", "1", "2"]
        assert controls.classes({"num_classes": None}) == []

    @pytest.mark.parametrize("seed", [None, -1, 0.5, 2**31, float("nan")])
    def test_a_seed_that_is_none(self, seed):
        with pytest.raises(ValueError, match="The seed is a whole number from 0 to"):
            controls.checked_seed(seed)

    def test_errors_are_shown_in_words(self):
        import gradio

        @controls.show_errors
        def handler():
            raise ValueError("what to do")

        with pytest.raises(gradio.Error, match="what to do"):
            handler()
