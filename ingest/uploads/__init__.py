"""What people paste and upload: checked, previewed, and taken for what it is."""
