"""What the command prints: beautiful at 80 columns, plain in a pipe."""
