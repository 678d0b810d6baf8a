run() { # LUA [OPTION...]: the script on line 2, its output, its exit code
    printf -- '-- line 1\n%s\n' "$1" >s.lua
    shift
    [ $# -gt 0 ] || set -- --time 20s --memory 64M
    "$HEDDLE" run s.lua "$@" 2>&1
    echo "=> $?"
}
run 'coroutine.wrap(function() while true do end end)()' --time 0.3s --memory 64M
run 'while true do coroutine.resume(coroutine.create(function() while true do end end)) end' --time 0.3s --memory 64M
run 'local co = coroutine.wrap(function() pcall(function() while true do end end) while true do end end) while true do pcall(co) end' --time 0.3s --memory 64M
run 'local function f() return coroutine.wrap(f)() end f()'
run 'local function f(n) local x <close> = setmetatable({}, {__close = function() end}) if n > 0 then coroutine.wrap(f)(n - 1) end error('\''e'\'') end f(60000)'
run 'local t = {} for i = 1, 1e7 do local c = coroutine.create(coroutine.yield) coroutine.resume(c) t[i] = c end'
run 'print(coroutine.close)'
run 'local co = coroutine.wrap(function() print(pcall(function() coroutine.yield(1) error('\''x'\'') end)) return 2 end) print(co()) print(co())'
