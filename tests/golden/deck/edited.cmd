cat >deck.md <<'DECK'
# An invented deck
- 60% 6/10 concerned infants
- 20% 2/10 concerned teenagers
# Child A Rapid Review
## Background
- A first note.
- A second note.
## Findings
- Safe sleep
- Escalation
# Child B LCSPR
## Findings
- Recording
- Supervision
DECK
$HEDDLE import deck.md | head -8
echo '{"review": {"id": "Child-A", "coded": true, "area": "North", "title": "By hand"}}' >hand.jsonl
$HEDDLE import hand.jsonl >/dev/null
$HEDDLE export >before
cat >deck.md <<'DECK'
# An invented deck

- 60% 6/10 concerned infants
- 30% 3/10 concerned toddlers
# Child A Rapid Review
## Background
- A note that is new.
- A first note.
## Findings
- Working with fathers
- Safe sleep
# Child C LCSPR
## Findings
- Recording
- Supervision
DECK
echo "-- a bullet inserted, one removed, a review renamed, lines moved"
$HEDDLE import deck.md
$HEDDLE export | diff before -
echo "-- again"
$HEDDLE import deck.md | head -1
