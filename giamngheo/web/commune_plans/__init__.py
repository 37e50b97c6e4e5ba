"""The two plans of a commune: filled row by row, sent, appraised, approved, printed."""
