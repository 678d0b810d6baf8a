$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
$HEDDLE remove review KDX --reason 'a mistake'
$HEDDLE remove review KDJ
$HEDDLE remove review KDJ --reason 'entered twice'
$HEDDLE info
