run() { # LUA [OPTION...]: the script on line 2, its output, its exit code
    printf -- '-- line 1\n%s\n' "$1" >s.lua
    shift
    [ $# -gt 0 ] || set -- --time 20s --memory 64M
    "$HEDDLE" run s.lua "$@" 2>&1
    echo "=> $?"
}
run 'local x = ('\''a'\''):rep(40):find(('\''a?'\''):rep(40) .. ('\''a'\''):rep(40))' --time 0.3s --memory 64M
run 'local x = ('\''a'\''):rep(3000):find(('\''.-'\''):rep(9) .. '\''b'\'')' --time 0.3s --memory 64M
run 'for w in ('\''a'\''):rep(40):gmatch(('\''a?'\''):rep(40) .. ('\''a'\''):rep(40)) do end' --time 0.3s --memory 64M
run 'local x = ('\''a'\''):rep(1e6):find(('\''('\''):rep(30) .. ('\''a?'\''):rep(500) .. ('\'')'\''):rep(30))'
run 'print(#('\'''\''):rep(1 << 62))'
run 'table.move({}, 1, 1 << 52, 2)'
run 'local x = table.concat(setmetatable({}, {__index = rawlen}), '\'''\'', 1, 1 << 40)'
run 'local x = table.concat(setmetatable({}, {__len = function() return 1 << 60 end}))'
run 'table.insert(setmetatable({}, {__len = function() return 1 << 60 end}), 1, 0)' --time 0.3s --memory 64M
run 'local t = {} for i = 1, 1e6 do t[i] = 1 end while true do table.insert(t, 1, 0) end' --time 0.3s --memory 64M
run 'local t = {} for i = 1, 1e5 do t[i] = i % 7 end table.sort(t, function() return true end)' --time 20s
run 'table.unpack({}, 1, 1e7)'
run 'table.unpack({}, math.mininteger, math.maxinteger)'
run 'local a, b = {}, {} setmetatable(a, {__index = b}) setmetatable(b, {__index = a}) print(a.x)'
run 'print(pcall(os.date, '\''%E'\'')) print(pcall(os.time, {year = 1 << 40, month = 1, day = 1}))'
run 'print(pcall(utf8.char, -1)) print(pcall(utf8.codepoint, '\''\xff'\''))'
run 'math.randomseed()'
