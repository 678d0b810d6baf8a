# Every text about the command line, without a store, whatever the environment says of one.
export HEDDLE_STORE=not-there.db
$HEDDLE --help
for command in import convert export remove run -e repl check info fields themes suggestions new help; do
    echo "== $command"
    $HEDDLE help $command
done
$HEDDLE run -h | head -2
