run() { # FILE
    "$HEDDLE" run --time 5s "$@" 2>&1
    echo "=> $?"
}
printf '\033Lua' >compiled.lua
printf 'x = 1\ny = "\0"\n' >nul.lua
mkdir folder.lua
mkfifo pipe.lua
head -c 5000000 /dev/zero | tr '\0' ' ' >long.lua
printf '\377\376p\0r\0i\0n\0t\0' >utf16.lua
printf '\357\273\277#!/usr/bin/heddle run\r\nprint("a BOM")\r\nerror("line 3")\r\n' >bom.lua
: >empty.lua
printf '#!only' >hashbang.lua
printf 'x = "\nb' >string.lua
printf 'x = = 1\n' >syntax.lua
for f in compiled.lua nul.lua folder.lua pipe.lua /dev/zero long.lua utf16.lua bom.lua empty.lua \
    hashbang.lua string.lua syntax.lua absent.lua ''; do
    run "$f"
done
