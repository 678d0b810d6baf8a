# A run that fails or is ended leaves every file that was there as it was; one that ends well replaces all of them.
"$HEDDLE" import "$ROOT/data/sample" >/dev/null
report() { # WORD
    echo 'local r = heddle.report{ title = "'"$1"'" } r:p("{n}", { n = #corpus.reviews })'
    echo 'r:save("a.md") r:save("b.csv") r:save("c.json") r:save("d.txt")'
}
shown() { echo "old: $(grep -l old out/* | tr "\n" " ") new: $(grep -l new out/* | tr "\n" " ") of $(ls out | wc -l)"; }
report old >s.lua
"$HEDDLE" run s.lua; shown
{ report new; echo 'r:p("{x}")'; } >s.lua
"$HEDDLE" run s.lua; echo "$?"; shown
{ report new; echo 'print("begun") while true do end'; } >s.lua
for signal in TERM INT KILL; do
    timeout --preserve-status -s $signal 1 "$HEDDLE" run s.lua >/dev/null 2>&1; echo "$signal $?"; shown
done
report new >s.lua
"$HEDDLE" run s.lua; shown
