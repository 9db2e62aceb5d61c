import numpy as np
from PIL import Image

from tests.commands import refused, succeed


def test_a_prepared_folder_is_trained_on(tmp_path):
    for i in range(20):
        folder = tmp_path / "photos" / "ab"[i % 2]
        folder.mkdir(parents=True, exist_ok=True)
        pixels = np.random.default_rng(i).integers(0, 256, (40, 50, 3), np.uint8)
        Image.fromarray(pixels).save(folder / f"{i}.png")
    data_dir = f"--data_dir={tmp_path / 'data'}"
    flags = (f"--dataset=folder:{tmp_path / 'photos'}", "--name=photos", data_dir)
    out = succeed("prepare", *flags, "--image_size=16")
    assert "20 (train) examples. Use it with --dataset=photos --data_dir=" in out
    labels = tmp_path / "labels.csv"
    labels.write_text("file,label\na/0.png,cat\n")
    message = refused("prepare", *flags, f"--labels={labels}")
    assert "labels.csv does not list a/10.png, a/12.png, a/14.png and" in message
    message = refused("prepare", *flags, "--image_size=16")
    assert "exists already" in message
    run = ("--recipe=dcgan", "--dataset=photos", data_dir, "--width=4", "--steps=2")
    out = succeed("train", *run, "--batch_size=4", f"--workdir={tmp_path / 'run'}")
    assert "Wrote" in out
