"""Ctrl-C in every kind of work: the session goes on, and what it holds is as before."""

import os
import time

COUNT = "print(#corpus.reviews .. ' reviews')"


def stop(t, entry):
    """Run an entry that prints `begun` and goes on for ever, and stop it."""
    n, times = t.prompts(), t.raw.count(b"begun\r\n")
    t.send(entry + "\r").wait_for(lambda s: s.raw.count(b"begun\r\n") > times)
    t.key("ctrl-c").wait_prompt(n + 1)
    assert "interrupted" in t.text(), t.shown()
    t.enter("x").wait_for("\n7\n")
    time.sleep(2.1)  # a second one sooner would leave


def session(case):
    case.store()
    t = case.session()
    t.enter("x = 7")
    return t


def test_at_the_prompt_it_drops_the_line(case):
    t = session(case)
    n = t.prompts()
    t.type("x = 8").key("ctrl-c").wait_prompt(n + 1)
    t.enter("x").wait_for("\n7\n")


def test_it_drops_an_unfinished_entry(case):
    t = session(case)
    t.enter("for i = 1, 2 do")
    n = t.prompts()
    t.key("ctrl-c").wait_prompt(n + 1).wait_for(lambda s: s.line() == "heddle>")
    t.enter("x").wait_for("\n7\n")


def test_a_loop_that_catches_errors(case):
    t = session(case)
    stop(t, "print('begun') while true do pcall(function() while true do end end) end")


def test_a_coroutine(case):
    t = session(case)
    stop(t, "c = coroutine.create(function() print('begun') while true do end end) coroutine.resume(c)")
    t.enter("print(coroutine.status(c))").wait_for("\ndead\n")


def test_a_coroutine_made_by_wrap(case):
    t = session(case)
    stop(t, "for _ in coroutine.wrap(function() print('begun') while true do end end) do end")


def test_a_coroutine_that_waits_goes_on_afterwards(case):
    t = session(case)
    t.enter("c = coroutine.wrap(function() for i = 1, 3 do coroutine.yield('turn ' .. i) end end)")
    t.enter("print(c())").wait_for("turn 1")
    stop(t, "print('begun') while true do end")
    t.enter("print(c())").wait_for("turn 2")


def test_a_pattern_that_takes_for_ever(case):
    t = session(case)
    stop(t, "print('begun') string.find(('a'):rep(40), ('a?'):rep(40) .. ('a'):rep(40))")
    stop(t, "print('begun') print((('a'):rep(40):gsub(('a?'):rep(40) .. ('a'):rep(40), '')))")


def test_a_permutation_test(case):
    t = session(case)
    t.enter("g = { { 'girls', corpus.reviews:where{ scope = 'local' } }, { 'all', corpus.reviews } }")
    n = t.prompts()
    t.enter("r = corpus.reviews")
    stop(t, "print('begun') for i = 1, 1e9 do r:compare{ by = 'area', test = 'permutation', draws = 100000 } end")
    t.enter(COUNT).wait_for("\n30 reviews\n")
    assert n > 0


def test_counting_in_a_loop_gives_the_same_afterwards(case):
    t = session(case)
    t.enter("tables = function() return tostring(corpus.reviews:crosstab{ rows = 'theme', cols = 'area' }) end")
    t.enter("before = tables()")
    for _ in range(3):
        stop(t, "print('begun') while true do corpus.reviews:cooccurrence{} tables() end")
    t.enter("before == tables()").wait_for("\ntrue\n")


def test_the_store_opened_by_a_stopped_entry_can_be_used(case):
    t = session(case)
    stop(t, "print('begun') while true do local n = #corpus.reviews end")
    t.enter(COUNT).wait_for(" reviews\n")


def test_an_entry_that_prints_for_ever(case):
    t = session(case)
    n = t.prompts()
    t.send("while true do print('begun') end\r").wait_for("\nbegun\nbegun")
    t.key("ctrl-c").wait_prompt(n + 1)
    t.enter("x").wait_for("\n7\n")


def test_a_second_one_in_time_leaves(case):
    t = session(case)
    t.send("print('begun') while true do pcall(function() while true do end end) end\r").wait_for("\nbegun")
    t.key("ctrl-c").wait_for("interrupted").key("ctrl-c").wait_end(130)
    assert t.modes_restored(), t.shown()


def test_two_at_the_prompt_leave(case):
    t = session(case)
    n = t.prompts()
    t.key("ctrl-c").wait_prompt(n + 1).key("ctrl-c").wait_end(130)
    assert t.modes_restored(), t.shown()


def test_nothing_is_written_by_a_stopped_entry(case):
    t = session(case)
    stop(t, "heddle.save('a.txt', 'a') print('begun') while true do end")
    assert not os.path.exists(case.path("out", "a.txt"))
    t.enter("heddle.save('a.txt', 'b')").wait_for("out/a.txt")
    with open(case.path("out", "a.txt"), encoding="utf-8") as f:
        assert f.read() == "b"


def test_it_is_the_programs_when_sent_from_outside(case):
    t = session(case)
    n = t.prompts()
    t.type("x = 8").kill("SIGINT").wait_prompt(n + 1)
    t.enter("x").wait_for("\n7\n")


def test_while_a_name_is_completed_it_drops_the_line(case):
    t = session(case)
    n = t.prompts()
    t.send("xyz\t").key("ctrl-c").wait_prompt(n + 1)
    t.enter("x").wait_for("\n7\n")
