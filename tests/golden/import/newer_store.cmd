$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
printf '\000\000\003\347' | dd of=heddle.db bs=1 seek=60 conv=notrunc 2>/dev/null
$HEDDLE import $ROOT/tests/golden/peers.jsonl
$HEDDLE info
