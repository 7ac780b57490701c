"""Who is who: from printed names to people, by evidence that can be read."""
