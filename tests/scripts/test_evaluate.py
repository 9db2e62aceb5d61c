import json

from tests.commands import refused, succeed


def test_a_pretrained_generator_beside_real_images_and_noise(tmp_path):
    file = tmp_path / "scores.json"
    flags = ("--model=dcgan_digits", "--metrics=fid,prdc,kid", "--samples=400")
    out = succeed("evaluate", *flags, f"--output={file}")
    assert "model      test split           noise" in out
    assert "extractor digits_classifier, extractor_sha256 " in out
    scores = json.loads(file.read_text())["scores"]
    distance = {
        what: row["fid"]["values"]["frechet_distance"] for what, row in scores.items()
    }
    assert distance["test split"] < distance["model"] < distance["noise"] / 10
    assert scores["noise"]["prdc"]["values"]["coverage"] == 0
    assert scores["model"]["fid"]["protocol"]["real_samples"] == 1442  # All there are.

    before = file.read_text()
    message = refused("evaluate", *flags, f"--output={file}")
    assert "scores.json exists. Choose another --output" in message
    assert file.read_text() == before


def test_a_translator_is_scored_on_its_pairs():
    flags = ("--model=pix2pix_photo_edges", "--samples=20", "--metrics=ms_ssim")
    out = succeed("evaluate", *flags)
    assert "model      test split           noise" in out
    message = refused("evaluate", *flags, "--dataset=textures")
    assert "'textures' holds no pairs" in message


def test_what_cannot_be_scored_is_said():
    def why(*flags):
        return refused("evaluate", *flags)

    assert "one of cas, fid," in why("--model=dcgan_digits", "--metrics=fidd")
    classifier = "--model=semi_supervised_gan_digits_classifier"
    assert "classifies images; it makes none" in why(classifier)
    message = why("--model=pix2pix_photo_edges")
    assert "There is no pretrained classifier for 'photo_edges'" in message
    message = why("--model=dcgan_digits", "--split=val")
    assert "`split` must be one of ['train', 'test'] of 'digits'" in message
