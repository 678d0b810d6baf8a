--- The figures a document prints: every count with its base and percentage ("64%** 18/30 were",
-- "18 of 30 (60%)", neighbouring cells of a table).  Pure: a text gives a list, nothing is read or
-- written.  text.lua takes the markup off, token.lua finds the numbers, match.lua pairs them, grid.lua reads tables.

local grid = require "heddle.figures.grid"
local match = require "heddle.figures.match"
local shared = require "heddle.figures.shared"
local texts = require "heddle.figures.text"
local token = require "heddle.figures.token"

local M = {}

local max_label = 300 -- bytes of a line that can be a label and its figure
local function line_at(block, offset)
  local line = block.lines[1][2]
  for _, start in ipairs(block.lines) do
    if start[1] < offset then line = start[2] end
  end
  return line
end

-- What is left of the text beside the pair, when that is one run of words.
local function label_of(read, pair)
  if #read.text > max_label then return nil end
  local left = read.text:sub(1, pair[1].first - 1)
  local right = read.text:sub(pair[2].last + 1)
  local middle = read.text:sub(pair[1].last + 1, pair[2].first - 1)
  local parts = {}
  for _, part in ipairs { left, middle, right } do
    part = part:gsub("\n", " "):gsub("^[%s%p]+", ""):gsub("[%s%p]+$", "")
    if part ~= "" then parts[#parts + 1] = part end
  end
  return #parts == 1 and parts[1] or nil
end

local function figure(line, read, pair)
  local count, percent = pair[1], pair[2]
  if count.kind == "percent" then count, percent = percent, count end
  return { line = line, n = count.n, of = count.of, percent = percent.text, decimals = percent.decimals,
    hedge = percent.hedge, printed = match.describe(read, pair) }
end

-- ---- a percentage on a line of its own ----

local function lone(block)
  local read, left = block.read, block.left
  if not read or #left ~= 1 or block.paired then return nil end
  local t = left[1]
  if t.kind == "count" then return t.n <= t.of and "count" or nil end
  local rest = read.text:sub(1, t.first - 1) .. read.text:sub(t.last + 1)
  return not rest:find "%w" and "percent" or nil
end

-- Runs of lines that hold a count and a percentage in turn: the first of the run says which comes first.
local function across_lines(blocks, add)
  local waiting, silent = nil, 0
  for _, block in ipairs(blocks) do
    local kind = block.read and lone(block)
    if block.kind == "heading" or block.paired or block.left and #block.left > 0 and not kind then
      waiting = nil
    elseif kind then
      if waiting and waiting.kind ~= kind and (waiting.kind == "percent" or kind == "percent") then
        add(waiting.block, block)
        waiting = nil
      else
        waiting = { kind = kind, block = block }
      end
      silent = 0
    elseif block.kind ~= "blank" then
      silent = silent + 1
      if silent > 1 then waiting = nil end
    end
  end
end

-- The pairs of a block that is no table.
local function read_block(block, group, base, add)
  local read = token.read(block.text)
  local found, left = match.pairs(read, base)
  block.left, block.paired = left, #found > 0
  block.read = #left == 1 and read or nil
  for _, pair in ipairs(found) do
    local f = figure(line_at(block, pair[1].first), read, pair)
    if #found == 1 and #left == 0 and not pair.outright then f.label = label_of(read, pair) end
    f.group = group
    add(f)
  end
end

--- Every printed pair of TEXT in order: {line, n, of, percent = the digits as printed, decimals,
-- printed = the pair alone, hedge = "about" | "over" | "under" or nil, label = what it is a share of, where
-- that is plain, group = a number shared by the pairs of one list or table}.
function M.pairs(text)
  local blocks = texts.blocks(text)
  local list, group, rows, waiting = {}, 0, {}, nil
  local base, stays -- named above; until the next heading, or only for the list below
  local function add(f)
    f.order = #list + 1
    list[#list + 1] = f
  end
  -- The table read so far; BELOW is the base named below it.
  local function end_rows(below)
    if #rows == 0 then return end
    group = group + 1
    local before = rows[1].before and shared.base_named(texts.unmark(rows[1].before))
    for _, f in ipairs(grid.pairs(rows, texts.unmark, below or before or waiting)) do
      f.group = group
      add(f)
    end
    rows = {}
  end
  local before, blank
  for _, block in ipairs(blocks) do
    if block.kind == "row" then
      if blank then end_rows() end
      if #rows == 0 then waiting = base end
      rows[#rows + 1] = block.row
      before, blank = "row", false
    elseif block.kind == "blank" then
      blank = true
    else
      local named, outright = shared.base_named(block.text)
      end_rows(block.text:find "^%s*Base" and named or nil)
      if block.kind ~= before or block.kind == "heading" or blank and block.kind == "text" then group = group + 1 end
      if block.kind == "heading" then base, stays = nil, outright end
      if block.kind == "text" and not stays then base = nil end
      if named then base = named end
      if not named or block.kind == "item" then read_block(block, group, base, add) end
      before, blank = block.kind, false
    end
  end
  end_rows()
  across_lines(blocks, function(a, b)
    local read = { text = a.text .. "\n" .. b.text }
    local first, second = a.left[1], b.left[1]
    local moved = {}
    for k, v in pairs(second) do moved[k] = v end
    moved.first, moved.last = second.first + #a.text + 1, second.last + #a.text + 1
    add(figure(a.lines[1][2], read, { first, moved }))
  end)
  table.sort(list, function(a, b)
    if a.line ~= b.line then return a.line < b.line end
    return a.order < b.order
  end)
  return list
end

return M
