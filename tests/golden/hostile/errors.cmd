run() { # LUA [OPTION...]: the script on line 2, its output, its exit code
    printf -- '-- line 1\n%s\n' "$1" >s.lua
    shift
    [ $# -gt 0 ] || set -- --time 20s --memory 64M
    "$HEDDLE" run s.lua "$@" 2>&1
    echo "=> $?"
}
run 'error(nil)'
run 'error()'
run 'error({})'
run 'error(setmetatable({}, {__tostring = error}))'
run 'error('\''two\nlines'\'')'
run 'error('\''no place'\'', 0)'
run 'print(xpcall(error, function() error('\''again'\'') end))'
run 'print(pcall(pcall)) print(select('\''#'\'', pcall(error))) print(xpcall(function(...) return ... end, print, 1, 2))'
run 'print(pcall(heddle.fail, '\''never held'\''))'
run 'heddle.fail('\''not held'\'')'
run 'print(math.mininteger // -1) print(1 // 0)'
run 'error(1)'
