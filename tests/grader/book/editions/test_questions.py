from grader.book.editions.contents import Page
from grader.book.editions.questions import move_answers, move_hints
from grader.book.editions.tree import parse, with_class, words_of

QUESTION = """<div class="predict"><form><fieldset>
<legend><span class="predict-head">Predict first</span> How many?</legend>
<label class="predict-choice"><input><span class="predict-text">1</span></label>
<label class="predict-choice"><input><span class="predict-text">2</span></label></fieldset></form>
<details class="predict-answer"><summary>The answer</summary><p><b>2</b></p><p>Because.</p></details></div>
<div class="cell">code<details class="predict-result"><summary>The result</summary><pre>two</pre></details></div>"""
NUMBER = """<div class="predict"><form><fieldset><legend>How long?</legend><label class="predict-number">
<span class="predict-text">Your number</span><input><span class="predict-unit">metres</span></label></fieldset></form>
<details class="predict-answer"><summary>The answer</summary><p>3 metres</p></details></div>"""
EXERCISE = """<div class="exercise" data-exercise="mse"><p class="exercise-title">
<span class="exercise-number">Exercise 4.1</span> <code class="exercise-name">mse</code></p><pre>stub</pre>
<details class="hint"><summary>Hint 1 of 2</summary><p>Square.</p></details>
<details class="hint"><summary>Hint 2 of 2</summary><p>Divide by <code>N</code>.</p></details></div>"""


def body(text):
    return next(parse(text).iter("body"))


def test_an_answer_and_its_result_stand_at_the_end_of_the_questions_own_section():
    page = body(f"<section><h1>A</h1>{QUESTION}<p>after</p><section><h2>B</h2></section></section><p>last</p>")
    move_answers(page)
    assert [node.get("class") or node.tag for node in page[0]] == ["h1", "question", "cell", "p", "answer", "section"]
    (answer,) = with_class(page, "answer")
    assert words_of(answer).endswith("2Because.two") and "The result" not in words_of(page)


def test_question_and_answer_lead_to_each_other():
    page = body(f"<section>{QUESTION}{NUMBER}</section>")
    move_answers(page)
    boxes = [node for node in page.iter() if node.get("id")]
    places = {node.get("id"): [link.get("href") for link in node.iter("a")] for node in boxes}
    assert places == {
        "question-1": ["#answer-1"], "answer-1": ["#question-1"],
        "question-2": ["#answer-2"], "answer-2": ["#question-2"],
    }  # fmt: skip


def test_choices_are_a_list_and_a_number_has_a_line_and_its_unit():
    page = body(f"<section>{QUESTION}{NUMBER}</section>")
    move_answers(page)
    one, two = with_class(page, "question")
    assert [words_of(item) for item in one.iter("li")] == ["1", "2"]
    assert "Your number: ……" in words_of(two) and "metres" in words_of(two)


def test_hints_are_the_last_section_of_the_page_by_exercise():
    page = Page("chapters/04-losses/exercises", body(f"<section><h1>A</h1>{EXERCISE}<p>after</p></section>"))
    move_hints(page, has_solutions=True)
    section = page.text[0][-1]
    assert section.get("id") == "hints"
    assert [words_of(item) for item in section.iter("li")] == ["Square.", "Divide by N."]
    (exercise,) = with_class(page.text, "exercise")
    assert "Square" not in words_of(exercise)
    assert [link.get("href") for link in exercise.iter("a")] == ["#hints-mse", "book:_solutions#solution-mse"]


def test_without_solutions_nothing_leads_to_them():
    page = Page("chapters/04-losses/exercises", body(f"<section>{EXERCISE}</section>"))
    move_hints(page, has_solutions=False)
    assert "Solution" not in words_of(page.text)


def test_a_page_without_exercises_stays_as_it_is():
    page = Page("notes", body("<section><p>a</p></section>"))
    move_hints(page, has_solutions=True)
    assert words_of(page.text) == "a" and page.text.find(".//section[@id='hints']") is None
