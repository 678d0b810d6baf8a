# A band made of ranges: groups, rows, what is outside, export and import again, stores of version 4, and what is refused.
cat >a.jsonl <<'J'
{"band": {"field": "age", "name": "school", "ranges": [[0, 2], [3, 3], [4, 10], [11, 17]]}}
{"band": {"field": "age", "name": "late", "ranges": [[5, 10], [11, 15]]}}
{"review": {"id": "A", "children": [{"id": "1", "age": 2.5}, {"id": "2", "age": 3}]}}
{"review": {"id": "B", "children": [{"id": "1", "age": 17}]}}
{"review": {"id": "C", "children": [{"id": "1", "age": 10}]}}
J
$HEDDLE import a.jsonl >/dev/null
cat >t.lua <<'L'
local C = corpus.children
print(C:count("school", { show = "n" }))
print(C:count("late", { show = "n" }))
print(C:count({ "age", bins = { { 0, 2 }, { 3, 3 }, { 4, 10 }, { 11, 17 } } }, { show = "n" }))
print(C:crosstab { rows = { "age", bins = { { 5, 10 } } }, cols = { "age", bins = { 5, 11 } }, show = "n" })
print(#C:where("school = '3'"), C:count("school"):n("18 and over"), C:count("late"):n("16 and over"))
for _, band in ipairs(corpus.bands) do print(band.name, band.closed, table.concat(band.bounds, " ")) end
L
$HEDDLE run t.lua
$HEDDLE fields | sed -n '/^Band/,$p'
$HEDDLE export >out.jsonl; grep band out.jsonl
$HEDDLE import --store b.db out.jsonl | head -1
$HEDDLE export --store b.db | cmp - out.jsonl && echo same
$HEDDLE import a.jsonl | head -1
echo '{"band": {"field": "age", "name": "school", "bounds": [0, 3, 4, 11, 18]}}' >open.jsonl
$HEDDLE import open.jsonl | head -1; $HEDDLE export | grep school
refused() { echo "{\"band\": {\"field\": \"age\", \"name\": \"x\", $1}}" >x.jsonl; $HEDDLE import x.jsonl; }
refused '"ranges": [[0, 2], [5, 10]]'
refused '"ranges": [[0, 2], [4, 10]]'
refused '"ranges": [[5, 11], [11, 18]]'
refused '"ranges": [[0, 9], [3, 5]]'
refused '"ranges": [[5, 9], [0, 1]]'
refused '"ranges": [[2, 0]]'
refused '"ranges": [[0, 2.5]]'
refused '"ranges": [[0]]'
refused '"ranges": [[0, 2], 3]'
refused '"ranges": [[0, "2"]]'
refused '"ranges": []'
refused '"ranges": 3'
refused '"ranges": [[0, 1e300]]'
refused '"ranges": [[0, 2]], "bounds": [1]'
