"""Splits as folders: `train`, `test` and `val`, under the names that they have."""

import re

from pipelines.folders import file_tree

NAMES = {
    "train": ("train", "training"),
    "test": ("test", "testing"),
    "val": ("val", "valid", "validation", "dev", "eval", "evaluation"),
}
OF_NAME = {name: split for split, names in NAMES.items() for name in names}
# The longest first: what begins a name is not to hide the rest of it.
PATTERN = "|".join(sorted(OF_NAME, key=len, reverse=True))


def of(folder: str) -> str | None:
    """The split that a folder is named after, None if it is named after none.

    In any case, and with "set", "data" or "images" behind it, as "Training_set".
    """
    ending = "([ _-]?(set|data|images))?"
    found = re.fullmatch(f"({PATTERN}){ending}", folder, re.IGNORECASE)
    return OF_NAME[found[1].lower()] if found else None


def apart(root, files) -> list[tuple]:
    """Takes the folders that are splits out of the paths of files.

    They lie above the class folders or in each of them, as `train/cat` or `cat/train`,
    and hold all files. Folders around all of that are left out as well.

    Where only some folders have names of splits, they are classes as the others, and
    that is said on stdout; but not where held-out images might then be trained on, as
    of `train` and `test` beside another, or of `test/cat` beside `cat`.

    Args:
        root: of the files.
        files: the parts of their paths below it.

    Returns:
        For each file its split, "train" if there are none, and its other folders.

    Raises:
        ValueError: it is not clear whether folders are splits, or two are the same.
    """
    folders = [file[:-1] for file in files]
    around = file_tree.shared(folders)
    for level in range(around + 2):
        # Files that lie less deep have no folder there, which is named "".
        here = {folder[level] if len(folder) > level else "" for folder in folders}
        named = {name: split for name in here if (split := of(name))}
        if here == {*named}:
            if level <= around:
                _check_different(root, named)
            above = min(around, level)
            return [
                (named[folder[level]], folder[above:level] + folder[level + 1 :])
                for folder in folders
            ]
        if named:
            _check_classes(root, folders, level, named, here - {*named})
    return [("train", folder) for folder in folders]


def _check_different(root, named):
    """Raises `ValueError` if two folders are one split."""
    if len({*named.values()}) < len(named):
        raise ValueError(
            f"Two of the folders {', '.join(sorted(named))} under {root} mean the same "
            f"split, of {', '.join(NAMES)}. Join them, or rename one."
        )


def _check_classes(root, folders, level, named, others):
    """Raises `ValueError` unless folders with names of splits may be classes."""
    names, beside = ", ".join(sorted(named)), ", ".join(sorted(others - {""}))
    deep = any(len(f) > level + 1 and f[level] in named for f in folders)
    if deep or "" in others or {"train"} < {*named.values()}:
        raise ValueError(
            f"Under {root} there are {beside or 'images'} beside {names}. If these are "
            "splits, move all images into them, as train/cat and test/cat; if not, "
            "rename them."
        )
    file_tree.say(f"Under {root}, {names} is no split, but a class as {beside} is.")
