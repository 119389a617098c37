import pytest
import yaml

from tools.jupyter_book_2 import ROOT, complaints, examine, faults_of_import, main, pages_of, rewrite_options, unread

PAGE = """# A page

```{code-cell} ipython3
---
tags: [hide-input]
mystnb:
  image:
    alt: >-
      Two lines that cross.
  figure:
    caption: >-
      **Two lines.** They
      cross.
    name: fig-lines
---
plot()
```

```{code-cell} ipython3
:tags: [remove-cell]

assert True
```
"""


@pytest.fixture
def book(tmp_path):
    """Return the folder of a book of one page."""
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "course.toml").write_text('title = "A book"\nauthor = "Somebody"\n')
    (folder / "_toc.yml").write_text("format: jb-book\nroot: index\n")
    (folder / "references.bib").write_text("")
    (folder / "index.md").write_text(PAGE)
    return folder


def test_options_of_a_cell_are_written_as_jupyter_book_2_reads_them(book):
    known = rewrite_options(book)
    text = (book / "index.md").read_text()
    assert "ipython3\n:tags: hide-input\n:label: fig-lines\n:caption: **Two lines.** They cross.\nplot()\n" in text
    assert ":tags: [remove-cell]" in text
    assert sorted(known.values()) == [0, 0, 1]


def test_a_question_before_a_result_is_written_as_an_admonition_and_counted(book):
    question = (
        ":::{predict} How *many*?\n:number: 0.5\n:unit: apples\n:answer: 3\n:::\n\nMore.\n\n:::{note}\nA note.\n:::\n"
    )
    (book / "index.md").write_text(PAGE + question)
    known = rewrite_options(book)
    text = (book / "index.md").read_text()
    assert text.endswith(":::{admonition} How *many*?\n**3 apples**\n:::\n\nMore.\n\n:::{note}\nA note.\n:::\n")
    assert next(count for what, count in known.items() if "predict" in what) == 1


def test_an_import_that_loses_a_page_is_a_fault(tmp_path):
    project = {"title": "A", "authors": [{"name": "B"}], "bibliography": ["c.bib"], "toc": [{"file": "index.md"}]}
    (tmp_path / "myst.yml").write_text(yaml.safe_dump({"project": project}))
    assert faults_of_import(tmp_path, ["index"]) == []
    assert faults_of_import(tmp_path, ["index", "other"]) == ["_toc.yml: the pages or their order differ"]


def test_an_import_that_did_not_happen_is_a_fault(tmp_path):
    assert faults_of_import(tmp_path, ["index"]) == ["_config.yml and _toc.yml: they were not imported"]


def test_complaints_are_kept_and_advice_is_not():
    log = (
        "📖 Built index.md in 2 s.\n"
        '⚠️  index.md:3 unexpected option "gutter" provided (in grid)\n'
        "⛔️ index.md:9 unknown directive: nothing\n"
        "⚠️  index.md 'frontmatter' extra keys ignored: file_format, html_theme.sidebar.remove (at index.md)\n"
        "⚠️  index.md 'frontmatter' extra keys ignored: file_format, surprise (at index.md)\n"
        "⚠️  a.md:1 Usage of the {doc} role is not recommended, use a markdown link to the file instead.\n"
    )
    assert {said.split()[0] + " " + said.split()[1] for said in complaints(log)} == {
        "index.md:3 unexpected",
        "index.md:9 unknown",
        "index.md 'frontmatter'",
    }


def test_markup_that_is_left_as_it_is_written_is_found_at_any_depth():
    left = {"type": "paragraph", "children": [{"type": "text", "value": "{.lead}\nEight chapters"}]}
    role = {"type": "mystRole", "name": "cite:t", "value": "nielsen2015"}
    assert len(unread({"type": "root", "children": [left, role]})) == 2
    assert unread({"type": "text", "value": "sets {a, b} and f(x): g"}) == []


@pytest.mark.slow
def test_jupyter_book_2_reads_all_pages_of_the_course():
    report = examine()
    assert report.faults == []
    assert report.pages == len(pages_of(yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))))


@pytest.mark.slow
def test_what_jupyter_book_2_cannot_read_is_listed_and_ends_with_1(book, monkeypatch, capsys):
    (book / "index.md").write_text(f"{PAGE}\n{{.lead}}\nA lead.\n\n{{ref}}`nowhere`\n\n:::{{nothing}}\n:::\n")
    monkeypatch.setattr("sys.argv", ["jupyter_book_2", str(book)])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr().out
    assert ended.value.code == 1
    assert "'{.lead}' is shown as it is written" in said
    assert "unknown directive: nothing" in said.lower()
    assert "nowhere" in said
