"""The pictures of this course's own: those at the openings of its chapters, and the one on its cover."""
