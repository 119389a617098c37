"""Chapter 2: texts. Letters and words, counted and put in order."""


def initials(name):
    """Return the first letter of each word of a name, in capitals, each with a point.

    >>> initials("ada king of lovelace")
    'A.K.O.L.'
    """
    return "".join(f"{word[0].upper()}." for word in name.split())


def words(text):
    """Return the words of a text in order, in small letters and without the marks around them.

    >>> words("To be, or not to be?")
    ['to', 'be', 'or', 'not', 'to', 'be']
    """
    return [word.strip(".,;:!?").lower() for word in text.split()]


def longest(text):
    """Return the longest word of a text and its length, a pair; of several words the first.

    >>> longest("To be, or not to be?")
    ('not', 3)
    """
    word = max(words(text), key=len)
    return word, len(word)


def rearranged(word):
    """Return the letters of a word in another order; the word has two different letters at least.

    >>> rearranged("word")
    'ordw'
    """
    turned = word[1:] + word[0]
    return turned if turned != word else word[::-1]


def print_counts(counts):
    """Print a line for each word and its count, `to: 2`, in the order of the alphabet.

    >>> print_counts({"to": 2, "be": 1})
    be: 1
    to: 2
    """
    for word in sorted(counts):
        print(f"{word}: {counts[word]}")


class Vocabulary:
    """The words of some texts, and how often each of them was met.

    >>> vocabulary = Vocabulary()
    >>> vocabulary.read("To be, or not to be?")
    >>> vocabulary.count("be"), vocabulary.count("and")
    (2, 0)
    """

    def __init__(self):
        """Begin without a word."""
        self.counts = {}

    def read(self, text):
        """Count the words of a text, beside those of earlier texts."""
        for word in words(text):
            self.counts[word] = self.count(word) + 1

    def count(self, word):
        """Return how often a word was met."""
        return self.counts.get(word, 0)
