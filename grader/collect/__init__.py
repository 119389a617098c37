"""What a learning platform gives → submissions; marks and feedback → what it takes back.

`collecting` sorts files into a folder for each student, and `layouts` has a module for each platform; `returning` makes
what the platforms take.
"""
