"""How the answers of chapter 2 are judged."""

from exercises.texts.laws import another_order
from grader import Case, Exercise, printed, slip
from solutions.texts import Vocabulary, initials, longest, print_counts, rearranged, words

MARKS = (", ", "; ", ": ")


def word(rng):
    """Return some small letters."""
    return "".join(rng.choice(list("abcdefghijklm"), size=rng.integers(2, 10)))


def some_words(rng, count):
    """Return that many words, no two of them the same."""
    return list(dict.fromkeys(word(rng) for _ in range(2 * count + 5)))[:count]


def sentence(rng, chosen):
    """Return a sentence of some words: the first has a capital, and each has a mark behind it."""
    return "".join(f"{one}{rng.choice(MARKS)}" for one in chosen).rstrip(",;: ").capitalize() + "!"


def sentence_of(count):
    """Return a maker of arguments: a sentence of that many words."""
    return lambda rng: (sentence(rng, some_words(rng, count)),)


initials_exercise = Exercise(
    initials,
    points=1,
    hints=("`name.split()` is the list of words; `word[0].upper()` is a word's first letter as a capital.",),
    cases=(
        Case("three words", lambda rng: (" ".join(some_words(rng, 3)),), share=2),
        Case("one word", lambda rng: (word(rng),)),
    ),
    wrong_answers=(
        slip("initials_in_small_letters", "The letters are capitals, whatever the name has.", (".upper()", "")),
        slip("initials_without_points", "Each letter has a point behind it.", ('}."', '}"')),
    ),
)


@initials_exercise.variant
def initials_from_a_title(name):
    return "".join(letter + "." for letter in name.title() if letter.isupper())


words_exercise = Exercise(
    words,
    points=2,
    hints=("`text.split()` cuts at blanks. `word.strip('.,')` takes points and commas from both ends of a word.",),
    cases=(Case("a sentence", sentence_of(6), share=2), Case("one word", sentence_of(1))),
    wrong_answers=(
        slip("words_with_their_marks", "A comma is no part of a word: strip the marks.", ('.strip(".,;:!?")', "")),
        slip("words_as_written", "The words are in small letters, whatever the text has.", (".lower()", "")),
    ),
)


@words_exercise.variant
def words_letter_by_letter(text):
    kept = "".join(letter for letter in text if letter.isalpha() or letter == " ")
    return kept.lower().split()


longest_exercise = Exercise(
    longest,
    points=2,
    hints=("`max(words(text), key=len)` is the longest of the words.",),
    cases=(Case("a sentence", sentence_of(6), share=2), Case("one word", sentence_of(1))),
    wrong_answers=(
        slip("longest_is_a_word", "A pair is asked: the word and its length.", ("word, len(word)", "word")),
        slip("longest_with_its_mark", "Marks are no part of a word: use `words`.", ("words(text)", "text.split()")),
    ),
)


@longest_exercise.variant
def longest_by_sorting(text):
    word = sorted(words(text), key=len, reverse=True)[0]
    return [word, len(word)]


rearranged_exercise = Exercise(
    rearranged,
    points=2,
    hints=("Take the first letter away and put it at the end. When is the result the same word?",),
    cases=(
        Case(
            "words of some letters", lambda rng: [("abba" + word(rng),) for _ in range(4)], share=2, law=another_order
        ),
        Case("a word of two letters", lambda rng: ("".join(rng.permutation(list("abcdef"))[:2]),), law=another_order),
    ),
)


@rearranged_exercise.wrong("Another order is asked, and these letters stand as they stood.")
def rearranged_not_at_all(word):
    return word


@rearranged_exercise.wrong("Each letter is there as often as in the word: nothing is lost by putting it elsewhere.")
def rearranged_once_each(word):
    return "".join(sorted(set(word), reverse=True))


@rearranged_exercise.variant
def rearranged_by_swapping(word):
    place = next(n for n in range(1, len(word)) if word[n] != word[0])
    return word[place] + word[1:place] + word[0] + word[place + 1 :]


def counts_of(count):
    """Return a maker of arguments: the counts of that many words, the last of the alphabet first."""
    return lambda rng: ({one: int(rng.integers(1, 9)) for one in sorted(some_words(rng, count), reverse=True)},)


print_counts_exercise = Exercise(
    print_counts,
    points=2,
    hints=("`for word in sorted(counts)` goes through the words in order.",),
    cases=(
        Case("five words", counts_of(5), share=2),
        Case("one word", counts_of(1)),
    ),
    probe=printed,
    wrong_answers=(
        slip("print_counts_as_it_comes", "The words are in the order of the alphabet.", ("sorted(counts)", "counts")),
        slip("print_counts_without_colons", "A line is the word, a colon, a blank, the count.", ("}: {", "} {")),
    ),
)


@print_counts_exercise.variant
def print_counts_at_once(counts):
    print("\n".join(f"{word}: {count}" for word, count in sorted(counts.items())))


def counted(vocabulary_class, texts, asked):
    """Return how often a vocabulary that has read some texts met each of the words that are asked."""
    vocabulary = vocabulary_class()
    for text in texts:
        vocabulary.read(text)
    return [vocabulary.count(word) for word in asked]


def texts(count):
    """Return a maker of arguments: so many texts, and words of which some are in them."""

    def make(rng):
        known = some_words(rng, 9)
        return [sentence(rng, rng.choice(known[:5], size=8)) for _ in range(count)], known

    return make


vocabulary_exercise = Exercise(
    Vocabulary,
    points=3,
    hints=("Keep a dictionary of counts in `self`. `counts.get(word, 0)` is 0 for a word that is not in it.",),
    cases=(Case("one text", texts(1), share=2), Case("three texts", texts(3))),
    probe=counted,
)


@vocabulary_exercise.wrong("The words of earlier texts count too: begin with nothing in `__init__` alone.")
class VocabularyOfTheLastText:
    def read(self, text):
        self.words = words(text)

    def count(self, word):
        return self.words.count(word)


@vocabulary_exercise.wrong("A word that a text has twice was met twice.")
class VocabularyOfDifferentWords:
    def __init__(self):
        self.words = []

    def read(self, text):
        self.words += set(words(text))

    def count(self, word):
        return self.words.count(word)


@vocabulary_exercise.variant
class VocabularyAsAList:
    def __init__(self):
        self.words = []

    def read(self, text):
        self.words += words(text)

    def count(self, word):
        return self.words.count(word)
