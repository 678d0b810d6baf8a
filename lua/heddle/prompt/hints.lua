--- Plain words for slips that beginners make: what the message of Lua or heddle does not say.

local core = require "heddle.core"

local M = {}

-- The word with hyphens around the name at FROM, "hidden-adults" for "hidden".
local function hyphened(text, from)
  local first = from
  while text:sub(first - 1, first - 1):find("[%w_-]") do first = first - 1 end
  return text:match("^[%w_]+[%w_-]*", first)
end

-- Where NAME is a value or a theme of the store: words for it, and how it is written.  Opens no store.
local function in_store(name, env)
  if rawget(env, "corpus") == nil then return nil end
  local c = core.open()
  for _, theme in ipairs(core.themes(c)) do
    if theme.code == name or theme.label == name then return "a theme" end
  end
  for _, field in ipairs(core.fields(c)) do
    if field.key == name then return "a field" end
    for _, value in ipairs(field.values) do
      if value == name then return "a value of " .. field.key end
    end
  end
end

local corpus_parts = { reviews = true, children = true, findings = true, themes = true, fields = true, bands = true,
  sources = true, passages = true, figures = true }

-- "unknown name 'x'".
local function unknown_name(name, text, from, env)
  if corpus_parts[name] then return ("it stands in corpus: corpus.%s"):format(name) end
  if name == "exit" or name == "quit" then return ":quit or Ctrl-D leaves" end
  local api = require "heddle.api"
  if api.entry("set:" .. name) then
    return ("%s is a method of sets: corpus.reviews:%s"):format(name, name)
  end
  if api.entry("heddle." .. name) then return ("it stands in heddle: heddle.%s"):format(name) end
  local word = from and hyphened(text, from) or name
  local what = in_store(word, env)
  if what == "a field" then
    return ('%s is a field: a condition is written where{ %s = ... } or, in quotes, where("%s < 3")'):format(word,
      word, word)
  end
  if what then return ('%s is %s; texts stand in quotes: "%s"'):format(word, what, word) end
  if from and text:sub(1, from - 1):find("=%s*$") or word ~= name then
    return ('a text stands in quotes: "%s"'):format(word)
  end
end

-- What Lua says about a token.
local function syntax(message, text, from)
  local at = from and text:sub(from, from) or ""
  local before = from and text:sub(1, from - 1) or text
  if text:sub(from or 1):find("^\u{201C}") or text:sub(from or 1):find("^\u{201D}") or text:find("[=({,]%s*\u{201C}")
    or text:sub(from or 1):find("^\u{2018}") or text:sub(from or 1):find("^\u{2019}") then
    return 'these are the quotes of a word processor: type " or \' instead'
  end
  if at == "!" and text:sub(from, from + 1) == "!=" then
    return "not equal is written ~= in Lua (and != in a where text)"
  end
  if text:sub(from or 1):find("^&&") or before:find("&$") and at == "&" then
    return "and is written as a word: a and b; sets take one &"
  end
  if text:sub(from or 1):find("^||") or before:find("|$") and at == "|" then
    return "or is written as a word: a or b; sets take one |"
  end
  for word in ("if while elseif return and or not"):gmatch("%S+") do
    if at == "=" and before:find("%f[%w]" .. word .. "%f[%W]") then
      return "= gives a name a value; to compare write =="
    end
  end
  local called, option = before:match("([%a_][%w_]*)%(%s*([%a_][%w_]*)%s*$")
  if at == "=" and called then
    return ("names with a value stand in curly brackets: %s{ %s = ... }"):format(called, option)
  end
  local command = text:match("^%s*heddle%s+([%a-]+)")
  if command then
    if command == "fields" or command == "themes" then return ("here it is :%s"):format(command) end
    return ("heddle %s is typed in the shell: leave with :quit first%s"):format(command,
      require("heddle.commandline.usage").find(command) and "" or " (? lists what there is here)")
  end
  if message:find("arguments expected", 1, true) then
    local word = from and text:match("^[%w_-]+", from)
    local method = before:match("([%a_][%w_]*)%s*$")
    if word and method then return ('a text stands in quotes: %s("%s")'):format(method, word) end
    if method then
      return ("a method is called with brackets: %s(...) or %s{ ... }; ?%s explains it"):format(method, method, method)
    end
  end
end

--- A hint for MESSAGE about TEXT, `from` the place in it that is known, or nil.
function M.of(message, text, from, is_syntax, env)
  if is_syntax then return syntax(message, text, from) end
  local name = message:match("^unknown name '([^']*)'")
  if name and not message:find("did you mean", 1, true) then return unknown_name(name, text, from, env) end
  if name and corpus_parts[name] then return ("it stands in corpus: corpus.%s"):format(name) end
end

return M
