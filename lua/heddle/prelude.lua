--- The globals of a script: the safe part of Lua's library, `heddle`, `corpus`, and nothing else.
--
-- Scripts get copies of the libraries, so that one that changes string.format changes its own only.
-- `heddle` and `corpus` are made when first read: a script that counts nothing needs no store.

local core = require "heddle.core"
local host = require "heddle.host"

local M = {}

--- Names that scripts can read before they have a value: the prompt's.
M.declared = {}

local functions = {
  "_VERSION", "assert", "error", "getmetatable", "ipairs", "load", "pcall", "print",
  "rawequal", "rawget", "rawlen", "rawset", "select", "setmetatable", "tonumber", "tostring",
  "type", "xpcall",
}

local libraries = { "coroutine", "math", "os", "string", "table", "utf8" }

local withheld = {
  collectgarbage = true, debug = true, dofile = true, io = true, loadfile = true, package = true,
  warn = true,
}

local function copy(library)
  local result = {}
  for name, value in next, library do result[name] = value end
  return result
end

-- Sorted unless it is already: the keys of a list come in order.
local function sort(keys)
  for i = 2, #keys do
    if keys[i] < keys[i - 1] then return table.sort(keys) end
  end
end

-- Keys have an order of their own: numbers, then texts by their bytes, then these. Tables, functions
-- and other objects have none that is the same in every run.
local constants = { false, true, core.unknown, core.not_applicable, core.not_recorded }
local kinds = { number = 1, string = 2 }
local places = {}
for place, constant in ipairs(constants) do places[constant] = place end

local function kind_of(key)
  return kinds[type(key)] or places[key] and 3
end

local function no_order(name)
  core.raise(name .. ": keys that are tables, functions or objects have no order; keep them in a list")
end

-- The keys of t in order.
local function ordered_keys(t)
  local numbers, texts = {}, {}
  for key in next, t do
    local kind = kind_of(key)
    if kind == 1 then
      numbers[#numbers + 1] = key
    elseif kind == 2 then
      texts[#texts + 1] = key
    elseif not kind then
      no_order("pairs")
    end
  end
  sort(numbers)
  sort(texts)
  local keys = table.move(texts, 1, #texts, #numbers + 1, numbers)
  local n = #keys
  for _, constant in ipairs(constants) do
    if rawget(t, constant) ~= nil then
      n = n + 1
      keys[n] = constant
    end
  end
  return keys, n
end

-- True if key a comes before key b.
local function before(a, b)
  local kind, other = kind_of(a), kind_of(b)
  if kind ~= other then return kind < other end
  if kind == 3 then return places[a] < places[b] end
  return a < b
end

-- As Lua's, but in the order of pairs. Each call looks at every key, so a loop is for pairs. When no
-- key has an order the first is given as true: whether a table is empty can always be asked.
local function next_in_order(t, after)
  if type(t) ~= "table" then
    core.raise(("bad argument #1 to 'next' (table expected, got %s)"):format(type(t)))
  end
  if after ~= nil and not kind_of(after) then no_order("next") end
  local least, odd
  for key in next, t do
    if not kind_of(key) then
      odd = true
    elseif (after == nil or before(after, key)) and (least == nil or before(key, least)) then
      least = key
    end
  end
  if least ~= nil then return least, rawget(t, least) end
  if not odd then return nil end
  if after ~= nil then no_order("next") end
  return true
end

-- The number of elements if t is a list and nothing else.
local function list_length(t)
  local n = 0
  for key in next, t do
    n = n + 1
    if key ~= n then return nil end
  end
  return n
end

-- As Lua's, but in an order that is the same in every run; keys added meanwhile are not visited.
local function pairs_in_order(value)
  local iterate, t, first = pairs(value)
  if iterate ~= next and iterate ~= next_in_order or first ~= nil then return iterate, t, first end
  if type(t) ~= "table" then
    core.raise(("bad argument #1 to 'pairs' (table expected, got %s)"):format(type(t)))
  end
  local n, i, keys = list_length(t), 0, nil
  if not n then keys, n = ordered_keys(t) end
  return function()
    while i < n do
      i = i + 1
      local key = i
      if keys then key = keys[i] end
      local found = rawget(t, key)
      if found ~= nil then return key, found end
    end
  end, t, nil
end

local function known_names(env)
  local names = { "corpus", "heddle" }
  for name in next, env do
    if type(name) == "string" then names[#names + 1] = name end
  end
  table.sort(names)
  return names
end

local function unknown(env, name)
  if withheld[name] then core.raise(("'%s' is not available in scripts"):format(name)) end
  local shown = tostring(name)
  local nearest = core.nearest(shown, known_names(env))
  local hint = nearest and (" (did you mean '%s'?)"):format(nearest) or ""
  core.raise(("unknown name '%s'%s"):format(shown, hint))
end

--- A new table of globals for a script.
function M.environment()
  local env = { require = host.script.require, next = next_in_order, pairs = pairs_in_order }
  for _, name in ipairs(functions) do env[name] = _ENV[name] end
  for _, name in ipairs(libraries) do env[name] = copy(_ENV[name]) end
  env._G = env
  local made = {
    heddle = function() return require "heddle" end,
    corpus = function() return require("heddle.corpus").open() end,
  }
  return setmetatable(env, {
    __metatable = false,
    __index = function(_, name)
      local make = made[name]
      if not make then
        if M.declared[name] then return nil end
        unknown(env, name)
      end
      local value = make()
      rawset(env, name, value)
      return value
    end,
  })
end

return M
