"""The pager, and a store that another process changes."""

import os
import subprocess

import kit


def pager(case):
    """A pager that leaves the terminal's modes changed, to see them put right."""
    with open(case.path("pager"), "w", encoding="utf-8") as f:
        f.write("#!/bin/sh\nstty -echo -icanon </dev/tty\nsed 's/^/paged: /'\n")
    os.chmod(case.path("pager"), 0o755)
    return case.path("pager")


def test_results_go_through_the_pager_of_the_environment(case):
    t = case.session(HEDDLE_PAGER=pager(case))
    t.enter(":pager on")
    t.enter("1 + 1").wait_for("\npaged: 2\n")
    t.enter("print('as ever')").wait_for("\nas ever\n")
    t.enter("x = 7").enter("x").wait_for("\npaged: 7\n")
    t.key("ctrl-d").wait_end(0)


def test_what_is_shown_is_never_a_command(case):
    t = case.session(HEDDLE_PAGER=pager(case))
    t.enter(":pager on")
    t.enter("'$(touch stolen); touch stolen'").wait_for("paged: ")
    assert not os.path.exists(case.path("stolen"))


def test_a_pager_that_is_not_there_leaves_the_result(case):
    t = case.session(HEDDLE_PAGER="no-such-pager")
    t.enter(":pager on")
    t.enter("40 + 2").wait_for("\n42\n")


def test_control_c_is_the_pagers(case):
    # One program says so and waits: a shell that is told between two of its commands goes on to the next.
    t = case.session(HEDDLE_PAGER="""cat; exec awk 'BEGIN { print "waiting"; fflush(); getline < "/dev/tty" }'""")
    t.enter(":pager on")
    n = t.prompts()
    t.send("1 + 1\r").wait_for("\nwaiting").key("ctrl-c").wait_prompt(n + 1)
    t.key("ctrl-d").wait_end(0)


def add_review(case):
    with open(case.path("new.jsonl"), "w", encoding="utf-8") as f:
        f.write('{"review": {"id": "ZZ-NEW", "kind": "rapid-review", "scope": "local", "area": "Hartlepool"}}\n')
    done = subprocess.run([kit.PROGRAM, "import", "new.jsonl"], cwd=case.folder, capture_output=True, check=False,
                          env=kit.environment(case.folder))
    assert done.returncode == 0, done.stderr


def test_a_store_that_another_process_changed_is_read_anew(case):
    case.store()
    t = case.session()
    t.enter("r = corpus.reviews").enter("before = #r")
    add_review(case)
    t.enter("print(#corpus.reviews - before)").wait_for("\n1\n")
    t.enter("print(#r - before)").wait_for("\n0\n")  # what was made of the older one stays as it is
    t.enter("print(#r:themes():set())")
    add_review(case)  # changes nothing
    t.enter("print('still ' .. #corpus.reviews - before)").wait_for("still 1")
