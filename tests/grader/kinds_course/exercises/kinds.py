"""How they are judged."""

from grader import Case, Exercise, Variable, drawn, printed, slip
from solutions import kinds
from solutions.kinds import Stack, greet, plot_squares, tally


def popped(Stack, things):
    stack = Stack()
    for thing in things:
        stack.push(thing)
    return [stack.pop() for _ in things]


tally_exercise = Exercise(
    tally,
    points=1,
    hints=("Begin with an empty dict.",),
    cases=(Case("ten words", lambda rng: (rng.choice(list("abc"), 10).tolist(),)),),
)


@tally_exercise.wrong("The first time counts too.")
def tally_from_zero(words):
    return {word: words.count(word) - 1 for word in words}


stack_exercise = Exercise(
    Stack,
    points=2,
    hints=("Keep a list.",),
    cases=(Case("some things", lambda rng: (rng.integers(0, 99, 5).tolist(),)), Case("one thing", lambda rng: ([3],))),
    probe=popped,
)


@stack_exercise.wrong("The last one in is the first one out: take from the end.")
class Queue:
    def __init__(self):
        self.things = []

    def push(self, thing):
        self.things.append(thing)

    def pop(self):
        return self.things.pop(0)


mean_age_exercise = Exercise(
    Variable(kinds, "mean_age"),
    points=1,
    hints=("Add them up.",),
    cases=(Case("the mean", lambda rng: ()),),
    wrong_answers=(slip("median_age", "That is the age in the middle.", ("np.mean", "np.median")),),
)
mean_age_exercise.wrong("Divide by the number of ages.", sum_of_ages=96)

greet_exercise = Exercise(
    greet,
    points=1,
    hints=("Use `print`.",),
    cases=(Case("two names", lambda rng: (["Ana", "Ben"],)),),
    probe=printed,
    wrong_answers=(slip("greet_without_mark", "End with an exclamation mark.", ("!", "")),),
)

plot_exercise = Exercise(
    plot_squares,
    points=2,
    hints=("`plt.plot` draws lines.",),
    cases=(Case("some numbers", lambda rng: (int(rng.integers(4, 9)),)),),
    probe=drawn,
    wrong_answers=(slip("plot_of_cubes", "Squares are asked: n**2.", ("n**2", "n**3")),),
)
