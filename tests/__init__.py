"""The tests, in folders like those of src/muster."""
