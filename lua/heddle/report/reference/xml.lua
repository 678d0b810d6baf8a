--- What the parts of our reference documents share: heads, relations, properties and the theme.

local M = {}

M.head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

local office = "http://schemas.openxmlformats.org/officeDocument/2006/"
M.relation = office .. "relationships/"

--- The text of a relations part; LIST of { id, type, target }, types without their common beginning.
function M.relations(list)
  local out = { M.head, '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\n' }
  for _, item in ipairs(list) do
    local kind = item[2]:find "^http" and item[2] or M.relation .. item[2]
    out[#out + 1] = ('  <Relationship Id="%s" Type="%s" Target="%s"/>\n'):format(item[1], kind, item[3])
  end
  out[#out + 1] = "</Relationships>\n"
  return table.concat(out)
end

--- The relations of a package whose document is the part DOCUMENT.
function M.package(document)
  return M.relations {
    { "rId1", "officeDocument", document },
    { "rId2", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
      "docProps/core.xml" },
    { "rId3", "extended-properties", "docProps/app.xml" } }
end

--- The list of content types; OVERRIDES of { part, type }, types without "application/vnd.openxmlformats-".
function M.types(overrides)
  local out = { M.head, '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\n',
    '  <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\n',
    '  <Default Extension="xml" ContentType="application/xml"/>\n' }
  local function add(part, kind)
    out[#out + 1] = ('  <Override PartName="/%s" ContentType="application/vnd.openxmlformats-%s+xml"/>\n'):format(part,
      kind)
  end
  add("docProps/core.xml", "package.core-properties")
  add("docProps/app.xml", "officedocument.extended-properties")
  for _, item in ipairs(overrides) do add(item[1], "officedocument." .. item[2]) end
  out[#out + 1] = "</Types>\n"
  return table.concat(out)
end

M.core = M.head .. [[
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    xmlns:dc="http://purl.org/dc/elements/1.1/"/>
]]

M.app = M.head .. [[
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">
  <Application>heddle</Application>
</Properties>
]]

-- Text and paper, then the six fills of our charts, then links.
local colours = { { "dk1", "0B0C0C" }, { "lt1", "FFFFFF" }, { "dk2", "12436D" }, { "lt2", "F3F2F1" },
  { "accent1", "12436D" }, { "accent2", "28A197" }, { "accent3", "801650" }, { "accent4", "F46A25" },
  { "accent5", "3D3D3D" }, { "accent6", "A285D1" }, { "hlink", "12436D" }, { "folHlink", "801650" } }

local font = '<a:latin typeface="Arial"/><a:ea typeface=""/><a:cs typeface=""/>'
local fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
local line = '<a:ln w="9525">' .. fill .. "</a:ln>"
local effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"

--- The theme: our palette, Arial, flat shapes.
function M.theme()
  local out = { M.head, '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="heddle">\n',
    '  <a:themeElements>\n    <a:clrScheme name="heddle">\n' }
  for _, c in ipairs(colours) do
    out[#out + 1] = ('      <a:%s><a:srgbClr val="%s"/></a:%s>\n'):format(c[1], c[2], c[1])
  end
  out[#out + 1] = '    </a:clrScheme>\n    <a:fontScheme name="heddle">\n      <a:majorFont>' .. font
    .. "</a:majorFont>\n      <a:minorFont>" .. font .. "</a:minorFont>\n    </a:fontScheme>\n"
  out[#out + 1] = '    <a:fmtScheme name="heddle">\n'
  for _, list in ipairs { { "fillStyleLst", fill }, { "lnStyleLst", line }, { "effectStyleLst", effect },
    { "bgFillStyleLst", fill } } do
    out[#out + 1] = ("      <a:%s>%s</a:%s>\n"):format(list[1], list[2]:rep(3), list[1])
  end
  out[#out + 1] = "    </a:fmtScheme>\n  </a:themeElements>\n</a:theme>\n"
  return table.concat(out)
end

return M
