"""Results: values as Lua, objects of heddle's fitted to the terminal."""


def test_plain_values_can_be_pasted_back(case):
    t = case.session()
    t.enter('{ "a\\nb", 1.0, x = { true }, f = print }').wait_for(
        '\n{ "a\\nb", 1.0, f = nil --[[ function ]], x = { true } }\n')
    t.enter('"text"').wait_for('\n"text"\n')
    t.enter("1, nil").wait_for("\n1\nnil\n")
    t.enter("_").wait_for("> _\n1\n")


def test_a_cycle_and_a_metatable_of_a_script(case):
    t = case.session()
    t.enter("t = setmetatable({ 1 }, { __index = error, __tostring = error, __len = error, __pairs = error })")
    t.enter("t.self = t")
    t.enter("t").wait_for("{ 1, self = nil --[[ the table it is in ]] }")


def test_control_characters_do_not_reach_the_terminal(case):
    t = case.session()
    t.enter('"\\27]52;c;x\\7\\u{9b}31m"').wait_for('"\\027]52;c;x\\007\\u{9B}31m"')
    assert b"\x1b]52" not in t.raw and b"\xc2\x9b" not in t.raw


def test_a_set_says_its_size_and_words(case):
    case.store()
    t = case.session()
    t.enter('corpus.reviews:where{ area = "Hartlepool" }').wait_for("11 of 30 reviews where area = 'Hartlepool'")


def test_a_wide_table_is_cut_to_the_columns(case):
    case.store()
    t = case.session(rows=60, columns=60)
    t.enter('corpus.reviews:crosstab{ rows = "theme", cols = "outcome", depth = 1 }').wait_for("…")
    assert "more column" in t.text(), t.shown()
    assert all(not line.startswith("heddle> C") for line in t.lines()), t.shown()


def test_a_long_table_shows_its_beginning_and_its_end(case):
    case.store()
    t = case.session(rows=60)
    t.enter("corpus.findings:matrix()").wait_for("… 109 more rows")
    text = t.text()
    assert "SYN-01-F1 " in text and "SYN-30-F6 " in text and "Total " in text and "SYN-10-F1 " not in text, t.shown()
    assert "base: 134 findings" in text or "base: " in text, t.shown()
    assert "print(_) shows all of it" in text, t.shown()
    t.enter("#_:set()").wait_for("heddle>")


def test_units_are_a_table_of_their_fields(case):
    case.store()
    t = case.session(rows=60)
    t.enter('corpus.children:where("age < 1"):list()').wait_for("10 children")
    assert "SYN-08-C1  SYN-08    0          9  female     Relatives" in t.text(), t.shown()
    t.enter("corpus.findings:list()").wait_for("… 111 findings more")
    t.enter("_[1]").wait_for("finding SYN-01-F1\n  review ")


def test_locals_stay_and_can_be_empty(case):
    t = case.session()
    t.enter("local a <const>, b = 20, 1").enter("local later")
    t.enter("local function twice(n) return 2 * n end")
    t.enter("twice(a) + b").wait_for("\n41\n")
    t.enter("later").wait_for("> later\nnil\n")


def test_timing(case):
    t = case.session()
    t.enter(":timing on").wait_for(":timing is on")
    t.enter("1").wait_for("\n1\n0.0")
    t.enter(":timing maybe").wait_for("error: :timing: got 'maybe'; it takes on or off")
