"""The history file."""

import os
import stat


def file_of(case, *names):
    return case.path(*(names or (".local", "state", "heddle", "history")))


def content(case, *names):
    with open(file_of(case, *names), encoding="utf-8") as f:
        return f.read()


def end(t):
    t.key("ctrl-d").wait_end(0)


def test_it_is_only_the_owners(case):
    t = case.session()
    t.enter("1 + 1")
    mode = stat.S_IMODE(os.stat(file_of(case)).st_mode)
    folder = stat.S_IMODE(os.stat(os.path.dirname(file_of(case))).st_mode)
    assert (mode, folder) == (0o600, 0o700), (oct(mode), oct(folder))
    end(t)


def test_it_is_kept_from_session_to_session(case):
    t = case.session()
    t.enter("'first'")
    t.enter("for i = 1, 2 do")
    t.enter("  print('a\\\\b') end")
    end(t)
    assert content(case) == "'first'\nfor i = 1, 2 do\\n  print('a\\\\\\\\b') end\n", content(case)
    t = case.session()
    t.key("up").wait_for("for i = 1, 2 do\n  print('a\\\\b') end")
    t.key("up").wait_for(lambda s: s.line() == "heddle> 'first'")
    end(t.key("ctrl-u"))


def test_each_entry_is_written_at_once(case):
    t = case.session()
    t.enter("'kept'")
    t.send("print('begun') while true do end\r").wait_for("\nbegun")
    t.kill("SIGKILL").wait_end(-9)
    assert content(case) == "'kept'\nprint('begun') while true do end\n", content(case)


def test_a_leading_space_keeps_an_entry_out(case):
    t = case.session()
    t.enter(" 'secret'")
    t.enter("'open'")
    end(t)
    assert content(case) == "'open'\n", content(case)


def test_it_can_be_off(case):
    t = case.session(HEDDLE_HISTORY="off")
    t.enter("'kept in memory'")
    t.key("up").wait_for(lambda s: s.line() == "heddle> 'kept in memory'")
    assert not os.path.exists(case.path(".local"))


def test_the_state_folder_is_the_users(case):
    t = case.session(XDG_STATE_HOME=case.path("state"))
    t.enter("'there'")
    assert content(case, "state", "heddle", "history") == "'there'\n"


def test_sessions_side_by_side_lose_nothing(case):
    a, b = case.session(), case.session()
    a.enter("'a1'")
    b.enter("'b1'")
    a.enter("'a2'")
    end(b)
    end(a)
    assert content(case) == "'a1'\n'b1'\n'a2'\n", content(case)


def test_a_damaged_file_does_no_harm(case):
    os.makedirs(os.path.dirname(file_of(case)))
    with open(file_of(case), "wb") as f:
        f.write(b"'good'\n\xff\xfe\x00bad\n\x1b]0;title\x07\n" + b"x" * 300000 + b"\n'last'\nhalf of a li")
    t = case.session()
    t.key("up").wait_for(lambda s: s.line() == "heddle> half of a li")
    t.key("up").wait_for(lambda s: s.line() == "heddle> 'last'")
    t.key("up").wait_for(lambda s: s.line() == "heddle> 'good'")
    t.key("ctrl-u").enter("'new'")
    with open(file_of(case), "rb") as f:
        assert f.read().endswith(b"\nhalf of a li\n'new'\n")


def test_a_huge_file_is_cut_to_the_newest_entries(case):
    os.makedirs(os.path.dirname(file_of(case)))
    with open(file_of(case), "w", encoding="utf-8") as f:
        for i in range(200000):
            f.write(f"'entry number {i}'\n")
    t = case.session()
    t.key("up").wait_for(lambda s: s.line() == "heddle> 'entry number 199999'")
    size = os.stat(file_of(case)).st_size
    assert size < 1 << 20, size
    assert content(case).endswith("'entry number 199998'\n'entry number 199999'\n")


def test_what_is_no_file_does_no_harm(case):
    os.makedirs(os.path.dirname(file_of(case)))
    os.mkfifo(file_of(case))
    t = case.session()
    t.enter("1 + 1").wait_for("\n2\n")
    end(t)


def test_a_folder_that_cannot_be_made_does_no_harm(case):
    with open(case.path(".local"), "w", encoding="utf-8") as f:
        f.write("in the way")
    t = case.session()
    t.enter("1 + 1").wait_for("\n2\n")
    end(t)


def test_rights_given_to_others_are_taken_back(case):
    os.makedirs(os.path.dirname(file_of(case)))
    with open(file_of(case), "w", encoding="utf-8") as f:
        f.write("'old'\n")
    os.chmod(file_of(case), 0o644)
    case.session()
    assert stat.S_IMODE(os.stat(file_of(case)).st_mode) == 0o600
