"""Export: a trained network as a SavedModel that needs only TensorFlow.

Here belongs the form of a trained network outside of Python: signatures, cards, files
of other formats. Answering requests is in `serving`; a run's own export is in `runs`.

```python
import tfgan_zoo as zoo

gan = zoo.recipes.cgan.build((16, 16, 1), num_classes=10, seed=0)
zoo.export.save(gan, "models/untrained")  # writes and returns .../<next version>
generator = zoo.load("models/untrained")
images = generator(num=20, seed=3, label=7)  # uint8 [20, 16, 16, 1]
```
"""

from tfgan_zoo import _public
from tfgan_zoo.export.formats import convert, save_keras
from tfgan_zoo.export.loaded import (
    LoadedClassifier,
    LoadedGenerator,
    LoadedTranslator,
    load,
)
from tfgan_zoo.export.saved_model import save, save_classifier

__all__ = _public(globals())
