$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/full
echo $?; ls
