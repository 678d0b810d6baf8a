$HEDDLE import $ROOT/data/sample >/dev/null
$HEDDLE info
$HEDDLE fields
$HEDDLE themes
