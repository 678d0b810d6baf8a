"""Another store, and a store that another process changes."""

MORE = '{"review": {"id": "NEW-1", "kind": "rapid-review", "scope": "local", "area": "Hartlepool", "children": [{"id": "NEW-1-C", "age": 2}]}}\n'


def add(case, store="heddle.db"):
    with open(case.path("more.jsonl"), "w", encoding="utf-8") as file:
        file.write(MORE)
    out, err, code = case.run("import", "--store", store, "more.jsonl")
    assert code == 0, (out, err)


def test_a_changed_store_is_noticed(case):
    case.store()
    t = case.session(columns=120)
    t.enter("old = corpus.reviews").enter("#old").wait_for("\n30\n")
    add(case)
    t.enter("#corpus.reviews").wait_for("The store was changed by another process and is read anew").wait_for("\n31\n")
    t.enter("#old").wait_for("> #old\n30\n")
    t.enter("old & corpus.reviews").wait_for("cannot combine sets of different stores, or of a store before and after it changed")
    t.enter("#old:where{ area = 'Hartlepool' }").wait_for("\n11\n")
    assert t.text().count("was changed") == 1, t.shown()


def test_another_store_is_opened(case):
    case.store()
    case.store("other.db")
    add(case, "other.db")
    t = case.session(columns=120)
    t.enter("old = corpus.reviews")
    t.enter(":open other.db").wait_for("corpus: 31 reviews")
    t.enter("#corpus.reviews").wait_for("\n31\n")
    t.enter("old | corpus.reviews").wait_for("cannot combine sets of different stores")
    t.enter(":open none.db").wait_for("no store at 'none.db'")
    t.enter("#corpus.reviews + 1").wait_for("\n32\n")
