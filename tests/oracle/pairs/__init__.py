"""Books in which every rule meets every other: for each pair of features, books in which both are present.

A feature is one thing that a book may say, or that may be asked of a plan. Each is written by itself into the same
small book, upon lines and contributions drawn at random among few (rules, features); which features a book has is laid
out so that all pairs occur as soon as can be (design). What is asked of a book is what its features allow (checks): its
picture of a day, what of its lines counts and is covered, totals, tours with their bounds, phases, graduates; and of
every plan that it keeps all rules.
"""

from __future__ import annotations

from tests.oracle.pairs.books import paired_book
from tests.oracle.pairs.design import designed
from tests.oracle.pairs.features import FEATURES

__all__ = ["FEATURES", "designed", "paired_book"]
