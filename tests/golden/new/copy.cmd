# A ready report is copied, and never over anything.
run() {
    "$HEDDLE" new "$@" 2>&1
    echo "=> $?"
}
run | cut -c 1-100
run report | head -1
run report quarterly_scorecard
cmp quarterly_scorecard.lua "$ROOT/scripts/quarterly_scorecard.lua" && echo same
echo mine >quarterly_scorecard.lua
run report quarterly_scorecard
cat quarterly_scorecard.lua
run report quarterly_scorecard other.lua
cmp other.lua "$ROOT/scripts/quarterly_scorecard.lua" && echo same
mkdir below
run report quarterly_scorecard below/card.lua
run report quarterly_scorecard "$TMP/below/absolute.lua"
run report quarterly_scorecard nowhere/card.lua
run report quarterly_scorecard below
ln -s nothing link.lua
run report quarterly_scorecard link.lua
ls -A . below
run report quarterly_scorcard
run report deck
run quarterly_scorecard
run report quarterly_scorecard a.lua b.lua
run report quarterly_scorecard -x.lua
run report quarterly_scorecard -- -x.lua
run --store x.db report
run --list
"$HEDDLE" new >/dev/full
echo "=> $?"
