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

    def split(self, start: int, pixels: int) -> tuple[list["Box"], "Box"]:
        """The parts to the left and to the right of a strip of columns, and the strip.

        Args:
            start: columns to the left of the strip.
            pixels: width of the strip.
        """
        left, right = self.left + start, self.left + start + pixels
        parts = [self._replace(right=left), self._replace(left=right)]
        return parts, self._replace(left=left, right=right)

    def grid(self, side: int, stride: int) -> list["Box"]:
        """The squares of `side` pixels inside, one every `stride` pixels."""
        return [
            Box(top, left, top + side, left + side)
            for top in range(self.top, self.bottom - side + 1, stride)
            for left in range(self.left, self.right - side + 1, stride)
        ]
