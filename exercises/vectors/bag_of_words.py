"""bag_of_words: texts as rows of counts."""

import numpy as np

from exercises.forms import calls
from grader import Case, Exercise
from solutions import vectors

PLAIN = ["dog", "rain", "snow", "sun", "wind", "bird", "stone", "tree", "fish", "moon"]
INSIDE_ONE_ANOTHER = ["he", "the", "her", "here", "there", "ear", "heart", "hear", "art", "a"]
CUT_IN_TWO = ["he-art", "t'here", "he,art"]  # glued together, the halves would make a word of the list above
OF_OTHER_ALPHABETS = ["été", "año", "señor", "müde", "façade", "сеть", "слово", "gâté", "øre", "el"]
BLANK = [" "]
PUNCTUATION = [" ", ", ", ". ", "; ", "! ", "? ", ": ", "\n", ",", " (", ") "]
JOINED = ["dog_rain", "sun_wind", "tree_moon"]
JOINTS = ["-", "_", "'", "5", "/", "2024", "·", "\t", "—", "«", "@"]


def texts(num_texts, num_words, words=PLAIN, between=BLANK, capitals=False, also=(), length=12):
    """Make texts of some words, with something between them, and a vocabulary of some of the words, in any order.

    Each text holds the expressions in `also` besides. The first one begins and ends with a word of the vocabulary, and
    with nothing before or after.
    """

    def make(rng):
        vocabulary = rng.permutation(words)[:num_words].tolist()
        chosen = [rng.permutation([*rng.choice(words, size=length), *also]).tolist() for _ in range(num_texts)]
        chosen[0] = [rng.choice(vocabulary), *chosen[0], rng.choice(vocabulary)]
        documents = [write(rng, one, between, capitals) for one in chosen]
        documents[1:] = [rng.choice(between) + document + rng.choice(between) for document in documents[1:]]
        return documents, vocabulary

    return make


def write(rng, words, between, capitals):
    """Put something chosen from `between` between words; with `capitals`, write half of the words with some."""
    if capitals:
        words = [rng.choice([word, word, word.capitalize(), word.upper()]) for word in words]
    return str(words[0]) + "".join(f"{rng.choice(between)}{word}" for word in words[1:])


def without_a_word(rng):
    """Make an empty text and one of nothing but signs, among others."""
    (document,), vocabulary = texts(1, 4)(rng)
    return ["", document, " 42 -- (!) _ "], vocabulary


bag_of_words = Exercise(
    vectors.bag_of_words,
    points=3,
    hints=(
        "Two problems: cut each text into words, then count them. `{word: v for v, word in enumerate(vocabulary)}` "
        "tells the column of a word.",
        "To cut: go through the characters and replace each one that is not `.isalpha()` by a blank; then `.lower()` "
        "and `.split()`, which takes any number of blanks.",
        "Begin with `counts = np.zeros((N, V))`. For each document n and each of its words: if the word is in the "
        "dictionary of columns, add 1 to `counts[n, column[word]]`; if not, do nothing.",
    ),
    cases=(
        Case("texts of plain words", calls(texts(2, 3, length=3), texts(3, 5)), share=2),
        Case("capitals and punctuation", texts(4, 6, between=PUNCTUATION, capitals=True), share=1.5),
        Case("words that are parts of others", texts(2, 9, INSIDE_ONE_ANOTHER, PUNCTUATION, also=CUT_IN_TWO)),
        Case("digits, dashes and underscores between words", texts(3, 8, between=JOINTS, also=JOINED)),
        Case("letters of other alphabets", texts(5, 9, OF_OTHER_ALPHABETS, PUNCTUATION, capitals=True)),
        Case("as many texts as words in the vocabulary", texts(6, 6)),
        Case("one text", texts(1, 4, between=PUNCTUATION), share=0.5),
        Case("a text without a word", without_a_word, share=0.5),
        Case("two calls with different vocabularies", calls(texts(2, 3), texts(5, 8, INSIDE_ONE_ANOTHER))),
    ),
)


@bag_of_words.wrong(
    "`split` cuts at blanks alone, so a comma stays with its word: everything but letters separates words."
)
def bag_of_words_cut_at_blanks(documents, vocabulary):
    texts = [document.lower().split() for document in documents]
    return np.array([[words.count(word) for word in vocabulary] for words in texts])


@bag_of_words.wrong("Lower-case the words: `The` at the start of a sentence is the word `the`.")
def bag_of_words_with_capitals(documents, vocabulary):
    import re

    texts = [re.findall(r"[^\W\d_]+", document) for document in documents]
    return np.array([[words.count(word) for word in vocabulary] for words in texts])


@bag_of_words.wrong("Count whole words: `document.count('he')` also finds the he in `there`.")
def bag_of_words_inside_words(documents, vocabulary):
    return np.array([[document.lower().count(word) for word in vocabulary] for document in documents])


@bag_of_words.wrong("Count every occurrence: a 1 for each word that is there tells only whether, not how often.")
def bag_of_words_present_or_not(documents, vocabulary):
    rows = []
    for document in documents:
        words = "".join(c if c.isalpha() else " " for c in document).lower().split()
        rows.append([1 if word in words else 0 for word in vocabulary])
    return rows


@bag_of_words.wrong("Letters are what `isalpha` says: a to z alone cuts `été` into pieces.")
def bag_of_words_from_a_to_z(documents, vocabulary):
    import re

    texts = [re.findall(r"[a-z]+", document.lower()) for document in documents]
    return np.array([[words.count(word) for word in vocabulary] for words in texts])


@bag_of_words.wrong("Digits and underscores separate words too: `\\w` takes them for letters, `isalpha` does not.")
def bag_of_words_of_word_characters(documents, vocabulary):
    import re

    texts = [re.findall(r"\w+", document.lower()) for document in documents]
    return np.array([[words.count(word) for word in vocabulary] for words in texts])


@bag_of_words.wrong("A digit is not a letter: use `isalpha`, not `isalnum`.")
def bag_of_words_with_digits_in_words(documents, vocabulary):
    texts = ["".join(c if c.isalnum() else " " for c in document).lower().split() for document in documents]
    return np.array([[words.count(word) for word in vocabulary] for words in texts])


@bag_of_words.wrong("Put a blank where a sign was: signs that are merely removed glue their neighbours together.")
def bag_of_words_with_signs_removed(documents, vocabulary):
    texts = ["".join(c for c in document if c.isalpha() or c.isspace()).lower().split() for document in documents]
    return np.array([[words.count(word) for word in vocabulary] for words in texts])


@bag_of_words.wrong("Taking signs off the ends of a word is not enough: a comma without a blank joins two words.")
def bag_of_words_with_stripped_ends(documents, vocabulary):
    texts = [[word.strip(".,;:!?()'-_/·—«@") for word in document.lower().split()] for document in documents]
    return np.array([[words.count(word) for word in vocabulary] for words in texts])


@bag_of_words.wrong(
    "A list of signs misses some (digits, dashes, quotes): blank out every character that is no letter."
)
def bag_of_words_with_a_list_of_signs(documents, vocabulary):
    import string

    blanks = str.maketrans(string.punctuation, " " * len(string.punctuation))
    texts = [document.translate(blanks).lower().split() for document in documents]
    return np.array([[words.count(word) for word in vocabulary] for words in texts])


@bag_of_words.wrong("One row per text, one column per word: this is the transpose.")
def bag_of_words_in_columns(documents, vocabulary):
    texts = ["".join(c if c.isalpha() else " " for c in document).lower().split() for document in documents]
    return np.array([[words.count(word) for words in texts] for word in vocabulary])


@bag_of_words.wrong("Keep the vocabulary's order: column v counts `vocabulary[v]`, sorted or not.")
def bag_of_words_in_alphabetical_order(documents, vocabulary):
    texts = ["".join(c if c.isalpha() else " " for c in document).lower().split() for document in documents]
    return np.array([[words.count(word) for word in sorted(vocabulary)] for words in texts])


@bag_of_words.wrong("Return the counts themselves: divided by the length of the text they are frequencies.")
def bag_of_words_as_frequencies(documents, vocabulary):
    texts = ["".join(c if c.isalpha() else " " for c in document).lower().split() for document in documents]
    return np.array([[words.count(word) / max(len(words), 1) for word in vocabulary] for words in texts])


@bag_of_words.wrong("Each text gets a row of its own: here the counts of all of them are added up.")
def bag_of_words_of_all_texts_together(documents, vocabulary):
    words = "".join(c if c.isalpha() else " " for c in " ".join(documents)).lower().split()
    return np.array([words.count(word) for word in vocabulary])


@bag_of_words.wrong("The last word counts too: a text may end with a letter, without a sign that finishes the word.")
def bag_of_words_forgets_the_last_word(documents, vocabulary):
    counts = np.zeros((len(documents), len(vocabulary)))
    for n, document in enumerate(documents):
        word = ""
        for character in document.lower():
            if character.isalpha():
                word += character
            else:
                if word in vocabulary:
                    counts[n, vocabulary.index(word)] += 1
                word = ""
    return counts


@bag_of_words.wrong("Apostrophes and dashes separate words like any other sign: `isn't` is the two words isn and t.")
def bag_of_words_keeps_apostrophes_and_dashes(documents, vocabulary):
    import re

    texts = [re.findall(r"[^\W\d_]+(?:['-][^\W\d_]+)*", document.lower()) for document in documents]
    return np.array([[words.count(word) for word in vocabulary] for words in texts])


@bag_of_words.wrong("The words must be equal: `startswith` also counts `there` and `then` as the.")
def bag_of_words_by_their_beginning(documents, vocabulary):
    texts = ["".join(c if c.isalpha() else " " for c in document).lower().split() for document in documents]
    return np.array([[sum(found.startswith(word) for found in words) for word in vocabulary] for words in texts])


@bag_of_words.wrong("Words outside the vocabulary are ignored: they get no column of their own.")
def bag_of_words_with_a_column_for_the_rest(documents, vocabulary):
    texts = ["".join(c if c.isalpha() else " " for c in document).lower().split() for document in documents]
    rows = [[words.count(word) for word in vocabulary] for words in texts]
    return np.array([[*row, len(words) - sum(row)] for row, words in zip(rows, texts)])


@bag_of_words.wrong(
    "The columns are the words of the vocabulary, in its order: not those that the texts happen to hold."
)
def bag_of_words_of_its_own_vocabulary(documents, vocabulary):
    texts = ["".join(c if c.isalpha() else " " for c in document).lower().split() for document in documents]
    own = sorted({word for words in texts for word in words})
    return np.array([[words.count(word) for word in own] for words in texts])


@bag_of_words.variant
def bag_of_words_with_a_counter(documents, vocabulary):
    import re
    from collections import Counter

    rows = []
    for document in documents:
        counter = Counter(re.findall(r"[^\W\d_]+", document.lower()))
        rows.append([counter[word] for word in vocabulary])
    return rows


@bag_of_words.variant
def bag_of_words_letter_by_letter(documents, vocabulary):
    counts = np.zeros((len(documents), len(vocabulary)), dtype=int)
    for n in range(len(documents)):
        word = ""
        for character in documents[n] + ".":
            if character.isalpha():
                word = word + character.lower()
            else:
                if word in vocabulary:
                    counts[n, vocabulary.index(word)] += 1
                word = ""
    return counts


@bag_of_words.variant
def bag_of_words_by_groups(documents, vocabulary):
    from itertools import groupby

    rows = np.zeros((len(documents), len(vocabulary)))
    for row, document in zip(rows, documents):
        words = ["".join(group) for letters, group in groupby(document.lower(), key=str.isalpha) if letters]
        row += [sum(found == word for found in words) for word in vocabulary]
    return rows
