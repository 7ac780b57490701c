"""What administrators see of claims and do with them."""
