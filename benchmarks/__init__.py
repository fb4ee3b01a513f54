"""What is measured, and against what; each module is run by itself, from the root of the repository."""
