"""When a page or a work is said to be another's."""
