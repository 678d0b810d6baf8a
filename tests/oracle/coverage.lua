-- Was every option of every table method drawn, with every value that it can have?
--
--   lua5.4 tests/oracle/coverage.lua DRAWN     DRAWN: lines "drawn METHOD.OPTION=VALUE" of compare.lua
--
-- Reads the options from lua/heddle/api.lua. A method of sets that has options needs an oracle or
-- stands in NOT_COVERED with the reason. The last line is "N passed, N failed".

local here = arg[0]:match("^(.*)/")
package.path = here .. "/?.lua;" .. here .. "/../../lua/?.lua"
local api = require "heddle.api"
local kinds = require "kinds"

-- Methods with options that no oracle asks yet: METHOD = "why".
local NOT_COVERED = {
}

-- Options, or values of them, that cannot be drawn yet: "METHOD.OPTION" = "why".
local NOT_DRAWN = {
}

-- Options whose type is no list of values, and the forms in which they must have been given.
local FORMS = {
  dimension = function(name)
    local forms = { name, name .. ".bins" }
    for _, period in ipairs(api.types.period) do forms[#forms + 1] = name .. ".period=" .. period end
    return forms
  end,
  date = function(name) return { name } end,
  deadline = function(name) return { name } end,
  periods = function(name)
    local forms = { name .. ".from" }
    for _, period in ipairs(api.types.period) do forms[#forms + 1] = name .. "=" .. period end
    return forms
  end,
  boolean = function(name) return { name .. "=true", name .. "=false" } end,
}

local drawn = {}
for line in io.lines(arg[1]) do drawn[line:match("^drawn (.*)$")] = true end

local passed, failed = 0, 0
local function need(what)
  if NOT_DRAWN[what] then
    if not drawn[what] then return end
    failed = failed + 1
    print(("oracle: FAILED %s was drawn and stands in NOT_DRAWN"):format(what))
  elseif drawn[what] then
    passed = passed + 1
  else
    failed = failed + 1
    print("oracle: FAILED never drawn: " .. what)
  end
end

local function need_option(method, option)
  local name, kind = method .. "." .. option[1], option[2]:gsub("!$", ""):gsub("^list of ", "")
  if type(api.types[kind]) == "table" then
    for _, value in ipairs(api.types[kind]) do need(name .. "=" .. value) end
    if option[2]:find("^list of ") then need(name) end
  else
    for _, form in ipairs(FORMS[kind] and FORMS[kind](name) or { name }) do need(form) end
  end
end

local covered = {}
for _, kind in ipairs(kinds) do covered[kind.method] = true end

for _, entry in ipairs(api.entries()) do
  if entry.of == "set" and entry.options then
    local method = entry.name
    if covered[method] and NOT_COVERED[method] then
      failed = failed + 1
      print(("oracle: FAILED %s has an oracle and stands in NOT_COVERED"):format(method))
    elseif covered[method] then
      for _, unit in ipairs(api.types.unit) do need(method .. ".on=" .. unit) end
      for _, option in ipairs(entry.options) do need_option(method, option) end
    elseif not NOT_COVERED[method] then
      failed = failed + 1
      print(("oracle: FAILED %s has options and no oracle (tests/oracle/kinds.lua)"):format(method))
    end
  end
end

print(("%d passed, %d failed"):format(passed, failed))
os.exit(failed == 0)
