"""Pages where review forms are filled: one household, or a village in a grid, or from a file."""
