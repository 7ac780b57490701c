"""What printed affiliations mean: organizations of the registry, readings, and the vocabulary of topics."""
