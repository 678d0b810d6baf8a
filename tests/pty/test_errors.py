"""Errors: the message, the line with a caret, a hint for what beginners do."""


def said(case, entry, *lines, **options):
    """What follows ENTRY on the screen has these lines, one after the other."""
    case.store()
    t = case.session(rows=60, **options)
    t.enter("corpus.reviews").wait_for("30 reviews")
    t.enter(entry)
    text = "\n".join(lines)
    assert text in t.text(), f"no {text!r} in\n{t.shown()}"
    assert "[C]" not in t.text() and "fault" not in t.text(), t.shown()
    t.enter("'goes ' .. 'on'").wait_for('"goes on"')


def test_an_option_that_is_none_has_a_caret(case):
    said(case, 'corpus.reviews:crosstab{ rows = "theme", col = "area" }',
         "error: crosstab: unknown option 'col' (did you mean 'cols'?)",
         '  corpus.reviews:crosstab{ rows = "theme", col = "area" }',
         "                                           ^")


def test_a_dot_instead_of_a_colon(case):
    said(case, 'corpus.reviews.where{ area = "Hartlepool" }', "error: where: call it with a colon: set:where(...)",
         '  corpus.reviews.where{ area = "Hartlepool" }', "                 ^")


def test_one_equals_sign_in_a_condition(case):
    said(case, "if x = 5 then print(1) end", "  if x = 5 then print(1) end", "       ^",
         "= gives a name a value; to compare write ==")


def test_not_equal_as_in_other_languages(case):
    said(case, "if 1 != 2 then print(1) end", "       ^", "not equal is written ~= in Lua (and != in a where text)")


def test_and_and_or_as_in_other_languages(case):
    said(case, "true && false", "     ^", "and is written as a word: a and b; sets take one &")
    said(case, "true || false", "     ^", "or is written as a word: a or b; sets take one |")


def test_a_value_without_quotes(case):
    said(case, "corpus.reviews:where{ area = Hartlepool }", "                               ^",
         'Hartlepool is a value of area; texts stand in quotes: "Hartlepool"')


def test_a_theme_without_quotes(case):
    said(case, "corpus.reviews:with(hidden-adults)", "                      ^",
         'hidden-adults is a theme; texts stand in quotes: "hidden-adults"')
    said(case, "corpus.reviews:with neglect", "                      ^", 'a text stands in quotes: with("neglect")')


def test_a_part_of_corpus_alone(case):
    said(case, "reviews:themes()", "error: unknown name 'reviews'", "  reviews:themes()", "  ^",
         "it stands in corpus: corpus.reviews")


def test_a_method_without_brackets_does_not_wait_for_more(case):
    said(case, "corpus.reviews:themes", "error: function arguments expected near <eof>", "  corpus.reviews:themes",
         "                       ^", "a method is called with brackets: themes(...) or themes{ ... }; ?themes explains\n    it")


def test_typographic_quotes(case):
    said(case, "corpus.reviews:with(“hidden-adults”)", "                      ^",
         'these are the quotes of a word processor: type " or \' instead')


def test_a_command_of_the_shell(case):
    said(case, "heddle info", "heddle info is typed in the shell: leave with :quit first")
    said(case, "heddle themes", "here it is :themes")
    said(case, "exit", ":quit or Ctrl-D leaves")


def test_an_error_in_an_earlier_function_shows_its_line(case):
    case.store()
    t = case.session(rows=60)
    t.enter("function wrong(n)").enter("  return n + nothing_there").enter("end")
    t.enter("wrong(1)").wait_for("error: unknown name 'nothing_there'\n  [1]:2    return n + nothing_there\n"
                                 "                      ^")
    t.enter(":trace").wait_for("[1]:2: in global 'wrong'\n  [2]:1: in the entry")
    assert "heddle/" not in t.text() and "[C]" not in t.text(), t.shown()


def test_a_long_line_is_cut_around_its_caret(case):
    case.store()
    t = case.session(rows=60)
    t.enter("x = '" + "é" * 100 + "' .. wrong_name .. 'and more'")
    lines = t.lines()
    at = next(i for i, line in enumerate(lines) if line.strip() == "^")
    assert lines[at - 1][lines[at].index("^"):].startswith("wrong_name"), t.shown()


def test_a_stopped_loop_says_so_in_one_line(case):
    t = case.session()
    n = t.prompts()
    t.send("print('begun'); while true do end\r").wait_for("\nbegun")
    t.key("ctrl-c").wait_prompt(n + 1)
    lines = t.lines()
    at = next(i for i, line in enumerate(lines) if "interrupted" in line)
    assert lines[at + 1].startswith("heddle>"), t.shown()


def test_an_unknown_command_has_the_nearest(case):
    t = case.session()
    t.enter(":timng").wait_for("error: there is no command :timng (did you mean 'timing'?); :help lists them")


def test_conditions_in_round_brackets_and_outside_quotes_are_told(case):
    case.store()
    t = case.session(columns=100)
    t.enter('corpus.reviews:where( area = "x" )').wait_for("names with a value stand in curly brackets: where{ area = ... }")
    t.enter('corpus.reviews:where{ age < 1 }').wait_for('age is a field: a condition is written where{ age = ... } or, in quotes, where("age < 3")')
