--- The man page, in the man(7) macros of roff.

local commands = require "heddle.api.commands"
local host = require "heddle.host"
local usage = require "heddle.commandline.usage"

local M = {}

-- Characters that roff reads as something else, or prints as their typographic cousins, which nobody could paste.
local special = {
  ["\\"] = "\\e", ["-"] = "\\-", ["'"] = "\\(aq", ["`"] = "\\(ga", ["^"] = "\\(ha", ["~"] = "\\(ti", ['"'] = "\\(dq",
}

--- TEXT as roff prints it: one line, which is a line of text wherever it stands.
function M.quote(text)
  text = text:gsub("[\\'`^~\"-]", special):gsub("%u+_%u+", "\\%%%0") -- \% before a word that is not to be broken
  return (text:gsub("^%.", "\\&."))
end

local fonts = { literal = "\\fB%s\\fR", value = "\\fI%s\\fR", plain = "%s" }

local function styled(kind, text)
  return (fonts[kind]:gsub("%%s", (M.quote(text):gsub("%%", "%%%%"))))
end

local function usage_line(command)
  local words = { "\\fBheddle\\fR" }
  for _, parts in ipairs(usage.words(command)) do
    local text = {}
    for k, part in ipairs(parts) do text[k] = styled(part[1], part[2]):gsub(" ", "\\ ") end
    words[#words + 1] = table.concat(text)
  end
  return table.concat(words, " ")
end

local function add(out, ...)
  for _, line in ipairs { ... } do out[#out + 1] = line end
end

-- Rows { term, text }; KIND is the font of the terms.
local function list(out, rows, kind)
  for _, row in ipairs(rows) do add(out, ".TP", styled(kind, tostring(row[1])), M.quote(row[2])) end
end

local function options(out, rows)
  for _, o in ipairs(rows) do
    local term = styled("literal", o[1])
    if o[2] then term = term .. " " .. styled("value", o[2]) end
    add(out, ".TP", term, M.quote(o[3]))
  end
end

local function example(out, ...)
  add(out, ".PP", ".RS 4", ".EX")
  for _, line in ipairs { ... } do add(out, M.quote(line)) end
  add(out, ".EE", ".RE")
end

local function command_section(out, command)
  add(out, ".SS " .. M.quote(command.name), usage_line(command), ".PP", M.quote(command.text))
  options(out, usage.options(command))
  example(out, command.example)
end

--- The whole page.
function M.page()
  local out = { ".\\\" Made by: heddle help \\-\\-man",
    (".TH HEDDLE 1 %s \"heddle %s\" \"User Commands\""):format(commands.date, host.version),
    ".nh", ".ad l" }
  add(out, ".SH NAME", "heddle \\- " .. M.quote(commands.summary))
  add(out, ".SH SYNOPSIS", "\\fBheddle\\fR \\fICOMMAND\\fR \\&...", ".br",
    "\\fBheddle\\fR \\fB\\-e\\fR \\fI\\(aqCODE\\(aq\\fR")
  for _, o in ipairs(commands.options) do add(out, ".br", "\\fBheddle\\fR " .. styled("literal", o[1])) end
  add(out, ".SH DESCRIPTION", M.quote(commands.text[1]))
  for i = 2, #commands.text do add(out, ".PP", M.quote(commands.text[i])) end
  options(out, commands.options)
  add(out, ".SH COMMANDS")
  for _, command in ipairs(commands.commands) do command_section(out, command) end
  add(out, ".SH EXIT STATUS")
  list(out, commands.exits, "literal")
  add(out, ".SH ENVIRONMENT")
  list(out, commands.environment, "literal")
  add(out, ".SH FILES")
  list(out, commands.files, "value")
  add(out, ".SH EXAMPLES")
  for i, row in ipairs(commands.examples) do
    if i > 1 then add(out, ".PP") end
    add(out, M.quote(row[1]))
    example(out, table.unpack(row, 2))
  end
  local pages = {}
  for i, page in ipairs(commands.see_also) do
    local name, section = page:match("^(.-)(%(%d%))$")
    pages[i] = styled("literal", name) .. section
  end
  add(out, ".SH SEE ALSO", table.concat(pages, ", "))
  return table.concat(out, "\n") .. "\n"
end

return M
