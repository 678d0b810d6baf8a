# A list without ipairs.
$HEDDLE import $ROOT/data/sample >/dev/null
$HEDDLE -e 'for r in corpus.reviews:list() do print(r.id) end'
printf 'local t = { 1 }\nfor _ = 1, 2 do\n  for r in t do print(r) end\nend\n' >t.lua; $HEDDLE run t.lua
printf 'local t = corpus.reviews:list()\nfor r in t do print(r.id) end\n' | $HEDDLE repl
$HEDDLE -e 'for r in nil do end'
