--- A sheet of SVG to draw on: escaping, widths of texts, colours, shapes.
--
-- What is drawn is the same byte for byte: numbers have one decimal at most and never a locale's.  Every shape has
-- presentation attributes, so that it is right by itself, and classes that each stand for one property, so that a page
-- can set other colours: fill of c1 .. c6 (palette), ink (text), muted (secondary text) and paper; stroke of s1 .. s6
-- (palette), line (grids), axis and edge (paper, between shapes that touch).  No style, no script, and no id but those
-- made of the one that is given.

local core = require "heddle.core"
local document = require "heddle.report.document"

local M = {}

--- How wide every chart is.
M.WIDTH = 760

--- Sizes of texts: what is read first, what is drawn, what stands beside it.
M.TITLE, M.TEXT, M.SMALL = 18, 14, 12

--- Fills and strokes; neighbours have a contrast of 3 to 1 and more.
M.palette = { "#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1" }

local fills = { ink = "#0b0c0c", muted = "#505a5f", paper = "#ffffff" }
local strokes = { line = "#b1b4b6", edge = "#ffffff", axis = "#505a5f" }
-- The shades of a heat map, and the texts on them: a page does not set these, or a number would vanish on its shade.
for i, colour in ipairs { "#d7e3ee", "#a9c3da", "#7096bb", "#3e6b97", "#12436D" } do fills["h" .. i] = colour end
fills.dark, fills.light = "#0b0c0c", "#ffffff"
for i, colour in ipairs(M.palette) do
  fills["c" .. i], strokes["s" .. i] = colour, colour
end

-- ---- texts ----

-- Hundredths of the size of a text, by byte from the space on: not less than those of the common sans serif fonts, of
-- which DejaVu Sans is the widest.
local regular = {
  32, 41, 46, 84, 64, 96, 78, 28, 40, 40, 50, 84, 32, 37, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84,
  84, 84, 54, 102, 69, 69, 73, 78, 67, 62, 78, 76, 30, 50, 67, 56, 87, 75, 79, 67, 79, 73, 67, 62, 74, 69, 99, 69, 67,
  69, 40, 34, 40, 84, 56, 50, 62, 64, 55, 64, 62, 36, 64, 64, 28, 28, 58, 28, 98, 64, 62, 64, 64, 42, 53, 40, 64, 60,
  82, 60, 60, 53, 64, 34, 64, 84 }

-- Of other characters that are frequent in names; every further one is taken for wide.
local others = { ["‘"] = 34, ["’"] = 34, ["“"] = 52, ["”"] = 52, ["–"] = 56, ["—"] = 102, ["…"] = 102, ["£"] = 64,
  ["·"] = 34, [" "] = 32 }

local OTHER, LATIN, WIDE, BOLD = 100, 80, 110, 1.14

local function character_width(character)
  local byte = character:byte()
  if byte < 128 then return regular[byte - 31] or 0 end
  local cells = others[character] and 1 or core.width(character)
  if cells ~= 1 then return cells == 0 and 0 or WIDE end
  return others[character] or byte <= 0xc9 and LATIN or OTHER
end

--- How wide TEXT is at SIZE, at the most.
function M.width(text, size, bold)
  local sum = 0
  for character in text:gmatch(utf8.charpattern) do sum = sum + character_width(character) end
  return sum * size / 100 * (bold and BOLD or 1)
end

--- TEXT, cut so that it is at most WIDTH wide; second result: whether it was.
function M.cut(text, width, size, bold)
  if M.width(text, size, bold) <= width then return text, false end
  local kept, used = {}, M.width("…", size, bold)
  for character in text:gmatch(utf8.charpattern) do
    used = used + M.width(character, size, bold)
    if used > width then break end
    kept[#kept + 1] = character
  end
  return (table.concat(kept):gsub("%s+$", "")) .. "…", true
end

-- WORD in pieces that are at most WIDTH wide: before a slash or behind a hyphen when that is enough, else anywhere.
local function pieces(word, width, size, bold, out)
  if M.width(word, size, bold) <= width then
    out[#out + 1] = word
    return
  end
  local piece, used = {}, 0
  for character in word:gmatch(utf8.charpattern) do
    local wide = M.width(character, size, bold)
    if used + wide > width and #piece > 0 then
      out[#out + 1] = table.concat(piece)
      piece, used = {}, 0
    end
    piece[#piece + 1], used = character, used + wide
  end
  out[#out + 1] = table.concat(piece)
end

--- TEXT in lines at most WIDTH wide, MOST of them at the most (nil: as many as it takes); second result: whether it was
-- cut.
function M.wrap(text, width, size, most, bold)
  local words, lines = {}, {}
  for word in text:gmatch("%S+") do pieces(word, width, size, bold, words) end
  for at, word in ipairs(words) do
    local longer = lines[#lines] and lines[#lines] .. " " .. word
    if longer and M.width(longer, size, bold) <= width then
      lines[#lines] = longer
    elseif most and #lines == most then
      lines[most] = M.cut(lines[most] .. " " .. table.concat(words, " ", at), width, size, bold)
      return lines, true
    else
      lines[#lines + 1] = word
    end
  end
  return lines, false
end

local entities = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;", ["'"] = "&#39;" }

--- TEXT as it may stand in XML, in a text or an attribute.
function M.escape(text)
  text = document.clean(text):gsub("\u{fffe}", "\u{fffd}"):gsub("\u{ffff}", "\u{fffd}")
  return (text:gsub("[&<>\"']", entities))
end

-- ---- numbers ----

--- A coordinate: an integer or one decimal.
function M.number(value)
  local tenths = math.floor(value * 10 + 0.5)
  local sign = tenths < 0 and "-" or ""
  tenths = math.abs(tenths)
  if tenths % 10 == 0 then return ("%s%d"):format(sign, tenths // 10) end
  return ("%s%d.%d"):format(sign, tenths // 10, tenths % 10)
end

local coordinate = M.number

-- ---- shapes ----

local Canvas = {}
Canvas.__index = Canvas

local function put(self, piece)
  self.pieces[#self.pieces + 1] = piece
end

-- The attributes of what is filled and stroked with these classes; nil is none.
local function painted(fill, stroke, width, dash)
  local classes = {}
  classes[#classes + 1] = fill
  classes[#classes + 1] = stroke
  return (' class="%s" fill="%s"%s%s'):format(table.concat(classes, " "), fills[fill] or "none",
    stroke and (' stroke="%s" stroke-width="%s"'):format(strokes[stroke], coordinate(width or 1)) or "",
    dash and dash ~= "" and (' stroke-dasharray="%s"'):format(dash) or "")
end

-- An element, with what is shown when it is pointed at.
local function element(self, name, attributes, title)
  put(self, title and ("<%s%s><title>%s</title></%s>"):format(name, attributes, M.escape(title), name)
    or ("<%s%s/>"):format(name, attributes))
end

--- A text whose baseline begins at x, y.  OPTIONS: class ("ink"), size (14), anchor ("start", "middle", "end"), bold,
-- full (the whole text, where TEXT is cut).
function Canvas:text(x, y, text, options)
  options = options or {}
  local class, anchor = options.class or "ink", options.anchor
  put(self, ('<text x="%s" y="%s" class="%s" fill="%s" font-size="%d"%s%s>%s%s</text>'):format(coordinate(x),
    coordinate(y), class, fills[class], options.size or M.TEXT, anchor and anchor ~= "start"
    and (' text-anchor="%s"'):format(anchor) or "", options.bold and ' font-weight="bold"' or "",
    options.full and ("<title>%s</title>"):format(M.escape(options.full)) or "", M.escape(text)))
end

--- A rectangle.  OPTIONS: fill, stroke (classes), width (of the stroke), title.
function Canvas:rect(x, y, width, height, options)
  element(self, "rect", (' x="%s" y="%s" width="%s" height="%s"'):format(coordinate(x), coordinate(y),
    coordinate(width), coordinate(height)) .. painted(options.fill, options.stroke, options.width), options.title)
end

--- A straight line.  OPTIONS: stroke (class, "line"), width, dash.
function Canvas:line(x1, y1, x2, y2, options)
  options = options or {}
  element(self, "line", (' x1="%s" y1="%s" x2="%s" y2="%s"'):format(coordinate(x1), coordinate(y1), coordinate(x2),
    coordinate(y2)) .. painted(nil, options.stroke or "line", options.width, options.dash))
end

--- A line through POINTS, { { x, y }, ... }; with `closed` a shape.  OPTIONS: fill, stroke, width, dash, closed, title.
function Canvas:path(points, options)
  local steps = {}
  for i, point in ipairs(points) do
    steps[i] = (i == 1 and "M" or "L") .. coordinate(point[1]) .. " " .. coordinate(point[2])
  end
  element(self, "path", (' d="%s%s"'):format(table.concat(steps), options.closed and "Z" or "")
    .. painted(options.fill, options.stroke, options.width, options.dash), options.title)
end

--- A circle.  OPTIONS as those of a rectangle.
function Canvas:circle(x, y, r, options)
  element(self, "circle", (' cx="%s" cy="%s" r="%s"'):format(coordinate(x), coordinate(y), coordinate(r))
    .. painted(options.fill, options.stroke, options.width), options.title)
end

-- Corners of marks around the middle, in parts of their radius.
local corners = {
  square = { { -0.9, -0.9 }, { 0.9, -0.9 }, { 0.9, 0.9 }, { -0.9, 0.9 } },
  triangle = { { 0, -1.2 }, { 1.1, 0.9 }, { -1.1, 0.9 } },
  diamond = { { 0, -1.3 }, { 1.3, 0 }, { 0, 1.3 }, { -1.3, 0 } },
  down = { { 0, 1.2 }, { 1.1, -0.9 }, { -1.1, -0.9 } },
  hexagon = { { -1.2, 0 }, { -0.6, -1 }, { 0.6, -1 }, { 1.2, 0 }, { 0.6, 1 }, { -0.6, 1 } },
}

--- What tells series apart beside their colour.
M.marks = { "circle", "square", "triangle", "diamond", "down", "hexagon" }
M.dashes = { "", "7 3", "2 3", "10 3 2 3", "12 4", "4 2 1 2" }

--- The mark of SERIES at x, y.  OPTIONS: hollow, title, radius (5).
function Canvas:mark(series, x, y, options)
  local r, shape = options.radius or 5, corners[M.marks[series]]
  local paint = { fill = options.hollow and "paper" or "c" .. series, stroke = "s" .. series, width = 2, closed = true,
    title = options.title }
  if not shape then return self:circle(x, y, r, paint) end
  local points = {}
  for i, corner in ipairs(shape) do points[i] = { x + corner[1] * r, y + corner[2] * r } end
  self:path(points, paint)
end

--- LINES of text below each other, the first with its baseline at y; where they end (the next baseline).
function Canvas:lines(x, y, lines, step, options)
  for _, line in ipairs(lines) do
    self:text(x, y, line, options)
    y = y + step
  end
  return y
end

local MARGIN = 10

--- What is drawn, with a margin around it, as SVG.  OPTIONS: id, title, desc (its text alternative), height.
function Canvas:svg(options)
  local id = M.escape(options.id)
  local width, height = coordinate(self.width + 2 * MARGIN), coordinate(options.height + 2 * MARGIN)
  return table.concat {
    ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="-%d -%d %s %s" width="%s" height="%s" role="img" '):format(
      MARGIN, MARGIN, width, height, width, height),
    ('aria-labelledby="%s-title %s-desc" font-family="Arial, Helvetica, sans-serif">\n'):format(id, id),
    ('<title id="%s-title">%s</title>\n<desc id="%s-desc">%s</desc>\n'):format(id, M.escape(options.title), id,
      M.escape(options.desc)),
    ('<rect class="paper" fill="#ffffff" x="-%d" y="-%d" width="%s" height="%s"/>\n'):format(MARGIN, MARGIN,
      width, height),
    table.concat(self.pieces, "\n"), "\n</svg>\n",
  }
end

--- An empty sheet.
function M.new(width)
  return setmetatable({ width = width or M.WIDTH, pieces = {} }, Canvas)
end

-- ---- scales ----

--- Round numbers from at most LOW to at least HIGH, about COUNT of them; whole ones when `whole`.
function M.ticks(low, high, count, whole)
  local span, step = math.max(high - low, 1e-9) / (count or 5), nil
  local power = 10.0 ^ math.floor(math.log(span, 10))
  for _, times in ipairs { 1, 2, 5, 10 } do
    step = times * power
    if step >= span - 1e-9 then break end
  end
  if whole then step = math.max(1, math.floor(step + 0.5)) end
  local ticks = {}
  for i = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9) do ticks[#ticks + 1] = i * step end
  return ticks
end

return M
