"""Typing entries and seeing their results."""


def test_plain_heddle_is_the_prompt(case):
    t = case.session()
    t.enter("1 + 1").wait_for("\n2\n")
    t.key("ctrl-d").wait_end(0)
    assert t.modes_restored(), t.shown()


def test_an_unfinished_entry_continues(case):
    t = case.session("repl")
    t.enter("for i = 1, 2 do").wait_for("     ..")
    t.enter("print('line ' .. i)")
    t.enter("end").wait_for("line 1\nline 2")
    t.key("ctrl-d").wait_end(0)


def test_variables_stay(case):
    t = case.session()
    t.enter("x = 20")
    t.enter("x * 2 + 2").wait_for("\n42\n")


def test_an_error_is_told_and_the_session_goes_on(case):
    t = case.session()
    t.enter("error('this is wrong')").wait_for("this is wrong")
    t.enter("'still ' .. 'here'").wait_for("still here")


def test_a_loop_is_stopped_and_the_session_goes_on(case):
    t = case.session()
    n = t.prompts()
    t.send("x = 7; print('begun'); while true do end\r").wait_for("\nbegun")
    t.key("ctrl-c").wait_prompt(n + 1).wait_for("interrupted")
    t.enter("x + 1").wait_for("\n8\n")


def test_piped_lines_are_entries(case):
    out, err, code = case.run("repl", text="x = 20\nfor i = 1, 2 do\n  x = x + i\nend\nx\nerror('no')\nprint('never')\n")
    assert (out, code) == ("23\n", 1), (out, err, code)
    assert "no" in err and "never" not in out, err


def test_without_a_terminal_heddle_alone_is_a_usage_error(case):
    out, err, code = case.run()
    assert code == 64 and out == "" and err.startswith("usage: heddle"), (out, err, code)
