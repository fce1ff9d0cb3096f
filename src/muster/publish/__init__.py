"""Documents for people: the terminal, and later HTML, PDF and Word."""
