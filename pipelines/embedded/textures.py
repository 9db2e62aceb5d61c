"""Crops of three photographs of surfaces that ship with scikit-image."""

import numpy as np
import tensorflow_datasets as tfds

from pipelines.transforms.crops import Box

SIDE = 64  # Pixels of a crop, and of the strip between the regions of the splits.
REGIONS = {"train": Box(0, 0, 512, 512 - 3 * SIDE), "test": Box(0, 384, 512, 512)}
STRIDES = {"train": 19, "test": 22}


class Textures(tfds.core.GeneratorBasedBuilder):
    """Grey 64x64 crops of photographs of bricks, grass and gravel, three classes.

    Each photograph has 512x512 pixels. Training crops are from its left 320 columns
    and overlap each other, test crops from its right 128; no crop touches the 64
    columns in between, so that the splits share no pixel. The bricks of the test crops
    lean a little, as they lie to the side of the camera. `box` is the place of a crop
    in its photograph: top, left, bottom, right.

    At image_size 32 crops are halved: that leaves the bond of the bricks and several
    stones in view, which crops of 32 pixels would not.
    """

    VERSION = tfds.core.Version("1.0.0")

    def _info(self):
        return tfds.core.DatasetInfo(
            builder=self,
            description=self.__doc__,
            features=tfds.features.FeaturesDict(
                {
                    "image": tfds.features.Image(shape=(SIDE, SIDE, 1)),
                    "label": tfds.features.ClassLabel(
                        names=["brick", "grass", "gravel"]
                    ),
                    "box": tfds.features.Tensor(shape=(4,), dtype=np.int64),
                }
            ),
            supervised_keys=("image", "label"),
            homepage=(
                "scikit-image (skimage.data), from: "
                "brick, https://cc0textures.com/view.php?tex=Bricks25; "
                "grass, https://www.deviantart.com/linolafett/art/Grass-01-434853879; "
                "gravel, https://cc0textures.com/view.php?tex=Gravel04"
            ),
            license="CC0 1.0",
        )

    def _split_generators(self, dl_manager):
        return {split: self._generate_examples(split) for split in REGIONS}

    def _generate_examples(self, split):
        from skimage import data

        for name in self.info.features["label"].names:
            photograph = getattr(data, name)()[..., np.newaxis]
            for i, box in enumerate(REGIONS[split].grid(SIDE, STRIDES[split])):
                yield (
                    f"{name} {i:03}",
                    {"image": box.of(photograph), "label": name, "box": box},
                )


Builder = Textures
