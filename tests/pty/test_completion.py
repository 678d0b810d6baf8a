"""Tab: what the keys do; what can be completed is asked elsewhere."""


def test_what_is_certain_is_filled_in(case):
    t = case.session()
    t.enter("zebra_crossing = 5")
    t.send("zeb\t").wait_for(lambda s: s.line() == "heddle> zebra_crossing")
    t.enter().wait_for("\n5\n")


def test_the_common_part_first_then_a_list(case):
    t = case.session()
    t.enter("zebra_one = 1 zebra_other = 2")
    t.send("z\t").wait_for(lambda s: s.line() == "heddle> zebra_o")
    t.key("tab")
    assert "zebra_one  zebra_other" not in t.text()
    t.key("tab").wait_for("zebra_one    zebra_other").wait_for(lambda s: s.line() == "heddle> zebra_o")
    t.send("n\t").wait_for(lambda s: s.line() == "heddle> zebra_one")


def test_in_the_middle_of_a_line(case):
    t = case.session()
    t.enter("zebra_one = 1 zebra_other = 2")
    t.type("print(zebra_o, 1)").key("left", "left", "left", "left")
    t.key("tab").key("tab").wait_for("zebra_one    zebra_other")
    t.wait_for(lambda s: s.line() == "heddle> print(zebra_o, 1)")
    t.send("n\t").wait_for(lambda s: s.line() == "heddle> print(zebra_one, 1)")


def test_a_list_below_a_line_that_wraps(case):
    t = case.session(columns=40)
    t.enter("zebra_one = 1 zebra_other = 2")
    t.send("print('" + "x" * 50 + "', zebra_o").wait_for("zebra_o")
    t.key("tab").key("tab").wait_for("zebra_one    zebra_other")
    t.wait_for(lambda s: s.line().endswith("zebra_o") and s.lines()[s.screen.cursor.y - 1].startswith("heddle> print"))


def test_a_thousand_choices_leave_the_screen_readable(case):
    t = case.session()
    t.enter("for i = 1000, 1999 do _G['zebra_' .. i] = i end")
    t.send("zebra_1\t").key("tab")
    t.wait_for("more").wait_for(lambda s: s.line() == "heddle> zebra_1")
    assert "zebra_1000" in t.text(), t.shown()
    assert any(line.startswith("… and ") for line in t.lines()), t.shown()


def test_nothing_to_complete_only_beeps(case):
    t = case.session()
    t.send("nothing_of_this_name\t").wait_for(lambda s: b"\a" in s.raw)
    assert t.line() == "heddle> nothing_of_this_name", t.shown()


def test_an_empty_line_lists_the_globals(case):
    t = case.session()
    t.send("\t\t").wait_for("corpus").wait_for("heddle")


def test_in_a_continued_line(case):
    t = case.session()
    t.enter("zebra_crossing = 5")
    t.enter("for i = 1, 1 do")
    t.send("print(zeb\t").wait_for(lambda s: s.line() == "     .. print(zebra_crossing")


def test_values_and_themes_of_the_store(case):
    case.store()
    t = case.session()
    t.send('corpus.reviews:where{ area = "har\t').wait_for(
        lambda s: s.line() == 'heddle> corpus.reviews:where{ area = "Hartlepool"')
    t.key("ctrl-c")
    t.send("corpus.reviews:with 'hidden-ad\t").wait_for(
        lambda s: s.line() == "heddle> corpus.reviews:with 'hidden-adults'")


def test_commands_of_the_prompt(case):
    t = case.session()
    t.send(":th").key("tab").wait_for(lambda s: s.line() == "heddle> :themes")
