"""Labels in a file of their own: CSV or JSON, from names of images to classes."""

import csv
import json
import posixpath
from pathlib import Path

from pipelines.folders import file_tree, splits

_FORMS = (
    'a CSV file whose first line is "file,label"; or a JSON file of {"a.png": "cat"}, '
    'or as StyleGAN has it, of {"labels": [["a.png", 3]]}'
)


def read(path: str, root: Path, files) -> list[tuple]:
    """The split and the class of each image file under a folder, out of a list of all.

    Folders are splits as in `splits.apart`, and tell nothing else.

    Args:
        path: of the file: CSV with the columns `file` and `label`, and perhaps others;
            or JSON, an object of names and classes, or one whose `labels` are pairs of
            these. Names are paths below the folder, and classes names or integers.
        root: the folder.
        files: the parts of the images' paths below it.

    Returns:
        (file, split, class) of each.

    Raises:
        ValueError: the file has another form, lists a name twice or one that is no
            image of the folder, or does not list an image.
    """
    file = Path(path).expanduser()
    try:
        text = file.read_text("utf-8-sig", "surrogateescape")
        rows = _of_json(text) if file.suffix.lower() == ".json" else _of_csv(text)
        classes = _by_name(rows)
    except OSError as error:
        raise ValueError(
            f"The labels {file} cannot be read: {error.strerror}."
        ) from error
    except ValueError as error:
        raise ValueError(
            f"{file} holds no labels: {error}. Expected {_FORMS}."
        ) from error
    names = ["/".join(parts) for parts in files]
    if unlisted := [name for name in names if name not in classes]:
        raise ValueError(
            f"{file} does not list {_some(unlisted)} of {root}. List them, or move "
            "them away."
        )
    if missing := sorted(classes.keys() - {*names}):
        raise ValueError(
            f"{file} lists {_some(missing)}, and {root} holds no such images. Names "
            "are paths below that folder."
        )
    placed = [split for split, _ in splits.apart(root, files)]
    return [(f, placed[i], classes[names[i]]) for i, f in enumerate(files)]


def _of_csv(text):
    rows = csv.DictReader(text.splitlines(), strict=True)
    header = rows.fieldnames or []
    if not {"file", "label"} <= {*header}:
        raise ValueError(f"its first line is {','.join(header)!r}")
    return [(row["file"], row["label"]) for row in rows]


def _of_json(text):
    content = json.loads(text)
    if isinstance(content, dict) and isinstance(content.get("labels"), list):
        content = content["labels"]
        if not all(isinstance(row, list) and len(row) == 2 for row in content):
            raise ValueError("its labels are no pairs of a name and a class")
        return content
    if not isinstance(content, dict):
        raise ValueError("it is no object")
    return [*content.items()]


def _by_name(rows):
    """Classes by names; raises `ValueError` for what is neither."""
    classes = {}
    for name, label in rows:
        # A truth value is an integer in Python, but no class.
        if not isinstance(name, str) or type(label) not in (str, int) or label == "":
            raise ValueError(f"the class of {name!r} is {label!r}")
        name = posixpath.normpath(name)
        if name in classes:
            raise ValueError(f"{name!r} is listed twice")
        classes[name] = file_tree.text(str(label))
    return classes


def _some(names):
    more = len(names) - 3
    return ", ".join(names[:3]) + (f" and {more} more" if more > 0 else "")
