# A share of one half is 50 (or 50.0), whatever the format of the field it is a share of: never 1, never 0.
cat >d.jsonl <<'D'
{"field": {"key": "known", "of": "review", "kind": "number"}}
{"review": {"id": "R1", "known": 0}}
{"review": {"id": "R2", "known": 1}}
{"review": {"id": "R3", "known": 1}}
{"review": {"id": "R4", "known": 0}}
{"review": {"id": "R5", "known": 2}}
{"review": {"id": "R6", "known": 2}}
D
$HEDDLE import d.jsonl >/dev/null 2>&1
cat >t.lua <<'T'
print(corpus.reviews:where("known < 2"):count("known", { digits = 1 }))
print(corpus.reviews:count("known", { digits = 2 }):percent(1))
T
$HEDDLE run t.lua
