awk 'BEGIN { for (i = 0; i < 1000; i++)
    printf "{\"review\": {\"id\": \"R%04d\", \"area\": \"Area %04d\"}}\n", i, i }' >areas.jsonl
"$HEDDLE" import areas.jsonl >import.txt || cat import.txt
run() { # LUA: the script on line 2, under 64M, in a process that cannot take far more
    printf '%s\n%s\n' '-- line 1' "$1" >s.lua
    ([ -n "$ASAN_OPTIONS" ] || ulimit -v 300000; "$HEDDLE" run s.lua --time 40s --memory 64M 2>&1)
    echo "=> $?"
}
echo '# cubes that a script keeps are memory of the run'
run 'local t = {} for i = 1, 1e4 do t[i] = corpus.reviews:crosstab { rows = "area", cols = "area" } end'
run 'local t = {} for i = 1, 1e4 do pcall(function() t[i] = corpus.reviews:crosstab { rows = "area", cols = "area" } end) end'
echo '# cubes that are gone are not'
run 'local n = 0 for i = 1, 60 do n = n + corpus.reviews:crosstab { rows = "area", cols = "area" }:n() end print(n)'
run 'local t = {} for i = 1, 60 do t[i % 4] = corpus.reviews:crosstab { rows = "area", cols = "area" } end print("done")'
echo '# what an error leaves is not kept either'
run 'local s = ("x"):rep(3e6) for i = 1, 200 do pcall(function() return corpus.reviews:with(s, "\xff") end) end print("done")'
run 'local s = ("x"):rep(3e6) for i = 1, 200 do pcall(function() return corpus.reviews:crosstab { rows = s, cols = "\xff" } end) end print("done")'
echo '# names of parameters are bounded'
run 'for i = 1, 1e9 do heddle.param("p" .. i, { default = "" }) end'
run 'heddle.param(("x"):rep(300), { default = "" })'
