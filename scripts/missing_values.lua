-- How complete each field is: of how many units it holds a value, and what is missing.
--
--   heddle run scripts/missing_values.lua --param of=review

local unit = heddle.param("of", { default = "review" })
if unit ~= "review" and unit ~= "child" and unit ~= "finding" then
  heddle.fail(("parameter 'of' is '%s'; it can be review, child or finding"):format(unit))
end

print(("%-22s %7s %8s %15s %13s"):format("Field", "value", "unknown", "not applicable", "not recorded"))
for _, field in ipairs(corpus.fields) do
  if field.unit == unit then
    local s = field.states
    print(("%-22s %7d %8d %15d %13d"):format(field.key, s.value, s.unknown, s["not applicable"], s["not recorded"]))
  end
end
