"""What a claimant does: find the page, show evidence, answer for the works, send, follow, withdraw."""
