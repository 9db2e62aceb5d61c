"""Square crops of a region of a photograph."""

from typing import NamedTuple


class Box(NamedTuple):
    """A part of an image in pixels: rows top to bottom, columns left to right."""

    top: int
    left: int
    bottom: int
    right: int

    def of(self, image):
        """The pixels inside, of an image [H, W, ...]."""
        return image[self.top : self.bottom, self.left : self.right]

    def cut(self, side: str, pixels: int) -> tuple["Box", "Box"]:
        """The box without the strip at one side, and the strip."""
        other = {"top": "bottom", "bottom": "top", "left": "right", "right": "left"}
        inward = pixels if side in ("top", "left") else -pixels
        edge = getattr(self, side) + inward
        return self._replace(**{side: edge}), self._replace(**{other[side]: edge})

    def grid(self, side: int, stride: int) -> list["Box"]:
        """The squares of `side` pixels inside, one every `stride` pixels."""
        return [
            Box(top, left, top + side, left + side)
            for top in range(self.top, self.bottom - side + 1, stride)
            for left in range(self.left, self.right - side + 1, stride)
        ]
