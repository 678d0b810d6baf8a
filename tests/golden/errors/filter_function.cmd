$HEDDLE import $ROOT/data/sample >/dev/null
run() { printf -- '-- line 1\ncorpus.%s\n' "$1" >t.lua; $HEDDLE run t.lua 2>&1; echo "=> $?"; }
run 'reviews:filter({ "aera" }, print)'
run 'reviews:filter("area", print)'
run 'reviews:filter({ "area" })'
run 'reviews:filter(nil, nil)'
run 'reviews:filter({ "age" }, print)'
run 'reviews:filter({}, print)'
run 'children:filter({ "theme" }, print)'
run 'reviews:filter({ "area" }, function(a) return a.b.c end)'
run 'reviews:filter(function(r) return r.aera end)'
