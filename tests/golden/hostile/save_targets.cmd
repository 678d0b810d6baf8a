run() { # LUA [OPTION...]: the script on line 2, its output, its exit code
    printf -- '-- line 1\n%s\n' "$1" >s.lua
    shift
    "$HEDDLE" run s.lua --time 20s "$@" 2>&1
    echo "=> $?"
}
echo '# a link below --out is never written through'
mkdir o && echo kept >victim && ln -s ../victim o/t.csv && ln -s nowhere o/broken
run 'heddle.save("t.csv", "changed")' --out o
run 'heddle.save("broken", "made")' --out o
cat victim
ls o
echo '# the store and the files beside it are never written, there or not yet'
mkdir s && "$HEDDLE" import --store s/heddle.db "$ROOT/data/hsscp" >/dev/null
ln -s s/heddle.db link.db && ln -s s alias
for name in heddle.db heddle.db-wal heddle.db-shm heddle.db-journal heddle.db-wal/x; do
    run "heddle.save('$name', 'changed')" --store s/heddle.db --out s
done
run 'heddle.save("heddle.db-wal", "changed")' --store link.db --out s
run 'heddle.save("s/heddle.db-wal", "changed")' --store "$TMP/alias/heddle.db" --out .
run 'heddle.save("link.db-wal", "changed")' --store link.db --out .
run 'heddle.save("heddle.db-wal", "no store there")' --store s/heddle.db --out p
run 'heddle.save("heddle.db-walk", "another name")' --store s/heddle.db --out s
ls s p
"$HEDDLE" -e '#corpus.reviews' --store s/heddle.db
echo '# a failed commit leaves no folder that it made'
run 'heddle.save("n1", "x") heddle.save("n1/y", "x")' --out a/b
run 'heddle.save("n1/n2/y", "x") heddle.save("n1/n2", "x")' --out o
ls . o
echo '# no output folder, and long names cut between characters'
run 'heddle.save("x", "x")' --out ''
run 'heddle.save("n" .. ("é"):rep(150), "x")'
