run() { # LUA
    printf '%s\n' "$1" >s.lua
    "$HEDDLE" run s.lua 2>&1
    echo "=> $?"
}
mkdir -p m/sub
echo 'print("loaded", ...) return { x = 1 }' >m/a.lua
echo 'return nil' >m/sub/b.lua
echo 'require "m.two"' >m/one.lua
echo 'require "m.one"' >m/two.lua
echo 'x = = 1' >m/bad.lua
echo 'error("in a module")' >m/fails.lua
ln -s /etc/hostname m/link.lua
run 'print(require("m.a").x, require("m.a") == require "m.a", require "m.sub.b")'
run 'print(require "heddle" == heddle)'
run 'require "m.one"'
run 'require "m.bad"'
run 'print(pcall(require, "m.fails")) require "m.fails"'
run 'require "m.link"'
run 'require "m.absent"'
run 'require "../x"'
run 'require "m..a"'
run 'require "heddle.core"'
run 'require "heddle.host"'
cd m && echo 'print(require("a").x)' >s.lua && "$HEDDLE" run ../m/s.lua
