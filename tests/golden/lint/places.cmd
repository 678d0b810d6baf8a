# Without a store less is checked; what does not parse, is not there, or is asked wrongly.
printf 'print(corpus.reviews:where { aera = 1 })\nprint(corpus.reviews:count("area", { tip = 3 }))\n' >a.lua
printf 'print(1\n' >b.lua
printf 'return 1\n' >c.lua
"$HEDDLE" lint c.lua; echo "$?"
"$HEDDLE" lint a.lua; echo "$?"
"$HEDDLE" lint a.lua b.lua c.lua; echo "$?"
"$HEDDLE" lint none.lua; echo "$?"
"$HEDDLE" lint --store none.db c.lua; echo "$?"
"$HEDDLE" lint; echo "$?"
# Nothing of a script is run, nothing written.
printf 'print("run")\nheddle.save("x.txt", "y")\ncorpus.reviews:count("area"):save("x.csv")\nheddle.fail("run")\n' >d.lua
"$HEDDLE" import --store heddle.db "$ROOT/data/sample" >/dev/null
"$HEDDLE" lint d.lua; echo "$?"; ls
# What Lua says without a place still names the script.
printf 'x = %s1\n' "$(printf '(%.0s' $(seq 1000))" >e.lua
"$HEDDLE" lint c.lua e.lua; echo "$?"
