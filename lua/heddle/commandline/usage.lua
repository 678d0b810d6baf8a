--- The words of a command's usage line, for every writer.

local commands = require "heddle.api.commands"

local M = {}

--- Endings of the files that import and convert read.
M.documents = { "json", "jsonl", "csv", "md", "txt" }

--- The usage of a command after "heddle": list of words { text, bold parts and italic parts } that stay together:
-- each is a list of { kind, text } with kind "plain", "literal" (as typed) or "value" (to be replaced).
function M.words(command)
  local words = { { { "literal", command.name } } }
  local function add_arguments()
    if command.arguments ~= "" then words[#words + 1] = { { "value", command.arguments } } end
  end
  local function add_option(o)
    local parts = { { "literal", o[1] } }
    if o[2] then
      parts[2], parts[3] = { "plain", " " }, { "value", o[2] }
    end
    if not o.needed then
      table.insert(parts, 1, { "plain", "[" })
      parts[#parts + 1] = { "plain", "]" }
    end
    if o.many then parts[#parts + 1] = { "plain", "..." } end
    words[#words + 1] = parts
  end
  if command.first then add_arguments() end
  for _, o in ipairs(command.options) do
    if not o.needed and not o.unused then add_option(o) end
  end
  if not command.first then add_arguments() end
  for _, o in ipairs(command.options) do
    if o.needed then add_option(o) end
  end
  if command.rest then
    words[#words + 1] = { { "plain", "[" }, { "literal", "--" }, { "plain", " " }, { "value", command.rest },
      { "plain", "]" } }
  end
  return words
end

--- The options that are shown: all but those accepted and not needed.
function M.options(command)
  local shown = {}
  for _, o in ipairs(command.options) do
    if not o.unused then shown[#shown + 1] = o end
  end
  return shown
end

--- The command of this name; nil if there is none.
function M.find(name)
  for _, command in ipairs(commands.commands) do
    if command.name == name then return command end
  end
end

return M
