"""Layouts: people bring their own sheet, and a TOML text says where its table is and what each row becomes."""

from muster.exchange.layouts.drafting import draft_layout
from muster.exchange.layouts.files import read_grids
from muster.exchange.layouts.finding import find_layout, layout_names
from muster.exchange.layouts.grids import Grid
from muster.exchange.layouts.making import apply_layout
from muster.exchange.layouts.model import Layout
from muster.exchange.layouts.validating import read_layout

__all__ = ["Grid", "Layout", "apply_layout", "draft_layout", "find_layout", "layout_names", "read_grids", "read_layout"]
