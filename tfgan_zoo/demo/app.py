"""The page: its tabs, and how it is served."""

from pathlib import Path

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
MAX_BYTES = 2**25  # Of a file that is sent: 32 MiB.


def build(context) -> gr.Blocks:
    """Makes the page.

    Args:
        context: what it shows.

    Returns:
        `gradio.Blocks`, to be launched by `launch`.
    """
    with gr.Blocks(
        title=_TITLE,
        analytics_enabled=False,
        delete_cache=(_HOUR, _HOUR),  # Else every image stays on the disk.
    ) as blocks:
        gr.Markdown(_HEAD)
        for tab in TABS:
            with gr.Tab(tab.TITLE):
                if tab.KIND is None or context.models.names(tab.KIND):
                    tab.build(blocks, context)
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
        max_file_size=MAX_BYTES,
        theme=gr.themes.Base(primary_hue="blue", **fonts),
        css_paths=Path(__file__).with_name("page.css"),
    )
    return address
