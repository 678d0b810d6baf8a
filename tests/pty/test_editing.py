"""Keys that edit a line, and text of every width."""


def test_a_typing_error_is_mended(case):
    t = case.session()
    t.type("10 + 24").key("backspace").wait_for(lambda s: s.line() == "heddle> 10 + 2").key("left", "left", "left", "left", "left")
    t.send("1").wait_for("heddle> 110 + 2")
    t.enter().wait_for("\n112\n")


def test_beginning_and_end_of_the_line(case):
    t = case.session()
    t.type("+ 1").key("ctrl-a").send("40 ")
    t.key("ctrl-e").send("1").wait_for("heddle> 40 + 11")
    t.key("home").send("1").key("end").send("1").wait_for("heddle> 140 + 111")
    t.enter().wait_for("\n251\n")


def test_words_and_the_rest_are_cut(case):
    t = case.session()
    t.type("print('one two')").key("ctrl-w", "ctrl-u").send("7 + 1").wait_for("heddle> 7 + 1")
    t.key("left", "ctrl-k").send("2").wait_for(lambda s: s.line() == "heddle> 7 + 2")
    t.key("left", "delete").send("3").enter().wait_for("\n10\n")


def test_a_word_of_several_bytes_is_one_character_each(case):
    t = case.session()
    t.send("#'é漢字😀'").wait_for("'é漢字😀'")
    t.key("left", "backspace").wait_for(lambda s: s.line().endswith("'é漢字'"))
    t.key("backspace").wait_for(lambda s: s.line().endswith("'é漢'"))
    t.enter().wait_for("\n5\n")


def test_wide_characters_take_two_columns(case):
    t = case.session()
    t.send("print('漢字')").key("left", "left", "left", "left")
    t.wait_for(lambda s: s.screen.cursor.x == len("heddle> print('"))
    t.send("a").wait_for("'a漢字'")
    t.enter().wait_for("\na漢字\n")


def test_a_line_longer_than_the_terminal_wraps(case):
    t = case.session(columns=40)
    t.send("#'" + "x" * 100 + "'")
    t.wait_for(lambda s: s.line().endswith("x'") and s.screen.cursor.y >= 3)
    t.key("home").wait_for(lambda s: s.line().startswith("heddle> #'"))
    t.key("delete").send("1 or #").enter().wait_for("\n1\n")


def test_bytes_that_are_not_utf8_do_no_harm(case):
    t = case.session()
    t.child.send(b"'a\xff\xfeb'")
    t.wait_for("b'")
    t.enter()
    t.enter("1 + 1").wait_for("\n2\n")


def test_control_characters_typed_by_their_code_do_not_get_in(case):
    t = case.session()
    t.send("#'a").child.send(b"\x16\x1b")  # quoted insert of an escape
    t.send("b'").enter().wait_for("\n2\n")


def test_an_entry_is_recalled_and_changed(case):
    t = case.session()
    t.enter("10 + 1")
    t.enter("20 + 2")
    t.key("up").wait_for(lambda s: s.line() == "heddle> 20 + 2")
    t.key("up").wait_for(lambda s: s.line() == "heddle> 10 + 1")
    t.key("backspace").send("5").enter().wait_for("\n15\n")


def test_a_search_finds_an_older_entry(case):
    t = case.session()
    t.enter("print('needle ' .. 1)")
    t.enter("'straw'")
    t.key("ctrl-r").send("need").wait_for(lambda s: "needle" in s.line() or "needle" in s.text().split("\n")[-1])
    t.key("enter").wait_for(lambda s: s.text().count("\nneedle 1") >= 2)


def test_an_entry_of_several_lines_is_recalled_as_one(case):
    t = case.session()
    t.enter("for i = 1, 2 do")
    t.enter("  print('turn ' .. i)")
    t.enter("end").wait_for("turn 2")
    t.key("up").wait_for(lambda s: s.text().count("for i = 1, 2 do") == 2 and s.line() == "end")
    n = t.prompts()
    t.key("enter").wait_prompt(n + 1)
    assert t.text().count("\nturn 2") == 2, t.shown()


def test_control_d_at_a_continued_line_drops_the_entry(case):
    t = case.session()
    t.enter("for i = 1, 2 do")
    n = t.prompts()
    t.key("ctrl-d").wait_prompt(n + 1).wait_for(lambda s: s.line() == "heddle>")
    t.key("ctrl-d").wait_end(0)


def test_vi_users_keep_their_keys(case):
    with open(case.path(".editrc"), "w", encoding="utf-8") as f:
        f.write("bind -v\n")
    t = case.session()
    t.send("1 + 2").wait_for("1 + 2")
    t.key("escape").send("x").send("A3").wait_for(lambda s: s.line() == "heddle> 1 + 3")
    t.enter().wait_for("\n4\n")
