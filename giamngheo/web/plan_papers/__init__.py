"""Plans written: a stored one as Word or PDF, a draft of the next year's."""
