"""Poor households by group, cause, need and land lack, every figure a door."""
