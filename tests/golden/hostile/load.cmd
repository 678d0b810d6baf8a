run() { # LUA [OPTION...]: the script on line 2, its output, its exit code
    printf -- '-- line 1\n%s\n' "$1" >s.lua
    shift
    [ $# -gt 0 ] || set -- --time 20s --memory 64M
    "$HEDDLE" run s.lua "$@" 2>&1
    echo "=> $?"
}
run 'print(load('\''\27Lua'\'', '\''x'\'', '\''b'\''))'
run 'print(load('\''return 1'\'', '\''x'\'', '\''b'\''))'
run 'print(load(('\''('\''):rep(1e5) .. '\''1'\'' .. ('\'')'\''):rep(1e5))) print(load('\''x = '\'' .. ('\''{'\''):rep(300))) print(load('\''x = '\'' .. ('\''not '\''):rep(1e5) .. '\''1'\''))'
run 'print(load(('\''a = 1 '\''):rep(3e5)))'
run 'print(load(function() return '\''x = 1 '\'' end))'
run 'local t = {} for i = 1, 300 do t[i] = '\''local a'\'' .. i end print(load(table.concat(t, '\''\n'\''), '\''=t'\''))'
run 'load('\''local _ENV <const> = {}; x = 1'\'')()'
run 'load('\''error(1)'\'', '\''=heddle/table.lua'\'')()'
run 'print(load('\''return x'\'', '\''x'\'', '\''t'\'', { x = 5 })())'
run 'return load(1)'
run 'print(load(function() error"k" end)) print(load(function() return 1 end))'
