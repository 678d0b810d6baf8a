run() { # LUA [OPTION...]: the script on line 2, its output, its exit code
    printf -- '-- line 1\n%s\n' "$1" >s.lua
    shift
    [ $# -gt 0 ] || set -- --time 0.3s --memory 64M
    "$HEDDLE" run s.lua "$@" 2>&1
    echo "=> $?"
}
mkdir other && ln -s other link
run 'heddle.save('\''../x'\'', '\''y'\'')'
run 'heddle.save('\''/etc/x'\'', '\''y'\'')'
run 'heddle.save('\''a//b'\'', '\''y'\'')'
run 'heddle.save('\'''\'', '\''y'\'')'
run 'heddle.save('\''.hidden'\'', '\''y'\'')'
run 'heddle.save('\''a\nb'\'', '\''y'\'')'
run 'heddle.save(('\''n'\''):rep(300), '\''y'\'')'
run 'heddle.save('\''\xff'\'', '\''y'\'')'
run 'heddle.save('\''a'\'', '\''y'\'') heddle.save('\''a'\'', '\''z'\'')'
run 'for i = 1, 1e3 do heddle.save('\''f'\'' .. i, ('\''x'\''):rep(1e6)) end' --time 20s --memory 512M
run 'heddle.save('\''s.lua'\'', '\''y'\'')' --out .
run 'heddle.save('\''link/x'\'', '\''y'\'')' --out .
run 'heddle.save('\''a'\'', '\''y'\'') error('\''after saving'\'')'
ls
run 'heddle.save("a/b.txt", "kept\n") print("done")' && cat out/a/b.txt
cat >s.lua <<'L'
while true do pcall(print, ("x"):rep(1e6)) end
L
"$HEDDLE" run s.lua >/dev/null
echo "=> $?"
echo 'print("to a full disk")' >s.lua
"$HEDDLE" run s.lua >/dev/full
echo "=> $?"
