run() { # LUA [OPTION...]: the script on line 2, its output, its exit code
    printf -- '-- line 1\n%s\n' "$1" >s.lua
    shift
    [ $# -gt 0 ] || set -- --time 0.3s --memory 64M
    "$HEDDLE" run s.lua "$@" 2>&1
    echo "=> $?"
}
run 'while true do end'
run 'while true do pcall(function() while true do end end) end'
run 'while true do xpcall(function() while true do end end, function() while true do end end) end'
run '::a:: goto a'
run 'local function f() return f() end f()'
run 'local function f() pcall(f) pcall(f) end f()'
run 'local t = setmetatable({}, {__close = function() while true do end end}) local x <close> = t while true do end'
run 'local t = setmetatable({}, {__index = function() while true do end end}) local x = t.y'
run 'table.sort({3, 2, 1, 4}, function() while true do end end)'
run 'error(setmetatable({}, {__tostring = function() while true do end end}))'
run 'load(function() while true do end end)'
