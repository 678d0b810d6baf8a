--- What scripts see as `heddle`.

local check = require "heddle.check"
local core = require "heddle.core"
local host = require "heddle.host"
local number = require "heddle.number"

local M = {
  version = host.version,
  unknown = core.unknown,
  not_applicable = core.not_applicable,
  not_recorded = core.not_recorded,
  args = host.args(),
}

local readers = {
  string = function(text) return text end,
  number = function(text)
    local value = tonumber(text)
    return value and value == value and math.abs(value) < math.huge and value or nil
  end,
  integer = function(text) return math.tointeger(tonumber(text)) end,
  date = function(text) return core.parse_date(text) and text or nil end,
  boolean = function(text)
    if text == "true" then return true elseif text == "false" then return false end
  end,
}

local articles = {
  string = "a text", number = "a number", integer = "a whole number",
  date = "a date (YYYY, YYYY-MM or YYYY-MM-DD)", boolean = "true or false",
}

--- The value of --param NAME=VALUE, read as options.type ("string"), or options.default.
function M.param(name, options)
  if type(name) ~= "string" then
    check.fail("heddle.param", "got %s; it takes the name of a parameter", check.show(name))
  end
  local o = check.options("heddle.param", options)
  local kind = o.type or "string"
  local text = host.param(name)
  if text == nil then
    if o.default == nil then
      host.usage(("parameter '%s' is needed: --param %s=VALUE, %s"):format(name, name, articles[kind]))
    end
    return o.default
  end
  local value = readers[kind](text)
  if value == nil then
    host.usage(("parameter '%s' is '%s'; it must be %s"):format(name, text, articles[kind]))
  end
  return value
end

--- End the run with exit code 2 and this message.
function M.fail(message)
  host.fail(message == nil and "" or type(message) == "string" and message or tostring(message))
end

--- 100 n / base, half up, with `digits` decimals (0); nil when base is 0.
function M.percent(n, base, digits)
  digits = digits == nil and 0 or digits
  if math.type(n) ~= "integer" or math.type(base) ~= "integer" or n < 0 or base < 0 or n > 1e12 or base > 1e12 then
    check.fail("heddle.percent", "takes two counts, whole numbers from 0 up; got %s and %s", check.show(n),
      check.show(base))
  end
  if math.type(digits) ~= "integer" or digits < 0 or digits > 4 then
    check.fail("heddle.percent", "digits is %s; it is a whole number from 0 to 4", check.show(digits))
  end
  return number.percent(n, base, digits)
end

--- The themes of sets of one unit beside each other: { { name, set }, { name, set }, option = value }.
function M.compare(groups)
  return require("heddle.compare").sets(groups)
end

--- The steps of a way, each part of the one before: { { name, set or number or figure }, ..., option = value }.
function M.funnel(steps)
  return require("heddle.funnel").of(steps)
end

--- A new report: headings, prose with checked numbers, tables and charts, saved in any format.
function M.report(options)
  return require("heddle.report").new(options)
end

--- Save TEXT as NAME below --out when the script has ended without error.
function M.save(name, text)
  if type(name) ~= "string" or type(text) ~= "string" then
    check.fail("heddle.save", "takes a file name and a text; got %s and %s", check.show(name), check.show(text))
  end
  host.stage(name, text)
end

--- VALUE as the prompt shows it.
function M.show(value)
  return require("heddle.show").text(value)
end

-- Parts that are loaded when a script first reads them.
local later = { stats = "heddle.stats" }

return setmetatable(M, {
  __metatable = false,
  __index = function(_, key)
    if later[key] then
      M[key] = require(later[key])
      return M[key]
    end
    local names = {}
    for name in next, later do names[#names + 1] = name end
    for name in next, M do names[#names + 1] = name end
    table.sort(names)
    check.lacks("heddle", key, names)
  end,
})
