"""A page to play with the saved models of a folder. It asks the network for nothing.

Here belongs what a visitor of the page sees and moves. How an image grid is drawn is in
`visualization`; how a saved model is called, in `export`.

Needs the extra `demo`. `app.build` makes the page; `tfgan-demo` is its command line.

    context    what the page shows: models, pairs to translate, films
    samples, walk, edges, films, compare    one tab each
    controls    what the tabs let one choose, checked
    captions    a model card in a few sentences
    animation   films as WebP
    reduce      makes the films that come with the package
    app         the tabs together; page.css says how they look

A tab is a module with `TITLE`, the `KIND` of models that it needs, functions that draw,
which know no browser, and `build`, which lays it out.
"""

import os

# Read when gradio is imported: it reports nothing, and asks for no newer version.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
