"""Works and people from live services, one polite question after another."""
