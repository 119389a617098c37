"""What grading costs: `python -m benchmarks.grading`. See README.md beside this file."""
