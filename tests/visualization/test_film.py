from PIL import Image

from tfgan_zoo.visualization import film


def test_long_films_are_thinned_and_their_files_closed(tmp_path):
    frames = []
    for i in range(2500):  # More than a process may hold open.
        frames.append(tmp_path / f"{i:04}.png")
        Image.new("L", (4, 4), i % 256).save(frames[-1])
    film.write(frames, tmp_path / "film.webp")
    with Image.open(tmp_path / "film.webp") as made:
        assert 100 < made.n_frames <= 200
