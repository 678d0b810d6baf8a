--- Our reference document for PowerPoint: wide slides, our palette, seven layouts, no slide.

local layouts = require "heddle.report.reference.pptx.layouts"
local xml = require "heddle.report.reference.xml"
local zip = require "heddle.report.zip"

local M = {}

local main = "presentationml."

-- The name of the table style that pandoc's tables ask for.
local STYLE = "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"

local function presentation()
  return table.concat { xml.head, "<p:presentation ", layouts.names, [[ saveSubsetFonts="1">
  <p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst>
  <p:notesMasterIdLst><p:notesMasterId r:id="rId2"/></p:notesMasterIdLst>
  <p:sldIdLst/>
  <p:sldSz cx="12192000" cy="6858000"/>
  <p:notesSz cx="6858000" cy="9144000"/>
  <p:defaultTextStyle>]], layouts.levels(1800, false), [[</p:defaultTextStyle>
</p:presentation>
]] }
end

local function line(name, width, colour)
  return ('<a:%s><a:ln w="%d"><a:solidFill>%s</a:solidFill></a:ln></a:%s>'):format(name, width, colour, name)
end

local function no_line(name)
  return ("<a:%s><a:ln><a:noFill/></a:ln></a:%s>"):format(name, name)
end

local blue, grey = '<a:schemeClr val="accent1"/>', '<a:srgbClr val="B1B4B6"/>'
local dark = '<a:schemeClr val="dk1"/>'

-- Lines between rows, a shaded header row with a strong line below it.
local table_styles = table.concat { xml.head,
  '<a:tblStyleLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" def="', STYLE, '">\n',
  '  <a:tblStyle styleId="', STYLE, '" styleName="heddle">\n    <a:wholeTbl>\n      <a:tcTxStyle>', dark,
  "</a:tcTxStyle>\n      <a:tcStyle><a:tcBdr>", no_line "left", no_line "right", line("top", 12700, blue),
  line("bottom", 12700, blue), line("insideH", 6350, grey), no_line "insideV",
  "</a:tcBdr><a:fill><a:noFill/></a:fill></a:tcStyle>\n    </a:wholeTbl>\n",
  '    <a:firstRow>\n      <a:tcTxStyle b="on">', dark, "</a:tcTxStyle>\n      <a:tcStyle><a:tcBdr>",
  line("bottom", 19050, blue), '</a:tcBdr><a:fill><a:solidFill><a:srgbClr val="E7ECF0"/></a:solidFill></a:fill>',
  "</a:tcStyle>\n    </a:firstRow>\n  </a:tblStyle>\n</a:tblStyleLst>\n" }

local function part(name, text) return { name = "ppt/" .. name, text = text } end

--- The bytes of the reference document.
function M.bytes()
  local n = #layouts.layouts
  local types = { { "ppt/presentation.xml", main .. "presentation.main" },
    { "ppt/slideMasters/slideMaster1.xml", main .. "slideMaster" },
    { "ppt/notesMasters/notesMaster1.xml", main .. "notesMaster" }, { "ppt/presProps.xml", main .. "presProps" },
    { "ppt/viewProps.xml", main .. "viewProps" }, { "ppt/tableStyles.xml", main .. "tableStyles" },
    { "ppt/theme/theme1.xml", "theme" }, { "ppt/theme/theme2.xml", "theme" } }
  local of_master, parts = {}, {}
  for i = 1, n do
    types[#types + 1] = { ("ppt/slideLayouts/slideLayout%d.xml"):format(i), main .. "slideLayout" }
    of_master[i] = { "rId" .. i, "slideLayout", ("../slideLayouts/slideLayout%d.xml"):format(i) }
    parts[#parts + 1] = part(("slideLayouts/slideLayout%d.xml"):format(i), layouts.layout(i))
    parts[#parts + 1] = part(("slideLayouts/_rels/slideLayout%d.xml.rels"):format(i),
      xml.relations { { "rId1", "slideMaster", "../slideMasters/slideMaster1.xml" } })
  end
  of_master[n + 1] = { "rId" .. n + 1, "theme", "../theme/theme1.xml" }
  local all = {
    { name = "[Content_Types].xml", text = xml.types(types) },
    { name = "_rels/.rels", text = xml.package "ppt/presentation.xml" },
    { name = "docProps/core.xml", text = xml.core },
    { name = "docProps/app.xml", text = xml.app },
    part("presentation.xml", presentation()),
    part("_rels/presentation.xml.rels", xml.relations {
      { "rId1", "slideMaster", "slideMasters/slideMaster1.xml" },
      { "rId2", "notesMaster", "notesMasters/notesMaster1.xml" }, { "rId3", "presProps", "presProps.xml" },
      { "rId4", "viewProps", "viewProps.xml" }, { "rId5", "theme", "theme/theme1.xml" },
      { "rId6", "tableStyles", "tableStyles.xml" } }),
    part("presProps.xml", xml.head .. "<p:presentationPr " .. layouts.names .. "/>\n"),
    part("viewProps.xml", xml.head .. "<p:viewPr " .. layouts.names .. "/>\n"),
    part("tableStyles.xml", table_styles),
    part("theme/theme1.xml", xml.theme()),
    part("theme/theme2.xml", xml.theme()),
    part("slideMasters/slideMaster1.xml", layouts.master(n)),
    part("slideMasters/_rels/slideMaster1.xml.rels", xml.relations(of_master)),
    part("notesMasters/notesMaster1.xml", layouts.notes()),
    part("notesMasters/_rels/notesMaster1.xml.rels", xml.relations { { "rId1", "theme", "../theme/theme2.xml" } }),
  }
  table.move(parts, 1, #parts, #all + 1, all)
  return zip.write(all)
end

return M
