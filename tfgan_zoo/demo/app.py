"""The page: its tabs, and how it looks."""

import gradio as gr

from tfgan_zoo.demo import compare, edges, films, samples, walk

TABS = (samples, walk, edges, films, compare)
_TITLE = "tfgan-zoo"
_HEAD = """
# tfgan-zoo
Play with generative adversarial networks. All of it is computed on the machine that
shows this page.
"""
_HOUR = 3600  # Seconds.
_STYLE = """
/* As wide as it may be from the first, not as its content asks: the canvas measures
   itself only once. */
.gradio-container { width: 100%; max-width: 1180px !important; margin: 0 auto; }
footer { display: none !important; }
img.film { display: block; max-width: 100%; height: auto; margin: 0 auto;
           image-rendering: pixelated; }
/* Long commands are read whole, and do not widen the page of a telephone. */
.prose pre, .prose pre code { white-space: pre-wrap !important;
                              overflow-wrap: anywhere; }
.prose table, .prose tr, .prose td, .prose th {
    border-color: var(--border-color-primary) !important; }
.prose td, .prose th { padding: 4px 12px !important; }
/* Names are not broken; a table that is too wide is moved, not the page. */
.prose td, .prose th { word-break: normal !important;
                       overflow-wrap: normal !important; }
.prose:has(table) { overflow-x: auto; }
/* A pair is twice as wide as high. */
.pairs button { aspect-ratio: 2 !important; }
.pairs .grid-wrap { min-height: 0 !important; max-height: none !important; }
.pairs .grid-container { grid-template-rows: none !important;
                         grid-auto-rows: auto !important; }
@media (hover: hover) {
    /* The buttons on a picture hide no samples, unless they are looked for. */
    .picture .icon-button-wrapper { opacity: 0; }
    .picture:hover .icon-button-wrapper,
    .picture:focus-within .icon-button-wrapper { opacity: 1; }
}
@media (max-width: 640px) {
    .beside { flex-direction: column-reverse; }  /* The picture is seen first. */
    .prose td, .prose th { padding: 4px 6px !important; font-size: 0.9em; }
    .canvas { height: 400px !important; }
    .pairs .grid-container { grid-template-columns: 1fr 1fr !important; }
}
"""


def build(material) -> gr.Blocks:
    """Makes the page.

    Args:
        material: what it shows.

    Returns:
        `gradio.Blocks`, to be launched by `launch`.
    """
    with gr.Blocks(
        title=_TITLE,
        analytics_enabled=False,
        delete_cache=(_HOUR, _HOUR),  # Else every picture stays on the disk.
    ) as blocks:
        gr.Markdown(_HEAD)
        for tab in TABS:
            with gr.Tab(tab.TITLE):
                if tab.KIND is None or material.models.names(tab.KIND):
                    tab.build(blocks, material)
                else:
                    gr.Markdown(f"There is no {tab.KIND} among the models.")
    return blocks


def launch(blocks: gr.Blocks, host: str, port: int) -> str:
    """Starts to serve the page, and returns its address.

    Args:
        blocks: that `build` made.
        host: to listen at.
        port: to listen at.

    Raises:
        OSError: the port is taken.
    """
    fonts = {
        "font": [gr.themes.Font(n) for n in ("system-ui", "sans-serif")],
        "font_mono": [gr.themes.Font(n) for n in ("ui-monospace", "monospace")],
    }
    _, address, _ = blocks.launch(
        server_name=host,
        server_port=port,
        share=False,
        quiet=True,
        prevent_thread_lock=True,
        theme=gr.themes.Base(primary_hue="blue", **fonts),
        css=_STYLE,
    )
    return address
