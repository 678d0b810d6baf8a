$HEDDLE suggestions
$HEDDLE suggestions --evalute
$HEDDLE suggestions deck.md
$HEDDLE suggestions --help
