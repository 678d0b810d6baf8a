cat >deck.md <<'DECK'
# Cross-cutting themes
- Neglect – 50% (6/12)
- 25% (3/12) – Safe sleep
DECK
$HEDDLE convert deck.md
