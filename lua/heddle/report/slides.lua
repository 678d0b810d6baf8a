--- A deck being laid out: units of one title and one or more slides, none of them fuller than a slide.  Heights are in
-- points, widths in ems of the size of the text.

local grid = require "heddle.report.grid"
local pandoc = require "heddle.report.pandoc"

local M = {}

-- Of the layouts in reference/pptx/layouts.lua: text of 20 points, a strip of 18 (or 12, small), tables of 14.
M.HEIGHT, M.WIDTH, M.LINE = 370, 42, 25
M.STRIP_WIDTH, M.STRIP_LINES = 47, 3
M.SMALL_STRIP, M.SMALL_WIDTH, M.SMALL_LINES = 1200, 70, 4
-- Of text in 16 points a slide holds so many times more: its lines are fewer and less high.
M.SMALL_TEXT, M.SMALL_ROOM = 1600, 1.5
M.TABLE_WIDTH, M.TABLE_LINE, M.TABLE_GAP = 61, 17, 7.5
M.TABLE_HEIGHT, M.TABLE_ALONE = 310, 380
local GAP, TITLE = 9, 50

--- TEXT cut to WIDTH ems, between words where it has some; the rest is the second result, nil for none.
function M.cut(text, width)
  if #text < 16 * width and grid.width(text) <= width then return text end
  local used, last, at = 0, nil, 1
  for p, code in utf8.codes(text) do
    local char = utf8.char(code)
    if char == " " then last = p end
    used = used + grid.width(char)
    if used > width then
      at = last and last > p // 2 and last or p
      break
    end
  end
  return (text:sub(1, at - 1):gsub(" +$", "")), (text:sub(at):gsub("^ +", ""))
end

-- TEXT in pieces of at most LINES lines of WIDTH ems.
local function pieces(text, width, lines)
  if grid.lines(text, width) <= lines then return { text } end
  local out, rest = {}, text
  while rest do
    local piece
    piece, rest = M.cut(rest, (width - 1) * lines * 0.88)
    out[#out + 1] = piece
  end
  return out
end

local Deck = {}
Deck.__index = Deck

--- An empty deck; TITLE is that of slides before the first heading.
function M.new(title)
  return setmetatable({ units = {}, heading = title }, Deck)
end

--- The next slides have this title.
function Deck:open(title)
  self.unit = { title = title, pages = {} }
  self.units[#self.units + 1] = self.unit
end

--- The unit that is being filled, a new one of the last heading if there is none.
function Deck:current()
  if not self.unit then self:open(self.heading) end
  return self.unit
end

--- A new slide of the current unit; KIND is "section", "text" or "table".
function Deck:page(kind)
  local unit = self:current()
  local page = { kind = kind, blocks = {}, notes = self.waiting or {}, used = 0 }
  self.waiting, self.last = nil, page
  unit.pages[#unit.pages + 1] = page
  return page
end

--- What comes next is on a slide of its own, under the last heading.
function Deck:close()
  self.unit = nil
end

--- BLOCK of this height onto a slide of text.
function Deck:put(block, height)
  local unit = self:current()
  local page = unit.pages[#unit.pages]
  local full = page and page.used > 0 and page.used + height > M.HEIGHT
  if not page or page.kind ~= "text" or full then page = self:page "text" end
  page.blocks[#page.blocks + 1] = block
  page.used = page.used + height
end

--- A text in as many paragraphs as it needs; MAKE turns a text into a block; the first is begun by LEAD in bold.
function Deck:text(text, make, lead, width)
  width = width or M.WIDTH
  if lead and grid.width(lead) > 2 * width then text, lead = lead .. text, nil end
  for i, piece in ipairs(pieces(text, width - (lead and grid.width(lead) / 4 or 0), 12)) do
    local before = i == 1 and lead or nil
    local lines = grid.lines((before or "") .. piece, width)
    self:put(make(piece, before), lines * M.LINE + GAP)
  end
end

--- A paragraph, begun by LEAD in bold if there is one.
function M.para(text, lead)
  return pandoc.para(pandoc.inlines(lead and pandoc.strong(lead) or "", pandoc.str(text)))
end

--- Notes for the speaker of the last slide, or of the first that comes.
function Deck:note(text)
  local none = not self.last or (self.unit and #self.unit.pages == 0)
  local notes = none and (self.waiting or {}) or self.last.notes
  notes[#notes + 1] = text
  if none then self.waiting = notes end
end

-- The slides of a unit as one with smaller text where that holds them all: better than a slide with one last line.
local function joined(pages)
  local all = { kind = "text", size = M.SMALL_TEXT, blocks = {}, notes = {}, used = 0 }
  for _, page in ipairs(pages) do
    if page.kind ~= "text" then return pages end
    all.used = all.used + page.used
    table.move(page.blocks, 1, #page.blocks, #all.blocks + 1, all.blocks)
    table.move(page.notes, 1, #page.notes, #all.notes + 1, all.notes)
  end
  return #pages > 1 and all.used <= M.HEIGHT * M.SMALL_ROOM and { all } or pages
end

local function titled(title, n, count)
  return count > 1 and ("%s (%d of %d)"):format(title, n, count) or title
end

-- TITLE, with a number behind it where a slide has it already.
local function free_title(title, count, seen)
  for n = 1, math.huge do
    local try, free = n == 1 and title or ("%s (%d)"):format(title, n), true
    for i = 1, count do free = free and not seen[titled(try, i, count)] end
    if free then
      for i = 1, count do seen[titled(try, i, count)] = true end
      return try
    end
  end
end

--- The blocks of all slides, for pandoc: headings of level 1 are section slides, of level 2 the others.  SEEN holds
-- the titles that are taken.  The second result has the pages in order.
function Deck:blocks(seen)
  local out, pages = {}, {}
  if self.waiting and not (self.unit and #self.unit.pages == 0) then
    self:close()
    self:current()
  end
  for _, unit in ipairs(self.units) do
    if #unit.pages == 0 then
      self.unit = unit
      self:page "section"
    end
    unit.pages = joined(unit.pages)
    local title = free_title(unit.short or unit.title, #unit.pages, seen)
    for i, page in ipairs(unit.pages) do
      pages[#pages + 1] = page
      out[#out + 1] = pandoc.header(page.kind == "section" and 1 or 2, "", pandoc.str(titled(title, i, #unit.pages)))
      table.move(page.blocks, 1, #page.blocks, #out + 1, out)
      local notes = {}
      for k, note in ipairs(page.notes) do notes[k] = pandoc.para(pandoc.str(note)) end
      if #notes > 0 then out[#out + 1] = pandoc.classed("notes", notes) end
    end
  end
  return out, pages
end

--- A title that fits its slide, and the whole if it was cut.
function M.title(text)
  local short, rest = M.cut(text, TITLE)
  if rest then return short .. "\u{2026}", text end
  return text
end

return M
