"""What is run by hand now and then, and is no part of the course."""
