# "Age <3" and "Age 3+" are two names; names that differ in case and spaces only are not.
"$HEDDLE" import "$ROOT/data/sample" >import.txt || cat import.txt
cat >s.lua <<'END'
local under, over = corpus.reviews:where("age < 3"), corpus.reviews:where("not age < 3")
local t = heddle.compare { { "Age <3", under }, { "Age 3+", over }, ref = "Age 3+", depth = 1, top = 2 }
print(t)
print(t:base("Age <3"), t:base("Age 3+"), t:value("hidden-adults", "Age <3"), t:value("hidden-adults", "Age 3+"))
print(pcall(heddle.compare, { { "Age  under 3", under }, { "age under 3 ", over } }))
END
"$HEDDLE" run s.lua
