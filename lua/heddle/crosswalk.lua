--- Frames: the themes of somebody else's codebook, which a crosswalk maps this codebook's themes to.  "panel" and
-- "panel@2020" stand where "theme" does.

local core = require "heddle.core"

local M = {}

-- The crosswalks by name: "panel@2020" each, "panel" the newest.
local by_name
local function all()
  if by_name then return by_name end
  by_name = {}
  for _, crosswalk in ipairs(core.crosswalks(core.open())) do
    by_name[crosswalk.frame .. "@" .. crosswalk.version] = crosswalk
    if crosswalk.newest then by_name[crosswalk.frame] = crosswalk end
  end
  return by_name
end

--- The crosswalk a dimension's name stands for, or nil.
function M.of(name)
  return all()[name]
end

--- A dimension of themes: this codebook's or another frame's.
function M.is_theme(name)
  return name == "theme" or all()[name] ~= nil
end

-- The crosswalks among the dimensions of a tabulation, each once.
local function among(parts)
  local list, seen = {}, {}
  for _, side in ipairs(parts) do
    for _, part in ipairs(side) do
      for _, dim in ipairs(part) do
        local crosswalk = M.of(dim.name)
        if crosswalk and not seen[crosswalk] then list[#list + 1] = crosswalk end
        if crosswalk then seen[crosswalk] = true end
      end
    end
  end
  return list
end

--- The title of a table with these PARTS: "The panel's themes (version 2020) by Area, by crosswalk".
function M.title(title, parts)
  local crosswalks, done = among(parts), 0
  for _, crosswalk in ipairs(crosswalks) do
    local _, to = title:find(crosswalk.label, done + 1, true)
    if to then
      local words = ("%s's themes (version %s)"):format(title:sub(1, to), crosswalk.version)
      title, done = words .. title:sub(to + 1), #words
    end
  end
  return #crosswalks > 0 and title .. ", by crosswalk" or title
end

-- Names of themes in a sentence, the first few of many.
local function listed(codes)
  local shown = table.move(codes, 1, math.min(#codes, 12), 1, {})
  return table.concat(shown, ", ") .. (#codes > #shown and (" and %d more"):format(#codes - #shown) or "")
end

local function source_words(crosswalk)
  if not crosswalk.source then return "source not stated" end
  for _, source in ipairs(core.sources(core.open())) do
    if source.id == crosswalk.source and source.title then
      return "source: " .. source.title .. (source.published and (" (%s)"):format(source.published) or "")
    end
  end
  return "source: " .. crosswalk.source
end

-- What a table by a frame has to say of it.
local function notes_of(crosswalk)
  local notes = { ("%s, version %s: which themes stand for which is the judgement of the codebook's owner; %s."):format(
    crosswalk.label, crosswalk.version, source_words(crosswalk)) }
  local empty = {}
  for _, theme in ipairs(crosswalk.themes) do
    if #theme.from == 0 then empty[#empty + 1] = theme.label end
  end
  if #empty > 0 then notes[#notes + 1] = ("No theme of this codebook is mapped to: %s."):format(listed(empty)) end
  if #crosswalk.unmapped > 0 then
    notes[#notes + 1] = ("Mapped to no theme of %s: %s."):format(crosswalk.label, listed(crosswalk.unmapped))
  end
  return notes
end

--- Append to NOTES what a table with these PARTS has to say of its frames; MENTIONS: it counts mentions.
function M.add_notes(notes, parts, mentions)
  for _, crosswalk in ipairs(among(parts)) do
    local more = notes_of(crosswalk)
    table.move(more, 1, #more, #notes + 1, notes)
    if mentions then
      notes[#notes + 1] = ("A mention counts in every theme of %s that its theme is mapped to."):format(crosswalk.label)
    end
  end
end

return M
