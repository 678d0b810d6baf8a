# A ready report is copied, and never over anything.
run() {
    "$HEDDLE" new "$@" 2>&1
    echo "=> $?"
}
run | cut -c 1-100
run report | head -1
run report scorecard
cmp scorecard.lua "$ROOT/scripts/scorecard.lua" && echo same
echo mine >scorecard.lua
run report scorecard
cat scorecard.lua
run report scorecard other.lua
cmp other.lua "$ROOT/scripts/scorecard.lua" && echo same
mkdir below
run report scorecard below/card.lua
run report scorecard "$TMP/below/absolute.lua"
run report scorecard nowhere/card.lua
run report scorecard below
ln -s nothing link.lua
run report scorecard link.lua
ls -A . below
run report scorcard
run report deck
run scorecard
run report scorecard a.lua b.lua
run report scorecard -x.lua
run report scorecard -- -x.lua
run --store x.db report
run --list
"$HEDDLE" new >/dev/full
echo "=> $?"
