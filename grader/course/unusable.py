"""How the engine says that something it was given cannot be used."""


class UnusableInput(Exception):
    """What the user gave cannot be used; the message names it and says what to do. Commands end with exit code 2."""
