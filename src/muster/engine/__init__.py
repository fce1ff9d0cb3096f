"""The engine: a snapshot in, a frozen result out. No input or output, no clock."""
