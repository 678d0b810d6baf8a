run() {
    "$HEDDLE" "$@" 2>&1
    echo "=> $?"
}
cat >p.lua <<'L'
local since = heddle.param("since", { default = "2019" })
print(since, table.concat(heddle.args, " "))
heddle.save("since.txt", since)
L
run --version
run run p.lua --param since=2024 -- a --param b
run run --param=since=2024=x --out=other p.lua
ls
rm -r out other
run run p.lua --param sice=2024
ls
run run p.lua --param other=1
echo 'heddle.param("a", { default = "" }) heddle.param("b", { default = "" })' >ab.lua
run run ab.lua --param other=1
run run p.lua --param since=1 --param since=2
run run p.lua --param since
run run p.lua more
run run
run run p.lua --tiem 3s
run run p.lua --time
run run p.lua --time 60
run run p.lua --time 0s
run run p.lua --memory 1M
run run p.lua --memory 64MB
run run --out a --out b p.lua
run -e '1 + 1, "a", nil'
run -e 'x = 1'
run -e nil
run -e -1
run -e 'reveiws'
run -e '('
run -e
run -e 1 2
run -e 'heddle.args[2]' -- a b
run --store x.db -e 'corpus'
run -e 'corpus' --store=x.db
HEDDLE_STORE=y.db run -e 'corpus'
run info --store x.db
run info more
run helq
run --verzion
run run --help
run
run -e 'heddle.fail("not good")'
