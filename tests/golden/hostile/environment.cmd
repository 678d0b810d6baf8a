run() { # LUA [OPTION...]: the script on line 2, its output, its exit code
    printf -- '-- line 1\n%s\n' "$1" >s.lua
    shift
    [ $# -gt 0 ] || set -- --time 20s --memory 64M
    "$HEDDLE" run s.lua "$@" 2>&1
    echo "=> $?"
}
run 'for _, n in ipairs { '\''io'\'', '\''package'\'', '\''debug'\'', '\''dofile'\'', '\''loadfile'\'', '\''collectgarbage'\'', '\''warn'\'' } do print(pcall(function() return _ENV[n] end)) end'
run 'for _, n in ipairs { '\''execute'\'', '\''exit'\'', '\''remove'\'', '\''rename'\'', '\''getenv'\'', '\''tmpname'\'', '\''setlocale'\'' } do print(n, os[n]) end print(string.dump)'
run 'local names = {} for k in pairs(_G) do names[#names + 1] = k end print(table.concat(names, '\'' '\''))'
run 'print(reveiws)'
run 'print(strnig.rep)'
run 'x = 1 print(x) rawset(_G, '\''y'\'', 2) print(y)'
run 'setmetatable(_G, nil)'
run 'print(getmetatable('\'''\'')) getmetatable('\'''\'').__index.rep = nil'
run 'setmetatable({}, {__gc = function() end})'
run 'print(setmetatable({}, setmetatable({}, {__index = {__gc = 1}})))'
run 'string.format = function() return '\''poisoned'\'' end string.rep, math.floor, table.concat = nil print(('\''x'\''):rep(3), heddle.percent(1, 3)) heddle.fail('\''at the end'\'')'
run 'print({}, print, coroutine.create(print), tostring({}), ('\''%s %5s'\''):format({}, print))'
run 'print(('\''%p'\''):format({}))'
run 'print(setmetatable({}, {__tostring = function() return 42 end}))'
run 'local t = { z = 1, a = 2, '\''first'\'', [2.5] = 3, [-1] = 4, '\''second'\'' } for k, v in pairs(t) do print(k, v) t[k] = nil end print(next(t))'
run 'for k in pairs(setmetatable({}, {__pairs = function() return next, { q = 1 }, nil end})) do print(k) end'
run 'pairs(nil)'
run 'print(math.random(1000), math.random(1000), math.random())'
