"""Layouts of pairs: side by side in one file, or in a folder for each side."""

import os
import re

from pipelines.folders import file_tree, splits

# Source and target, in lower case.
SIDES = (
    *(("a", "b"), ("source", "target"), ("sources", "targets")),
    *(("input", "target"), ("inputs", "targets"), ("input", "output")),
    *(("inputs", "outputs"), ("image", "mask"), ("images", "masks")),
)
_SIDE = "|".join(sorted({s for sides in SIDES for s in sides}, key=len, reverse=True))
_NAMES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        f"((?P<split>{splits.PATTERN})[ _-]?)?(?P<side>{_SIDE})",
        f"(?P<side>{_SIDE})[ _-]?(?P<split>{splits.PATTERN})",
    )
]


def known() -> str:
    """The couples of names of folders that are sides, in words."""
    return ", ".join("/".join(map(_written, sides)) for sides in SIDES)


def pair_up(root, files) -> dict[str, list]:
    """For each split, the paths of each pair: one, or those of source and target.

    Folders named after splits, as `splits.of` has it, are these. Two folders whose
    names are a couple of `SIDES` hold sources and targets, in this order; they may lie
    in the splits, around them, or be called after both, as "trainA". Partners have one
    name but for its ending. Without such folders each file holds a pair.

    Args:
        root: of the files.
        files: the parts of their paths below it, in order.

    Raises:
        ValueError: a file lies beside the folders of splits or sides, or has no partner
            or two; or it is not clear which folders hold the sides.
    """
    depth = file_tree.shared([file[:-1] for file in files]) + 2
    sides = _sides(root, files, depth)
    places = [_place(file, sides, depth) for file in files]
    for what, names in enumerate((splits.NAMES, sides)):
        outside = [f for f, place in zip(files, places, strict=True) if not place[what]]
        if outside and len(outside) < len(files):
            raise ValueError(
                f"{root.joinpath(*outside[0])} lies outside of the folders "
                f"{', '.join(map(_written, names))} that other files are in; move it "
                "into one, or away."
            )
    pairs = {}
    for parts, (split, side, key) in zip(files, places, strict=True):
        pair = pairs.setdefault((split or "train", key), {})
        file = str(root.joinpath(*parts))
        if side in pair:
            raise ValueError(
                f"{pair[side]} and {file} have one stem, so that it is not known which "
                "one their partner belongs to; rename one."
            )
        pair[side] = file
    examples = {}
    for (split, _), pair in pairs.items():
        if len(pair) < len(sides):
            [(side, file)] = pair.items()
            other = sides[1 - sides.index(side)]
            raise ValueError(
                f"{file} has no partner: there is no file of the same stem in folder "
                f"{_written(other)}."
            )
        of_pair = [pair[side] for side in sides or [None]]
        examples.setdefault(split, []).append(of_pair)
    return {split: examples[split] for split in splits.NAMES if split in examples}


def _sides(root, files, depth):
    """The names of the folders of sources and of targets; none where there are none.

    Raises:
        ValueError: there are several such couples, or two folders of other names hold
            files of the same names.
    """
    names = {_split_and_side(name)[1] for file in files for name in file[:-1][:depth]}
    couples = [sides for sides in SIDES if names.issuperset(sides)]
    if len(couples) > 1:
        raise ValueError(
            f"{root} holds several kinds of folders of sources and targets: "
            f"{', '.join('/'.join(map(_written, sides)) for sides in couples)}. Keep "
            "one of them."
        )
    if couples:
        return couples[0]
    stems = {}
    for file in files:
        split, _, (*folders, name) = _place(file, (), depth)
        stems.setdefault(split, {}).setdefault(tuple(folders), set()).add(_stem(name))
    for folders in stems.values():
        if len(folders) == 2 and len({*map(frozenset, folders.values())}) == 1:
            one, other = ("/".join(folder) for folder in folders)
            raise ValueError(
                f"{one} and {other} under {root} hold files of the same names, and it "
                "is not known which are the sources. Give the folders one of these "
                f"couples of names: {known()}."
            )
    return ()


def _split_and_side(folder):
    """What the name of a folder says of each, None where it says nothing."""
    for pattern in _NAMES:
        if found := pattern.fullmatch(folder):
            split = splits.OF_NAME.get((found["split"] or "").lower())
            return split, found["side"].lower()
    return splits.of(folder), None


def _place(file, sides, depth):
    """Split and side of a file, None if it lies in none, and what its pair shares."""
    *folders, name = file
    split, side, rest = None, None, folders[depth:]
    for folder in folders[:depth]:
        of_split, of_side = _split_and_side(folder)
        if of_side not in sides:
            of_split, of_side = splits.of(folder), None
        if (of_split and not split) or (of_side and not side):
            split, side = split or of_split, side or of_side
        else:
            rest.append(folder)
    return split, side, (*rest, _stem(name) if side else name)


def _stem(name):
    return os.path.splitext(name)[0]


def _written(name):
    """The name of a side, or of a split, as it is mostly written."""
    return name.upper() if len(name) == 1 else name
