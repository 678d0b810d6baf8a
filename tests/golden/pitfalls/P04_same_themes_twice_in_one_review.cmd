# One review, two coders, the same two themes: both is 1; the matrix is the same both ways and its diagonal is what each theme
# has. Themes in different findings of one review meet in the review and not in a finding.
cat >d.jsonl <<'D'
{"theme": {"code": "a", "label": "A"}}
{"theme": {"code": "b", "label": "B"}}
{"theme": {"code": "c", "label": "C"}}
{"review": {"id": "R1", "coded": true, "findings": [{"id": "1", "text": "passage, first coder", "coder": "K1", "themes": ["a", "b"]}, {"id": "2", "text": "passage, second coder", "coder": "K2", "themes": ["a", "b"]}, {"id": "3", "text": "another passage", "coder": "K1", "themes": ["c"]}]}}
D
$HEDDLE import d.jsonl >/dev/null 2>&1
cat >t.lua <<'T'
local t = corpus.reviews:crosstab { rows = "theme", cols = "theme" }
print("reviews", t:n("a", "b"), t:n("b", "a"), t:n("a", "a"), t:n("a"), t:n("a", "c"))
local f = corpus.findings:crosstab { rows = "theme", cols = "theme" }
print("findings", f:n("a", "b"), f:n("b", "a"), f:n("a", "a"), f:n("a"), f:n("a", "c"))
T
$HEDDLE run t.lua
