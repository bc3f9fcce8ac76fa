"""All records together, indexed, and what an audience may see of them."""
