cat >deck.md <<'DECK'
# Learning from reviews, an invented deck
## Child A Rapid Review
### Findings
- Safe sleep
  - a note below it
DECK
$HEDDLE convert --source first-2024.06 deck.md
$HEDDLE import --source first-2024.06 deck.md | head -8
mv deck.md renamed.md
echo "-- the same source from a file of another name"
$HEDDLE import --source first-2024.06 renamed.md | head -1
$HEDDLE info | grep Sources
fails() { $HEDDLE "$@"; echo "code $?"; }
fails import --source x deck.md renamed.md
echo '{"source": {"id": "a"}}' >a.jsonl
fails import --source x a.jsonl
fails convert --source '' renamed.md
echo 'return function(text, name) return { { source = { id = name } } } end' >my.lua
fails convert --profile my.lua --source x renamed.md
