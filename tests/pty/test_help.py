"""help, help(x), ?name, ? and the commands that list."""


def test_help_of_names(case):
    case.store()
    t = case.session(rows=80)
    t.enter("?where").wait_for("set:where(filter [, named])")
    t.enter("?wher").wait_for("nothing is called 'wher' (did you mean 'where'?); ? lists everything")
    t.enter('help("crosstab")').wait_for("set:crosstab{ ... }")
    t.enter("?heddle.percent").wait_for("heddle.percent(n, base [, digits])")
    t.enter("help count").wait_for("set:count(dimension [, options])")


def test_help_of_values(case):
    case.store()
    t = case.session(rows=100)
    t.enter("help(corpus.reviews.where)").wait_for("set:where(filter [, named])")
    t.enter('t = corpus.reviews:count("area")')
    t.enter("?t").wait_for("a table\n  table:n([row [, col]])")
    t.enter("r = corpus.reviews").enter("?r").wait_for("a set of 30 reviews\n  set:where(")
    t.enter("?t.percent").wait_for("table:percent([row [, col]])")
    t.enter("help(1)").wait_for("error: help: got 1; it takes a name in quotes")


def test_help_alone_is_an_overview(case):
    t = case.session(rows=60)
    t.enter("help").wait_for("Try:  corpus.reviews:themes{ depth = 1 }")
    t.enter("help()").wait_for("_               the last result")
    t.enter(":help").wait_for(":save FILE")


def test_question_mark_lists_everything(case):
    t = case.session(rows=500)
    t.enter("?").wait_for("set:crosstab{ ... }").wait_for("heddle.stats.alpha(")


def test_fields_and_themes_are_fitted(case):
    case.store()
    t = case.session(rows=120)
    t.enter(":fields").wait_for("age_band  age  under 1")
    t.enter(":themes").wait_for("Base: 27 coded reviews")
    assert all(not line.startswith("…") for line in t.lines()), t.shown()
    heads = [line for line in t.lines() if line.startswith(("Unit ", "Theme "))]
    assert heads[0].endswith("Values") and heads[1].endswith("Status"), t.shown()


def test_history_lists_the_last_entries(case):
    t = case.session()
    t.enter("1 + 1").enter("2 + 2")
    t.enter(":history 2").wait_for("   2  2 + 2\n   3  :history 2")


def test_help_of_fields_and_themes(case):
    store = case.store()
    t = case.session(rows=60, columns=100)
    t.enter("?area").wait_for("area: a field of each review (category), Area (synthetic)\n  values: Hartlepool, Stockton-on-Tees")
    t.enter("?hidden-adults").wait_for("hidden-adults: a theme, Hidden significant adults")
    t.enter("?new-theme").wait_for("nothing is called 'new-theme'")
    with open(case.path("new.jsonl"), "w", encoding="utf-8") as file:
        file.write('{"theme": {"code": "new-theme", "label": "A theme added later"}}\n')
    case.run("import", "--store", store, "new.jsonl")
    t.enter("?new-theme").wait_for("new-theme: a theme, A theme added later")
    t.enter('help("a theme ADDED later")').wait_for('corpus.reviews:with("new-theme")')


def test_help_without_a_store(case):
    t = case.session(rows=60)
    t.enter("?area").wait_for("nothing is called 'area'")
