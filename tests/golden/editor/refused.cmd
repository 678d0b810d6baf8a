run() {
    "$HEDDLE" "$@" 2>&1
    echo "=> $?"
}
run editor-setup
ls -A
run editor-setup more
run editor-setup --stor x
echo '{"source": {"id": "s1"}}' >a.jsonl
"$HEDDLE" import a.jsonl >/dev/null
echo "--- settings of somebody else"
echo '{ "diagnostics.globals": ["x"] }' >.luarc.json
run editor-setup
ls -A
cat .luarc.json
echo '{ "diagnostics.globals": ["x"], "workspace.library": [".heddle"] }' >.luarc.json
run editor-setup
cat .luarc.json
echo "--- in the other file that editors read"
rm -r .luarc.json .heddle
echo '{} // mine' >.luarc.jsonc
run editor-setup
ls -A
rm .luarc.jsonc
echo "--- a link, a file, a folder in the way"
mkdir elsewhere
ln -s elsewhere .heddle
run editor-setup
ls -A elsewhere
rm .heddle
echo text >.heddle
run editor-setup
rm .heddle
mkdir .luarc.json
run editor-setup
rmdir .luarc.json
ln -s nowhere .luarc.json
run editor-setup
ls -A
rm .luarc.json
echo "--- scripts cannot write hidden files"
run -e 'heddle.save(".luarc.json", "{}")'
ls -A out 2>&1
