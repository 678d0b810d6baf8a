--- What Word and PowerPoint files share: pictures of charts, and pandoc's zip file mended.

local host = require "heddle.host"
local zip = require "heddle.report.zip"

local M = {}

--- Pictures of a document's charts: the function gives the name of the file of CHART, whose ending is ENDING.  Titles
-- and notes stand around it as text.  LOW: for slides, which are wider than high.
function M.drawings(ending, low)
  local list = {}
  return list, function(chart)
    list[#list + 1] = require("heddle.chart.svg").draw(chart, "figure-" .. #list + 1, { bare = true, low = low })
    return ("figure-%d.%s"):format(#list, ending)
  end
end

--- What pandoc makes of TREE, each part whose name matches a pattern of MEND changed by its function.
function M.convert(format, tree, drawings, mend)
  local reference = require("heddle.report.reference." .. format).bytes()
  local parts = zip.read(host.pandoc(format, tree, reference, drawings))
  for _, part in ipairs(parts) do
    for _, rule in ipairs(mend) do
      if part.name:find(rule[1]) then
        part.text, part.packed = rule[2](zip.text(part), part.name), nil
      end
    end
  end
  return zip.write(parts)
end

local entities = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }

--- TEXT for an attribute or element of XML.
function M.escape(text)
  return (text:gsub('[&<>"]', entities))
end

return M
