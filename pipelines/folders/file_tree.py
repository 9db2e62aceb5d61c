"""The image files under a folder: which are read, and in which order."""

import collections
import functools
import itertools
import os
import re
from pathlib import Path

from pipelines.transforms import images
from pipelines.transforms.images import text

# What systems leave behind, in lower case, beside names that begin with a dot.
LEFT_BEHIND = {
    *("__macosx", "@eadir", "$recycle.bin", "lost+found", "thumbs.db", "ehthumbs.db"),
    *("desktop.ini", "system volume information", "recycler", "#recycle", "@recycle"),
    *("#snapshot", "@tmp", "@__thumb", "icon\r", "__pycache__"),
}
KINDS_NAMED = 5  # Of files that are not read; there may be hundreds.


def under(
    kind: str, path: str, besides: str | None = None
) -> tuple[Path, list[tuple[str, ...]]]:
    """The folder that the name `kind:PATH` means, and its image files at any depth.

    Files and folders whose names begin with a dot, and those that systems leave
    behind, as `__MACOSX` and `Thumbs.db`, are passed over. Links are followed, to each
    folder once. Files of kinds that are not read are counted, on stdout, once.

    Args:
        kind: of the name.
        path: of the folder.
        besides: a file that may lie there and is no image.

    Returns:
        The folder; and for each file the names of the folders on the way to it and its
        own, in the order of text.

    Raises:
        ValueError: there is no such folder, it holds no images, or a folder in it
            cannot be read.
    """
    if not path:
        raise ValueError(f"Name the folder: {kind}:PATH.")
    root = Path(path).expanduser()
    if not root.is_dir():
        raise ValueError(f"{root} is not a folder. Check the path of {kind}:PATH.")
    found, others, doubles = _walk(root, besides and os.path.realpath(besides))
    if not found:
        raise ValueError(
            f"{root} holds no images; expected files named "
            f"{', '.join('*' + e for e in images.EXTENSIONS)}."
            + f" It holds {_counts(others)}."
            * bool(others)
        )
    if others:
        say(f"Passed over {_files(others.total())}: {_counts(others)}, under {root}.")
    for double, first in doubles:
        say(f"Passed over {double}: it leads to {first}, which is read already.")
    return root, sorted(found)


def natural(name: str) -> list:
    """A key to sort names by: numbers in them by their size, so that 2 is before 10."""
    # Text and numbers take turns, so that each is compared to its like.
    parts = re.split("([0-9]+)", name)
    parts[1::2] = [(int(number), number) for number in parts[1::2]]
    return parts


def shared(folders) -> int:
    """The number of folders, from the first, on the way to which all paths agree."""
    ends = zip(min(folders), max(folders), strict=False)
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], ends))


@functools.cache
def say(words: str):
    """Prints a line once, however often its folder is read."""
    print(text(words))


def _walk(root, besides):
    """Image files, the number of other files by kind, and links that lead nowhere new.

    Files are the parts of their paths below `root`; links come with the folder that
    they lead to, as it was read.
    """
    found, others, doubles, read = [], collections.Counter(), [], {}
    folders, links = [()], []
    while folders or links:
        # Linked ones come last: what also lies here itself is read where it lies.
        below = folders.pop() if folders else links.pop(0)
        folder = root.joinpath(*below)
        first = read.setdefault(os.path.realpath(folder), folder)
        if first is not folder:
            doubles.append((folder, first))
            continue
        for entry in _listed(folder):
            if entry.name.startswith(".") or entry.name.lower() in LEFT_BEHIND:
                continue
            file, linked = (*below, entry.name), entry.is_symlink()
            # Of a link that leads back to itself, an entry can say nothing.
            is_folder = os.path.isdir(entry.path) if linked else entry.is_dir()
            suffix = os.path.splitext(entry.name)[1].lower()
            if is_folder:
                (links if linked else folders).append(file)
            elif not (os.path.isfile(entry.path) if linked else entry.is_file()):
                others["broken links" if linked else "special files"] += 1
            elif suffix in images.EXTENSIONS:
                found.append(file)
            elif besides is None or os.path.realpath(entry.path) != besides:
                others[f"*{suffix}" if suffix else "without an ending"] += 1
    return found, others, doubles


def _listed(folder):
    """What lies in a folder, by name."""
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        raise ValueError(
            f"{folder} cannot be read: {error.strerror}. Change who may read it, or "
            "move it away."
        ) from error


def _counts(others):
    """The number of files of each kind, in words."""
    most = others.most_common(KINDS_NAMED)
    words = [f"{count} {kind}" for kind, count in most]
    rest = others.total() - sum(count for _, count in most)
    return ", ".join([*words, f"{rest} of other kinds"] if rest else words)


def _files(count):
    return f"{count} file{'s' * (count > 1)}"
