# Published and computed values that are known beforehand, to the decimals they are known to.
cat >t.lua <<'L'
local s, wrong, n = heddle.stats, 0, 0
local function is(name, decimals, known, ...)
  local values = { ... }
  for i = 1, #known do
    n = n + 1
    local value = known[i]
    if type(values[i]) ~= "number" or math.abs(values[i] - value) > 0.500001 * 10 ^ -decimals then
      wrong = wrong + 1
      print(name, value, values[i])
    end
  end
end
-- intervals of one share
is("wilson 81/263", 4, { .2553, .3662 }, s.wilson(81, 263))
is("wilson 0/10", 4, { 0, .2775 }, s.wilson(0, 10))
is("wilson 1/30", 4, { .0059, .1667 }, s.wilson(1, 30))
is("wilson 29/30", 4, { .8333, .9941 }, s.wilson(29, 30))
is("wilson 15/30", 4, { .3315, .6685 }, s.wilson(15, 30))
is("wilson 3/5", 4, { .2307, .8824 }, s.wilson(3, 5))
is("wilson 0/5", 4, { 0, .4345 }, s.wilson(0, 5))
is("wilson 0/30", 3, { 0, .114 }, s.wilson(0, 30))
is("wilson 30/30", 3, { .886, 1 }, s.wilson(30, 30))
for _, r in ipairs { { 18, .423, .754 }, { 15, .332, .668 }, { 12, .246, .577 }, { 29, .833, .994 }, { 14, .302, .639 },
  { 20, .488, .808 }, { 19, .455, .781 }, { 11, .219, .545 }, { 22, .556, .858 } } do
  is("wilson " .. r[1] .. "/30", 3, { r[2], r[3] }, s.wilson(r[1], 30))
end
is("clopper_pearson 0/30", 4, { 0, .1157 }, s.clopper_pearson(0, 30))
is("clopper_pearson 29/30", 4, { .8278, .9992 }, s.clopper_pearson(29, 30))
is("clopper_pearson one-sided 0/30", 3, { 0, .095 }, s.clopper_pearson(0, 30, 0.9))
-- two groups
is("newcombe 56/70 48/80", 4, { .2, .0524, .3339 }, s.newcombe(56, 70, 48, 80))
is("newcombe 12/19 8/11", 4, { -.0957, -.3779, .2465 }, s.newcombe(12, 19, 8, 11))
for _, r in ipairs { { 8, 2, 1, 5, .034965 }, { 1, 9, 11, 3, .002759 }, { 3, 1, 1, 3, .485714 }, { 14, 5, 3, 8, .022746 },
  { 12, 7, 8, 3, .701995 }, { 2, 1, 1, 2, 1 }, { 1, 2, 2, 1, 1 }, { 2, 0, 0, 3, .1 }, { 3, 0, 0, 3, .1 } } do
  is("fisher " .. table.concat(r, " ", 1, 4), 6, { r[5] }, s.fisher(r[1], r[2], r[3], r[4]))
end
-- what a comparison of 19 with 11 reviews can see
for _, r in ipairs { { 16, 5 }, { 12, 2 }, { 18, 6 } } do
  if s.fisher(r[1], 19 - r[1], r[2], 11 - r[2]) >= 0.05 then print("fisher", r[1], r[2]) end
end
is("trend", 5, { .05722 }, select(2, s.trend({ 1, 2, 4 }, { 5, 5, 5 })))
-- many tests
is("holm", 12, { .02, .044, .06, .08, .30 }, table.unpack(s.holm { .004, .011, .02, .04, .30 }))
is("bh", 4, { .02, .0275, .0333, .05, .30 }, table.unpack(s.bh { .004, .011, .02, .04, .30 }))
-- two coders
for _, r in ipairs { { 20, 5, 10, 15, .40, .4059, .4000 }, { 26, 2, 1, 1, .3478, .8820, .3564 },
  { 28, 1, 1, 0, -.0345, .9287, -.0172 } } do
  local cells = table.concat(r, " ", 1, 4)
  is("kappa " .. cells, 4, { r[5] }, s.kappa(r[1], r[2], r[3], r[4]))
  is("ac1 " .. cells, 4, { r[6] }, s.ac1(r[1], r[2], r[3], r[4]))
  is("alpha " .. cells, 4, { r[7] }, s.alpha(r[1], r[2], r[3], r[4]))
end
is("kappa 29 1 0 0", 12, { 0 }, s.kappa(29, 1, 0, 0))
-- 100 characters: one coder 0 to 50, the other 25 to 75; 0 to 10 twice over against nothing; 0 to 10 against 90 to 100
is("kappa half", 12, { 0 }, s.kappa(25, 25, 25, 25))
is("kappa nothing", 12, { 0 }, s.kappa(0, 15, 0, 85))
is("kappa apart", 4, { -.1111 }, s.kappa(0, 10, 10, 80))
print(n, "values", wrong, "wrong")
L
$HEDDLE run t.lua
