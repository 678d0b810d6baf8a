cat >s.lua <<'L'
while true do pcall(function() while true do end end) end
L
for signal in INT TERM; do
    "$HEDDLE" run s.lua --time 20s &
    sleep 0.5
    kill "-$signal" $!
    wait $!
    echo "=> $?"
done
echo 'local x = ("a"):rep(40):find(("a?"):rep(40) .. ("a"):rep(40))' >s.lua
"$HEDDLE" run s.lua --time 20s &
sleep 0.5
kill -INT $!
wait $!
echo "=> $?"
