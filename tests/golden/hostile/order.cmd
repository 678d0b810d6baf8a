line() { # LUA: with -e
    "$HEDDLE" -e "$1" --time 20s 2>&1
    echo "=> $?"
}
echo '# the same order in every run'
cat >s.lua <<'L'
local t, keys = {}, {}
for i = 1, 200 do t["k" .. i * 7919 % 1000] = i end
for k in pairs(t) do keys[#keys + 1] = k end
for k in next, t do keys[#keys + 1] = k end
keys[#keys + 1] = next(t)
print(table.concat(keys, " "))
L
for i in 1 2 3 4 5 6; do "$HEDDLE" run s.lua; done | sort | uniq -c | cut -c 1-40
line 'for k, v in pairs { [true] = 1, a = 2, [heddle.unknown] = 4, [false] = 3, 7, [2.5] = 0, [-1] = 9 } do print(k, v) end'
line 'for k, v in next, { [true] = 1, a = 2, [heddle.unknown] = 4, [false] = 3, 7, [2.5] = 0, [-1] = 9 } do print(k, v) end'
line 'for k, v in next, { 5, 6, nil, 8 } do print(k, v) end'
echo '# next asks whether a table is empty'
line 'print(next({}) == nil, next({ 1 }) == nil, next({ [{}] = 1 }) == nil, next({ [print] = 1 }, nil) == nil)'
line 'local t = { b = 1, a = 2 } while next(t) do local k = next(t) print(k) t[k] = nil end'
echo '# keys without an order'
line 'for k in pairs { [{}] = 1, a = 2 } do print(k) end'
line 'for k in pairs { [print] = 1, [{}] = 2 } do print(k) end'
line 'for k in next, { [{}] = 1, a = 2 } do print(k) end'
line 'print(next({}, {}))'
line 'next(1)'
echo '# no address in an error'
line 'local _, e = pcall(require, "nofile") print(e .. print, e .. {}, {} .. e, 1 .. e)'
