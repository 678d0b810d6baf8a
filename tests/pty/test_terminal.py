"""The terminal itself: how it is left, its size, terminals that can do little, signals, the pager."""

import os
import stat
import time


def modes_of_shell(case, *arguments, end):
    """Run heddle in a shell, end it, and compare what stty says before and after."""
    import kit
    t = case.terminal(command=["/bin/sh"], PS1="$ ")
    t.wait_for("$")
    t.send("stty -a >before; " + " ".join([kit.PROGRAM, *arguments]) + "; echo code $?; stty -a >after; echo do''ne\r")
    t.wait_prompt(1)
    end(t)
    t.wait_for("\ndone")
    with open(case.path("before"), encoding="utf-8") as a, open(case.path("after"), encoding="utf-8") as b:
        assert a.read() == b.read(), "stty says something else after the session"
    assert t.raw.count(b"\x1b[?2004h") <= t.raw.count(b"\x1b[?2004l"), t.shown()
    return t


def test_control_d_leaves_it_as_it_was(case):
    modes_of_shell(case, end=lambda t: t.key("ctrl-d")).wait_for("code 0")


def test_two_control_c_leave_it_as_it_was(case):
    def end(t):
        t.key("ctrl-c").wait_prompt(2).key("ctrl-c")
    modes_of_shell(case, end=end).wait_for("code 130")


def test_the_hard_memory_limit_leaves_it_as_it_was(case):
    def end(t):
        t.send("s = ('x'):rep(7e6) .. 'y'; t = {}; for i = 1, 100 do t[i] = s .. i end\r")
    t = modes_of_shell(case, "repl", "--memory", "8M", end=end)
    t.wait_for("memory limit of 8M reached").wait_for("code 80")


def test_sigterm_and_sighup_leave_it_as_it_was(case):
    for number, name in enumerate(("TERM", "HUP")):
        t = case.session()
        t.type("half a line").kill("SIG" + name).wait_end(143)
        assert t.modes_restored(), (number, t.shown())


def test_sigterm_ends_an_entry_that_runs(case):
    t = case.session()
    t.send("print('begun') while true do end\r").wait_for("\nbegun")
    t.kill("SIGTERM").wait_end(143)


def test_the_terminal_closed(case):
    t = case.session()
    t.type("1 + 1")
    t.child.ptyproc.fileobj.close()  # not the descriptor alone: it may be another case's by the end of this one
    end = time.monotonic() + 20
    while t.child.isalive() and time.monotonic() < end:
        time.sleep(0.01)
    assert not t.child.isalive(), "it still runs"
    t.child.closed = True


def test_suspended_and_taken_up_again(case):
    import kit
    t = case.terminal(command=["/bin/bash", "--norc", "--noprofile"], PS1="$ ", HISTFILE="")
    t.wait_for("$")
    t.send(f"bind 'set enable-bracketed-paste off'\r{kit.PROGRAM}\r").wait_for("heddle>")
    t.send("40 + ").wait_for("heddle> 40 +").key("ctrl-z").wait_for("Stopped")
    t.send("echo $((20 + 3))\r").wait_for("\n23\n")
    t.send("fg\r").wait_for(lambda s: s.line() == "heddle> 40 +")
    t.send("2\r").wait_for("\n42\n")


def test_the_quit_key_does_nothing_while_typing(case):
    t = case.session()
    t.type("1 + 1").key("ctrl-backslash").enter().wait_for("\n2\n")


def test_a_window_made_smaller_and_larger(case):
    t = case.session()
    t.type("print('" + "x" * 50 + "' .. 1")
    t.resize(24, 40).wait_for(lambda s: s.line().endswith("x' .. 1") and "heddle> print('xxx" in s.text())
    t.resize(24, 100).wait_for(lambda s: s.line().endswith("x' .. 1"))
    t.send("1)").enter().wait_for("x11\n")
    t.resize(24, 30)
    t.enter("#'" + "y" * 40 + "'").wait_for("\n40\n")


def test_resized_while_an_entry_runs(case):
    t = case.session()
    n = t.prompts()
    t.send("print('begun') while true do end\r").wait_for("\nbegun")
    t.resize(24, 30).key("ctrl-c").wait_prompt(n + 1)
    t.enter("#'" + "y" * 40 + "'").wait_for("\n40\n")


def test_a_dumb_terminal_is_not_edited_on(case):
    for term in ("dumb", None, "no-such-terminal"):
        t = case.terminal(TERM=term)
        t.dumb = True
        t.wait_prompt(1)
        t.enter("1 + 1").wait_for("\n2\n")
        t.enter("for i = 1, 1 do").wait_for("     ..")
        n = t.prompts()
        t.key("ctrl-c").wait_prompt(n + 1)
        t.enter("print('again')").wait_for("\nagain\n")
        assert b"\x1b" not in t.raw, t.shown()
        t.key("ctrl-d").wait_end(0)


def test_no_color_is_respected(case):
    t = case.session(NO_COLOR="1")
    t.enter("error('wrong')").wait_for("wrong")
    t.enter("{ 1, 'a' }")
    assert b"\x1b[3" not in t.raw and b"\x1b[1m" not in t.raw, t.shown()


def test_control_characters_of_data_do_not_reach_it(case):
    t = case.session()
    t.enter("print('a\\27]0;t\\7b')").wait_for("a]0;tb")
    t.enter("error('c\\27]0;t\\7d')").wait_for("d")
    t.enter("_G['zebra\\27]0;t\\7'] = 1")
    t.send("zeb\t\t\t")
    t.key("ctrl-c").wait_prompt(5)
    assert b"\x1b]0;t" not in t.raw, t.shown()


def test_marks_that_turn_a_line_round_do_not_reach_it(case):
    t = case.session()
    t.enter("print('a' .. utf8.char(0x202E, 0x2066, 0x2028) .. 'b')").wait_for("\nab")
    for mark in "\u202e\u2066\u2028":
        assert mark.encode() not in t.raw, t.shown()


def test_rights_of_what_is_written_are_the_users(case):
    t = case.session("repl", "--out", "results")
    t.enter("heddle.save('a/b.txt', 'text')").wait_for("results/a/b.txt")
    assert stat.S_ISREG(os.stat(case.path("results", "a", "b.txt")).st_mode)
