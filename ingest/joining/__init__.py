"""Which statements speak of one work, what they say together, and how that is undone."""
