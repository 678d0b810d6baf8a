run() { # LUA [FILE]: as a script, its output, its exit code
    file=${2:-s.lua}
    printf '%s\n' "$1" >"$file"
    "$HEDDLE" run "$file" --time 20s 2>&1
    echo "=> $?"
}
line() { # LUA: with -e
    "$HEDDLE" -e "$1" --time 20s 2>&1
    echo "=> $?"
}
echo '# a script in a folder called heddle is a script'
mkdir heddle
run 'error("mine")' heddle/x.lua
run 'heddle.percent("a")' heddle/check.lua
run 'local t t.x = 1' heddle/table.lua
run 'heddle.save("/x", "y")' heddle/init.lua
line 'error("heddle/ x", 0)'
line 'error("heddle/check.lua:20: x", 0)'
line 'load("error(1)", "@heddle/x.lua")()'
line 'load("error(\"k\")", "=heddle/x.lua")()'
line 'load("error(\"k\", 2)", "=heddle/x.lua")()'
line 'tostring(setmetatable({}, { __tostring = function() error("heddle/prelude.lua:1: x", 0) end }))'
line 'for _ in pairs(setmetatable({}, { __pairs = function() error("k") end })) do end'
echo '# a yield from nowhere has its line'
line 'coroutine.yield()'
line 'table.sort({ 3, 2, 1 }, coroutine.yield)'
line 'coroutine.wrap(function() table.sort({ 3, 2, 1 }, function() coroutine.yield() end) end)()'
"$HEDDLE" import --store heddle.db "$ROOT/data/hsscp" >import.txt 2>&1 || cat import.txt
line 'corpus.reviews:filter(function() coroutine.yield() end)'
echo '# require of what is no file has the line that requires it'
mkfifo pipe.lua
mkdir folder.lua
run 'require "pipe"'
run '
require "folder"'
run 'print(pcall(require, "pipe"))'
line 'require(("é"):rep(80))'
echo '# a message is never empty, and only places are folded'
line 'heddle.fail("")'
line 'heddle.fail(" \n ")'
line 'heddle.fail("two\nlines")'
line 'error("x: x: y", 0)'
line 'error("-e: -e: y", 0)'
line 'coroutine.wrap(function() coroutine.wrap(function() error("once") end)() end)()'
line 'error(("é"):rep(2000), 0)' | tail -c 12
echo '# a failed check is held by nothing'
line 'pcall(heddle.fail, "held")'
line 'xpcall(heddle.fail, print, "held")'
line 'pcall(coroutine.wrap(function() heddle.fail("held") end))'
line 'load(function() heddle.fail("held") end)'
line 'coroutine.resume(coroutine.create(heddle.fail), "held")'
line 'local x <close> = setmetatable({}, { __close = function() print("closed") end }) heddle.fail("held")'
echo '# -e has no names of its own'
line heddle_line
line _
line ___________________________________________
line '_, __ = 1, 2 print(_, __)'
