# Passages stand beside each other; control characters and markup of a text stay text.
cat >d.jsonl <<'J'
{"source": {"id": "src", "title": "Synthetic"}}
{"field": {"key": "g", "of": "review", "kind": "category", "values": ["first", "second", "third"]}}
{"theme": {"code": "t", "label": "T | of all"}}
{"theme": {"code": "below", "label": "Below", "parent": "t"}}
{"review": {"id": "R1", "coded": true, "g": "first", "findings": [{"id": "R1-2", "text": "Synthetic \u001b[31mred\u001b[0m | text", "themes": ["below"], "source": "src", "passage": "line 4"}, {"id": "R1-1", "text": "=1+1", "themes": ["t"]}, {"id": "R1-3", "themes": ["t"]}]}}
{"review": {"id": "R2", "coded": true, "g": "second", "findings": [{"id": "R2-1", "text": "A synthetic text without any meaning that is longer than its column is wide and breaks between its words, AndAWordThatIsLongerThanAnyColumnMayBeAndHasToBreakSomewhereWithinItself", "themes": ["t"]}]}}
{"review": {"id": "R3", "coded": true, "g": "third", "findings": [{"id": "R3-1", "text": "No theme here", "themes": []}]}}
J
$HEDDLE import d.jsonl >/dev/null
cat >t.lua <<'E'
local t = corpus.reviews:compare{ by = "g", quotes = 2, ref = "first" }
print(t)
print(t:render("markdown"))
print(t:render("json"):match('"quotes":.*'))
local q = corpus.reviews:quotes{ cols = "g" }
for _, f in ipairs { "text", "markdown", "csv", "json" } do print(q:render(f)) end
E
$HEDDLE run t.lua
