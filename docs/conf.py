"""Sphinx configuration. Nothing is fetched from the network; what is not documented fails the build."""

import sys
from importlib import metadata
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import generate  # noqa: E402 - it lies beside this file

project = "Muster"
project_copyright = "the authors of Muster; Apache-2.0"
release = metadata.version("musterbook")
version = release

extensions = ["myst_parser"]
exclude_patterns: list[str] = []
nitpicky = True
language = "en"
highlight_language = "text"
smartquotes = False  # words are quoted as the sources write them

myst_enable_extensions = ["deflist"]
myst_heading_anchors = 4

html_theme = "furo"
html_title = f"Muster {release}"
html_copy_source = False
html_show_sourcelink = False
html_last_updated_fmt = None


def write_reference(_app: Sphinx, _config: Config) -> None:
    """Write the reference anew from the code, and warn (which fails the build) of everything undocumented."""
    generate.write(HERE / "reference" / "generated")
    for sentence in generate.undocumented():
        logging.getLogger(__name__).warning(sentence)


def setup(app: Sphinx) -> None:
    """Tell Sphinx when to write the reference: before it looks for pages."""
    app.connect("config-inited", write_reference)
