$HEDDLE import $ROOT/data/hsscp
$HEDDLE import $ROOT/data/hsscp
$HEDDLE import --store sample.db --dry-run $ROOT/data/sample
ls
$HEDDLE import --store sample.db $ROOT/data/sample
