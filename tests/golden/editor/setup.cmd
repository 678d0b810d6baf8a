cat >a.jsonl <<'J'
{"source": {"id": "s1", "title": "Invented"}}
{"field": {"key": "area", "of": "review", "kind": "category", "label": "Area", "values": ["North", "South"]}}
{"field": {"key": "end", "of": "review", "kind": "date", "label": "End"}}
{"field": {"key": "area", "of": "child", "kind": "ordinal", "label": "Area of the child", "values": ["Near", "Far"]}}
{"field": {"key": "partners", "of": "review", "kind": "multi", "label": "Partners", "values": ["Health", "Police"]}}
{"band": {"field": "age", "name": "age_band", "bounds": [3]}}
{"theme": {"code": "t1", "label": "First theme", "aliases": ["Theme the first"]}}
{"theme": {"code": "t2", "label": "Second theme", "parent": "t1"}}
{"theme": {"code": "t3", "label": "A candidate", "status": "candidate"}}
{"review": {"id": "R1", "coded": true, "area": "North", "children": [{"id": "C1", "age": 2}], "findings": [{"id": "F1", "text": "one", "themes": ["t1"]}]}}
J
"$HEDDLE" import a.jsonl >/dev/null
"$HEDDLE" editor-setup
echo "=> $?"
ls -A . .heddle
cat .luarc.json .heddle/store.d.lua
echo "--- again"
mkdir before
cp .luarc.json .heddle/* before
"$HEDDLE" editor-setup
cmp .luarc.json before/.luarc.json
cmp .heddle/heddle.d.lua before/heddle.d.lua && cmp .heddle/store.d.lua before/store.d.lua && echo same
echo "--- a theme, a value and a field more"
cat >b.jsonl <<'J'
{"field": {"key": "placed", "of": "child", "kind": "flag", "label": "Placed"}}
{"theme": {"code": "t4", "label": "Fourth theme"}}
{"review": {"id": "R2", "area": "East"}}
J
"$HEDDLE" import b.jsonl >/dev/null
"$HEDDLE" editor-setup >/dev/null
cmp .heddle/heddle.d.lua before/heddle.d.lua
diff before/store.d.lua .heddle/store.d.lua
echo "--- another store"
mkdir other
cd other
"$HEDDLE" editor-setup --store ../heddle.db
cmp .heddle/store.d.lua ../.heddle/store.d.lua
