"""How answers are judged: a package for each chapter, in it a module for each exercise, and the chapter's own laws."""
