"""Folders as classes, within folders that are splits."""

import collections

from pipelines.folders import file_tree, splits


def read(root, files) -> list[tuple]:
    """The split and the class of each image file under a folder.

    Folders named `train`, `test` or `val` are splits, as `splits.apart` has it; without
    them all images are of the split "train". The first folder that is left on the way
    to a file is its class.

    Images beside the class folders are left out, unless they are more than there are
    in a class on average: then they are what the folder holds, and there are no
    classes. Where the split "train" has classes, images of other splits that are in
    none are left out. What is left out is named on stdout, once.

    Args:
        root: the folder.
        files: the parts of their paths below it, in order.

    Returns:
        (file, split, class) of each that is read, split by split; None for the class
        if there are none.

    Raises:
        ValueError: what `splits.apart` raises.
    """
    if _are_few([file[0] if len(file) > 1 else None for file in files]):
        _say_left_out(root, [file for file in files if len(file) == 1])
        files = [file for file in files if len(file) > 1]
    by_split = {split: [] for split in splits.NAMES}
    apart = splits.apart(root, files)
    _say_around(root, [folders for _, folders in apart])
    for file, (split, folders) in zip(files, apart, strict=True):
        label = file_tree.text(folders[0]) if folders else None
        by_split[split].append((file, split, label))
    first = next(split for split, rows in by_split.items() if rows)
    labels = [label for *_, label in by_split[first]]
    every = [row for rows in by_split.values() for row in rows]
    if None in labels and not _are_few(labels):
        if named := {label for *_, label in every} - {None}:
            file_tree.say(
                f"Images of {first} under {root} lie beside folders, which are then no "
                f"classes: {', '.join(sorted(named, key=file_tree.natural))}."
            )
        return [(file, split, None) for file, split, _ in every]
    for rows in by_split.values():
        _say_left_out(root, [file for file, _, label in rows if label is None])
        if unknown := {label for *_, label in rows} - {*labels, None}:
            file_tree.say(
                f"Under {root}, {first} holds no images of some classes: "
                f"{', '.join(sorted(unknown, key=file_tree.natural))}."
            )
    return [row for row in every if row[2] is not None]


def _are_few(labels) -> bool:
    """Whether some have no label, and no more than have one label on average."""
    counts = collections.Counter(labels)
    without = counts.pop(None, 0)
    return bool(counts) and 0 < without * len(counts) <= counts.total()


def _say_around(root, folders):
    """Says it where one folder holds all that would be classes, and is the class."""
    around = {path[0] for path in folders if path}
    inside = {path[1] for path in folders if len(path) > 1}
    if len(around) == 1 and len(inside) > 1 and all(len(p) > 1 for p in folders):
        file_tree.say(
            f"{', '.join(around)} is the only class under {root}; name that folder to "
            "have classes of what is in it: "
            f"{', '.join(sorted(inside, key=file_tree.natural))}."
        )


def _say_left_out(root, files):
    if files:
        which, more = root.joinpath(*files[0]), len(files) - 1
        they = f" and {more} more: they lie" if more else ": it lies"
        file_tree.say(
            f"Left out {which}{they} beside the class folders. Move images into one of "
            "them, or away."
        )
