"""Bracketed paste: a block is one entry, and nothing in it acts."""


def test_a_pasted_block_is_one_entry(case):
    t = case.session()
    t.paste("x = 1\nfor i = 1, 3 do\n\tx = x + i\nend\nprint('sum', x)\n").wait_for("print('sum', x)")
    n = t.prompts()
    t.key("enter").wait_prompt(n + 1).wait_for("sum     7")
    t.key("up").wait_for(lambda s: s.text().count("for i = 1, 3 do") == 2)


def test_every_line_of_a_block_prints_its_result(case):
    case.store()
    t = case.session()
    t.paste("#corpus.reviews\ncorpus.reviews:where{\n  area = 'Hartlepool' }\nlocal a = 40 -- and\na + 2\na")
    t.enter().wait_for("\n30\n11 of 30 reviews where area = 'Hartlepool'\n42\n40\n")
    t.enter(":history 1").wait_for("a + 2\na\n")
    t.paste("x = 1\nfunction f()\n  return 7\nend\nf()").enter().wait_for("\n7\n")
    t.paste("corpus.reviews\n  :where{ area = 'Hartlepool' }\n  :count('area')").enter().wait_for("\nTotal ")


def test_a_long_function_is_read_line_by_line_in_time(case):
    body = "function f()\n" + "  y = 1\n" * 500 + "end\nf and 42\n"
    assert case.run("repl", text=body) == ("42\n", "", 0)


def test_a_block_that_does_not_parse_does_nothing(case):
    t = case.session()
    t.paste("y = 1\nprint('begun')\nfor in").enter().wait_for("error: ")
    assert "\nbegun" not in t.text(), t.shown()
    t.enter("y").wait_for("unknown name 'y'")


def test_an_error_in_a_block_is_shown_at_its_line(case):
    t = case.session()
    t.paste("z = 1\nz + 1\n  error('third')\nz + 2").enter().wait_for("\n2\n").wait_for("error: third\n   3    error('third')")
    t.enter("'after'").wait_for('\n"after"\n')


def test_a_paste_goes_in_at_the_cursor(case):
    t = case.session()
    t.type("#''").key("left").paste("four").wait_for(lambda s: s.line() == "heddle> #'four'")
    t.enter().wait_for("\n4\n")


def test_tabs_in_it_do_not_complete(case):
    t = case.session()
    t.paste("#'a\tcor\t'").wait_for("cor")
    t.enter().wait_for("\n6\n")


def test_control_characters_in_it_do_not_act(case):
    t = case.session()
    t.send("\x1b[200~#'a\x01\x03\x04\x15\x1b[A\x1b]0;t\x07b\x7f'\x1b[201~").wait_for("b'")
    t.enter().wait_for("\n8\n")  # a [A ]0;t b: what was no control character stays
    assert b"\x1b]0;t" not in t.raw, t.shown()


def test_line_ends_of_every_kind_are_one(case):
    t = case.session()
    t.send("\x1b[200~a = 1\r\nb = 2\nc = 3\rprint(a + b + c)\x1b[201~").wait_for("print(a + b + c)")
    n = t.prompts()
    t.key("enter").wait_prompt(n + 1).wait_for("\n6\n")


def test_a_block_longer_than_the_screen(case):
    t = case.session(rows=10)
    t.paste("\n".join(f"v{i} = {i}" for i in range(200)) + "\nprint(v0 + v199)").wait_for("print(v0 + v199)")
    n = t.prompts()
    t.key("enter").wait_prompt(n + 1).wait_for("\n199\n")


def test_wide_characters_are_pasted_whole(case):
    t = case.session()
    t.paste("print('é漢字😀')").wait_for("'é漢字😀')")
    t.enter().wait_for("\né漢字😀\n")


def test_a_very_large_paste_is_left_out_and_said(case):
    t = case.session()
    t.type("1 + 1")
    t.paste("x" * 200000)
    t.wait_for("longer than 65,536 characters").wait_for(lambda s: s.line() == "heddle> 1 + 1")
    t.enter().wait_for("\n2\n")


def test_control_c_ends_a_paste_that_does_not_end(case):
    t = case.session()
    t.send("\x1b[200~half of")
    n = t.prompts()
    t.key("ctrl-c").wait_prompt(n + 1)
    t.enter("1 + 1").wait_for("\n2\n")
