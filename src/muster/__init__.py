"""Muster, the book of a coalition: who offers what, what is missing, and whom to ask for what."""
