# What -e prints of values that are no table of heddle's: Lua that can be pasted back.
$HEDDLE import --store h.db "$ROOT/data/sample" >import.out
export HEDDLE_STORE=h.db
show() { printf '> %s\n' "$1"; $HEDDLE -e "$1"; }
show '"text", 1, 1.0, nil, true, heddle.unknown'
show '{ 1, 1.0, -0.0, 1e300, 1/3, 0/0, 1/0, -1/0, math.mininteger, math.maxinteger }'
show '{ "a\nb\t\"c\"\\", "\0001\27[31m\127", "é \u{202e} \u{9b} \xff", "it'"'"'s" }'
show '{ b = 1, a = 2, ["end"] = 3, ["not a name"] = 4, [true] = 5, [1.5] = 6, [-1] = 7, [heddle.unknown] = 8, 9 }'
show '{ print, coroutine.create(print), corpus.reviews, corpus, corpus.reviews:list()[1], corpus.reviews:count("area") }'
show '{ [print] = 1, [{}] = 2, [corpus.reviews] = 3 }'
show '(function() local t = { 1 } t.self = t return { t, t } end)()'
show '{ { { { { 1 } } } }, {}, { {} } }'
show '(function() local t = {} for i = 1, 100 do t[i] = ("x"):rep(i % 7) end return t end)()'
show '(function() local t = {} for i = 1, 15 do t["k" .. i] = { i, ("y"):rep(10) } end return t end)()'
show '#{ ("z"):rep(5000) }, { ("é"):rep(2000) }'
show '(function() local t = {} for i = 1, 20 do t[i] = {} for k = 1, 20 do t[i][k] = ("w"):rep(1900) end end return t end)()' | wc -c | tr -d ' '
echo 'No metamethod of a script'"'"'s table is called:'
show 'setmetatable({ 1, x = 2 }, { __index = error, __pairs = error, __tostring = error, __len = error, __name = "n", __eq = error, __metatable = "heddle.set" })'
echo 'It reads back as it was:'
$HEDDLE -e '(function() local t = { 1, 2.5, 1e300, 1/3, math.mininteger, -0.0, "a\n\0001\"\\é\xff\u{202e}", { x = { true } }, ["end"] = 1, [2^53] = 3 } return t end)()' >value
(printf 'local t = '; cat value; cat <<'END'
assert(t[1] == 1 and t[2] == 2.5 and t[3] == 1e300 and t[4] == 1 / 3 and math.type(t[5]) == "integer")
assert(t[5] == math.mininteger and 1 / t[6] == -1 / 0 and t[7] == "a\n\0001\"\\é\xff\u{202e}")
assert(t[8].x[1] and t["end"] == 1 and t[2^53] == 3)
print "the same"
END
) >back.lua
$HEDDLE run back.lua
echo 'Units:'
show 'corpus.findings:list()[1], corpus.children:where("age is unknown"):list()[1]'
show 'corpus.children:where{ age = { from = 0, to = 2 }, sex = "male" }:list()'
show '(function() for r in corpus.reviews:each() do kept = rawget(_G, "kept") or r end return kept, { kept } end)()'
