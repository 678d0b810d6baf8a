run() { # LUA [OPTION...]: the script on line 2, its output, its exit code
    printf -- '-- line 1\n%s\n' "$1" >s.lua
    shift
    [ $# -gt 0 ] || set -- --time 20s --memory 64M
    "$HEDDLE" run s.lua "$@" 2>&1
    echo "=> $?"
}
run 'local t = {} for i = 1, 1e12 do t[i] = i end'
run 'local s = '\''x'\'' while true do s = s .. s end'
run 'local s = '\''x'\'' while true do pcall(function() s = s .. s end) end'
run 'local function f() return 1 + f() end f()' --memory 512M --time 20s
run 'local x = ('\''x'\''):rep(1 << 40)'
run 'while true do pcall(string.rep, '\''x'\'', 1 << 34) end' --time 0.3s --memory 64M
run 'local x = ('\''abc'\''):rep(1e9, ('\''d'\''):rep(1e6))'
run 'local t, s = {}, ('\''x'\''):rep(1000) for i = 1, 1e5 do t[i] = s end local u = table.concat(t, s)'
run 'local x = ('\''a'\''):rep(1e6):gsub('\'''\'', ('\''b'\''):rep(1e6))'
run 'local t = {} for i = 1, 1e5 do t[i] = 1e308 end print(#string.format(('\''%99.99f'\''):rep(1e5), table.unpack(t)))' --time 20s
run 'local mt = {} setmetatable({}, mt) mt.__gc = function() while true do end end for i = 1, 1e5 do local x = {} end'
run 'for i = 1, 300 do local s = ('\''x'\''):rep(1e6) .. i end' --memory 8M --time 20s
