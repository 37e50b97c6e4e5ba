"""One household's circumstances: causes, wishes, working category, land, community measures."""
