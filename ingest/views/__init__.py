"""The pages under /imports/."""
