"""What `scripts/soak` runs: journeys of all clients, trouble for them, and a judge who knows what was decided."""
