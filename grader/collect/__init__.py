"""What a learning platform gives → submissions; marks and feedback → what it takes back."""
