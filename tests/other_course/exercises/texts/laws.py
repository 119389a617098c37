"""What is right where many answers are: the law of chapter 2."""

from grader.selfcheck import RIGHT, trouble, wrong


def another_order(calls, answers, expected):
    """The letters of the word are all there, in an order that is not the word's."""
    for call, answer in zip(calls, answers):
        word = call.arguments[0]
        if words := trouble(call, answer):
            return wrong(words)
        if not isinstance(answer.value, str) or sorted(answer.value) != sorted(word):
            return wrong("the letters are not those of the word")
        if answer.value == word:
            return wrong("the letters are in the order of the word")
    return RIGHT
