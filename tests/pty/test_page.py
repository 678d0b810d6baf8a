"""The session of docs/prompt.md, typed again: the page shows what the program does."""

import os
import re

import kit


def test_the_page_shows_what_the_prompt_does(case):
    with open(os.path.join(kit.ROOT, "docs", "prompt.md"), encoding="utf-8") as file:
        page = file.read()
    session = re.search(r"```text\n(heddle> .*?)```", page, re.S).group(1)
    script = re.search(r"```lua\n(.*?)```", page, re.S).group(1)
    case.store()
    t = case.session(rows=120)
    for line in session.splitlines():
        if line.startswith("heddle> "):
            t.enter(line[8:])
    shown = "\n".join(t.lines()[1:]).rstrip()
    assert shown == session + "heddle>", t.shown()
    with open(case.path("hartlepool.lua"), encoding="utf-8") as file:
        assert file.read() == script
    assert case.run("run", "hartlepool.lua")[1:] == ("", 0)
