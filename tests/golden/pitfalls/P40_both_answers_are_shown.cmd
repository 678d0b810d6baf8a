# Both answers of a yes and no field have a row, also without cases; sorted by count they keep their labels.
cat >d.jsonl <<'D'
{"field": {"key": "known", "of": "review", "kind": "flag", "label": "Known to services"}}
{"review": {"id": "R1", "known": true}}
{"review": {"id": "R2", "known": true}}
{"review": {"id": "R3", "known": false}}
D
$HEDDLE import d.jsonl >/dev/null
cat >t.lua <<'T'
print(corpus.reviews:count("known"))
print(corpus.reviews:count("known", { order = "count" }))
print(corpus.reviews:where("known = true"):count("known"))
T
$HEDDLE run t.lua
