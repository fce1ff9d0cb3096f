"""Formats: tables, layouts, JSON Lines. Files come in as drafts and problems, and go out as files."""
