# A theme and a value that are added are known from then on.
"$HEDDLE" import --store heddle.db "$ROOT/data/sample" >/dev/null
printf 'print(corpus.reviews:with("school-moves"), corpus.reviews:where { area = "Redcar" })\n' >a.lua
"$HEDDLE" lint a.lua; echo "$?"
printf '%s\n' '{"theme": {"code": "school-moves", "label": "Moves of school"}}' \
  '{"review": {"id": "SYN-99", "kind": "rapid-review", "area": "Redcar"}}' >more.jsonl
"$HEDDLE" import --store heddle.db more.jsonl >/dev/null
"$HEDDLE" lint a.lua; echo "$?"
