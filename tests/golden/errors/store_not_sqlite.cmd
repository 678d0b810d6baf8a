head -c 4096 /dev/zero >s.db; $HEDDLE import --store s.db $ROOT/tests/golden/peers.jsonl
