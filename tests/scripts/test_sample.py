"""`tfgan-sample` of a conditional generator and of a translator."""

import keras
from PIL import Image

from tests.commands import refused, succeed
from tfgan_zoo import export
from tfgan_zoo.networks import dcgan, patchgan, unet
from tfgan_zoo.objectives import GAN, Pix2Pix


def saved(gan, path, **card):
    gan.compile(keras.optimizers.SGD(0.1), keras.optimizers.SGD(0.1))
    return export.save(gan, path, card=card)


def test_a_label_is_drawn_and_classes_have_columns(tmp_path):
    shape, sizes = (16, 16, 1), {"num_classes": 5, "width": 4}
    generator = dcgan.generator(shape, latent_dim=6, **sizes)
    gan = GAN(generator, dcgan.discriminator(shape, **sizes))
    model = f"--model={saved(gan, tmp_path / 'm')}"
    for label, (columns, rows) in ((None, (5, 4)), (3, (5, 4))):
        output = tmp_path / f"{label}.png"
        flags = [] if label is None else [f"--label={label}"]
        succeed("sample", model, "--num=20", f"--output={output}", *flags)
        with Image.open(output) as image:
            scale = image.width // (columns * 17 - 1)
            assert image.size == ((columns * 17 - 1) * scale, (rows * 17 - 1) * scale)
    card = {"classes": ["ant", "bee", "cat", "dog", "eel"]}
    named = f"--model={saved(gan, tmp_path / 'named', **card)}"
    for label, output in (("dog", "dog.png"), ("3", "same.png"), ("dog", "dog.npz")):
        flags = (f"--label={label}", "--num=20", f"--output={tmp_path / output}")
        assert "of class 'dog', label 3" in succeed("sample", named, *flags)
    pictures = [(tmp_path / f"{name}.png").read_bytes() for name in ("dog", "same", 3)]
    assert pictures[0] == pictures[1] == pictures[2]
    flags = ("--label=cow", f"--output={tmp_path / 'cow.png'}")
    assert "Choose one of: ant, bee, cat, dog, eel." in refused("sample", named, *flags)
    for output in ("5.png", "5.npz", "5"):
        flags = ("--label=5", f"--output={tmp_path}/new/{output}")
        message = refused("sample", model, *flags)
        assert "`label` is an integer in 0..4" in message
        assert not (tmp_path / "new").exists()
    flags = ("--dataset=photo_edges", f"--output={tmp_path}/d.png")
    assert "--dataset is for translators" in refused("sample", model, *flags)


def test_a_translator_is_shown_with_source_and_target(tmp_path):
    discriminator = patchgan.discriminator(receptive_field=16, width=4)
    gan = Pix2Pix(unet.generator((16, 16, 3), width=4), discriminator)
    path = saved(gan, tmp_path / "m", dataset="photo_edges")
    output = tmp_path / "rows.png"
    succeed("sample", f"--model={path}", "--num=3", f"--output={output}")
    with Image.open(output) as image:
        scale = image.width // (3 * 17 - 1)
        assert image.size == ((3 * 17 - 1) * scale, (3 * 17 - 1) * scale)
    flags = (f"--model={path}", "--label=1", f"--output={tmp_path}/l.png")
    assert "--label is for generators" in refused("sample", *flags)

    # Photographs without a target, from a folder.
    (tmp_path / "own").mkdir()
    Image.new("RGB", (40, 30), "white").save(tmp_path / "own" / "a.png")
    output = tmp_path / "own.png"
    own = (f"--dataset=folder:{tmp_path / 'own'}", "--num=1", f"--output={output}")
    succeed("sample", f"--model={path}", *own)
    with Image.open(output) as image:
        assert image.width == 2 * image.height + image.height // 16
