"""Benchmarks: ``python -m benchmarks`` prints what is promised beside what is measured here and now."""
