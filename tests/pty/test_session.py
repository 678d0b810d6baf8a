"""What a session keeps, limits and writes; lines that are piped in."""

import os

import kit


def test_heddle_fail_prints_and_goes_on(case):
    t = case.session()
    t.enter("x = 7")
    t.enter("pcall(heddle.fail, 'the base is too small')").wait_for("the base is too small")
    t.enter("x").wait_for("\n7\n")
    t.key("ctrl-d").wait_end(0)


def test_the_soft_memory_limit_is_an_error(case):
    t = case.session("repl", "--memory", "32M")
    t.enter("x = 7")
    t.enter("t = {} for i = 1, 1e9 do t[i] = i .. 'x' end").wait_for("memory limit of 32M reached")
    t.enter("x").wait_for("\n7\n")
    t.enter("t = nil")
    t.enter("#('x'):rep(1000000)").wait_for("\n1000000\n")


def test_what_an_entry_keeps_at_the_limit_leaves_room_for_the_next(case):
    t = case.session("repl", "--memory", "32M")
    t.enter("t = {} for i = 1, 1e9 do t[i] = i .. 'x' end").wait_for("memory limit of 32M reached")
    t.enter("n = {} for i = 1, 3000 do n[i] = i .. 'y' end print('made ' .. #n)").wait_for("\nmade 3000\n")


def test_the_hard_memory_limit_ends_it(case):
    t = case.session("repl", "--memory", "8M")
    t.send("s = ('x'):rep(7e6) .. 'y'; t = {}; for i = 1, 100 do t[i] = s .. i end\r")
    t.wait_end(80)
    assert "memory limit of 8M reached" in t.text() and t.modes_restored(), t.shown()


def test_saved_files_are_written_after_their_entry(case):
    t = case.session()
    t.enter("heddle.save('a.txt', 'one')").wait_for("out/a.txt")
    t.enter("heddle.save('a.txt', 'two')")
    with open(case.path("out", "a.txt"), encoding="utf-8") as f:
        assert f.read() == "two"
    t.enter("heddle.save('b.txt', 'b') error('then this')").wait_for("then this")
    assert not os.path.exists(case.path("out", "b.txt"))


def test_parameters_are_those_of_the_command_line(case):
    t = case.session("repl", "--param", "since=2024")
    t.enter("print(heddle.param('since'))").wait_for("\n2024\n")


def test_there_is_no_time_limit_and_no_such_option(case):
    out, err, code = case.run("repl", "--time", "1s")
    assert code == 64 and out == "" and "unknown option '--time'" in err, (out, err, code)


def test_what_scripts_cannot_reach_it_cannot(case):
    t = case.session()
    for name in ("io", "debug", "dofile", "package"):
        t.enter(name).wait_for(f"'{name}' is not available")
    t.enter("os.execute").wait_for("nil")


def test_an_entry_too_long_is_refused(case):
    out, err, code = case.run("repl", text="x = '" + "a" * (1 << 20) + "'\n")
    assert code == 65 and out == "" and err == "stdin:1: an entry longer than 1 MiB\n", (out, err[:200], code)


def test_piped_lines_stop_at_the_first_error_with_its_code(case):
    for text, code in (("heddle.fail('no')", 2), ("x = = 1", 65), ("for i = 1, 2 do", 65), ("error('no')", 1),
                       ("corpus.reviews", 66), ("1 + 1", 0), ("", 0), (":quit\nerror('no')", 0)):
        out, err, got = case.run("repl", text=text + "\nprint('after')\n" if code else text)
        assert got == code and "after" not in out and (code == 0) == (err == ""), (text, out, err, got)
        assert "heddle>" not in out and "\x1b" not in out, out


def test_piped_into_a_terminal_there_is_no_prompt(case):
    t = case.terminal(command=["/bin/sh", "-c", f"echo '1 + 1' | {kit.PROGRAM} repl"])
    t.wait_end(0)
    assert t.text() == "2" and b"\x1b" not in t.raw, t.shown()


def test_output_that_is_no_terminal_gets_no_prompt(case):
    t = case.terminal(command=["/bin/sh", "-c", f"{kit.PROGRAM} repl >results"])
    t.send("1 + 1\r").key("ctrl-d").wait_end(0)
    with open(case.path("results"), encoding="utf-8") as f:
        assert f.read() == "2\n"
