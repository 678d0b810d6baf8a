--- The results of an entry on the terminal: fitted to its width, the middle of what is long left out.

local core = require "heddle.core"
local host = require "heddle.host"
local lines = require "heddle.render.lines"
local number = require "heddle.number"
local result = require "heddle.result"
local session = require "heddle.prompt.session"
local show = require "heddle.show"
local units = require "heddle.render.units"

local M = {}

local MOST, FIRST, LAST = 40, 20, 5 -- rows: of more than the most, the first and last ones

local hint = "print(_) shows all of it; :pager on shows such results in the pager."

-- A set: how many, of how many, and what it keeps.
local function set_text(set)
  local unit = core.set_unit(set)
  local all = #core.all(core.set_corpus(set), unit)
  local words = core.set_words(set)
  if words == core.set_words(core.all(core.set_corpus(set), unit)) then return number.units(all, unit) end
  local plural = number.plural(unit)
  if words:sub(1, #plural + 1) ~= plural .. " " then words = plural .. ": " .. words end
  return ("%s of %s %s"):format(number.thousands(#set), number.thousands(all), words)
end

-- The text of VALUE, and whether something of it is left out.
local function text_of(value, width)
  local kind = show.kind(value)
  if kind == "set" then return set_text(value) end
  if result.name_of(value) then return result.fitted(value, width, MOST, FIRST, LAST) end
  if not kind and units.is_list(value) then
    if #value > MOST then return units.list(value, width, FIRST, LAST), true end
    return units.list(value, width)
  end
  if rawequal(value, require "heddle") then return "heddle " .. host.version .. " (?heddle lists what it has)" end
  if type(value) == "function" then return require("heddle.prompt.help").of_function(value) end
  return show.text(value, width)
end

local function line(text)
  return text:sub(-1) == "\n" and text or text .. "\n"
end

--- Print one result at the terminal.
function M.one(value)
  local width = host.columns() or 80
  if session.pager then return host.page(line(result.name_of(value) and tostring(value) or show.text(value, width))) end
  local text, cut = text_of(value, width)
  host.write(line(text))
  if cut then host.styled(hint .. "\n", "dim") end
end

--- How :save prints a result again: "print", or "show" what print has no text for.
function M.again(value)
  local kind = show.kind(value)
  return (kind and kind ~= "row" or type(value) ~= "table" and not kind) and "print" or "show"
end

--- TEXT, its lines longer than WIDTH broken between words and going on below their last column.
function M.wrapped(text, width)
  local out = {}
  for whole in line(text):gmatch("(.-)\n") do
    if core.width(whole) <= width then
      out[#out + 1] = whole
    else
      local first = whole:match("^.*%S  +") or ""
      local column = core.width(first)
      if column == 0 or column > width * 0.6 then
        first = whole:match("^ *")
        column = #first + 4
      end
      local filled = lines.fill(lines.words(whole:sub(#first + 1)), width, first, (" "):rep(column))
      table.move(filled, 1, #filled, #out + 1, out)
    end
  end
  return table.concat(out, "\n") .. "\n"
end

--- A text of the prompt's own, such as help, fitted; in the pager when that is on.
function M.text(text)
  local width = host.columns()
  text = width and M.wrapped(text, width) or line(text)
  if session.pager then host.page(text) else host.write(text) end
end

return M
