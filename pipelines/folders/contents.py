"""The contents of a folder: what it is known by, however its path is written."""

import contextlib
import hashlib
import os

SAMPLED = 64  # Files of which bytes are read, at most, evenly among all,
BYTES = 2**16  # and so many of each.


def of(root, files, labels=None) -> dict:
    """What a folder of images holds, to know it again under another path.

    It costs the sizes of all files and the bytes of a few.

    Args:
        root: the folder.
        files: paths of files below it.
        labels: the class of each, by its name.

    Returns:
        The number of `files` and of their `bytes`, and hashes of their `names` below
        the folder, of their sizes and some of their `data`, and of the `labels` that a
        file gives them, None without one.
    """
    ordered = sorted(range(len(files)), key=files.__getitem__)
    above = os.path.join(root, "")  # That of "." is in no file's path.
    names = [os.fsencode(files[i].removeprefix(above)) for i in ordered]
    sizes = [os.stat(files[i]).st_size for i in ordered]
    data = [b"%d" % size for size in sizes]
    for i in ordered[:: -(-len(files) // SAMPLED)]:
        # Who reads all of the file says what is wrong with it.
        with contextlib.suppress(OSError), open(files[i], "rb") as file:
            data.append(file.read(BYTES))
    return {
        "files": len(files),
        "bytes": sum(sizes),
        "names": _hash(names),
        "data": _hash(data),
        "labels": labels and _hash(labels[i].encode() for i in ordered),
    }


def _hash(parts):
    """A hash of some bytes, which tells where each of them ends."""
    digests = (hashlib.sha256(part).digest() for part in parts)
    return hashlib.sha256(b"".join(digests)).hexdigest()
