--- The slide master and the layouts that pandoc looks for by name.  Sizes are in EMU, 914400 an inch, on a slide of
-- 13.33 by 7.5 inches.

local xml = require "heddle.report.reference.xml"

local M = {}

local names = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
  .. 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
  .. 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
M.names = names

local INCH = 914400

-- x, y, width, height in inches
local places = {
  title = { 0.6, 0.35, 12.13, 1.0 }, body = { 0.6, 1.5, 12.13, 5.35 },
  cover = { 0.9, 1.6, 11.5, 2.2 }, under = { 0.9, 4.0, 11.5, 1.8 },
  section = { 0.9, 2.5, 11.5, 1.6 }, section_text = { 0.9, 4.2, 11.5, 1.2 },
  strip = { 0.6, 1.36, 12.13, 1.08 }, rest = { 0.6, 2.47, 12.13, 4.4 },
  left = { 0.6, 1.5, 5.95, 5.35 }, right = { 6.78, 1.5, 5.95, 5.35 },
  left_head = { 0.6, 1.4, 5.95, 0.6 }, right_head = { 6.78, 1.4, 5.95, 0.6 },
  left_rest = { 0.6, 2.1, 5.95, 4.75 }, right_rest = { 6.78, 2.1, 5.95, 4.75 },
  date = { 0.9, 6.3, 5.0, 0.45 },
}

local function frame(place)
  local p = places[place]
  return ('<a:xfrm><a:off x="%d" y="%d"/><a:ext cx="%d" cy="%d"/></a:xfrm>'):format(math.floor(p[1] * INCH),
    math.floor(p[2] * INCH), math.floor(p[3] * INCH), math.floor(p[4] * INCH))
end

-- A placeholder: its number, name, the attributes of its kind, where it stands, styles of its text.
local function holder(id, name, kind, place, body, styles)
  return ([[
      <p:sp>
        <p:nvSpPr><p:cNvPr id="%d" name="%s"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph %s/></p:nvPr>
        </p:nvSpPr>
        <p:spPr>%s</p:spPr>
        <p:txBody><a:bodyPr%s</a:bodyPr><a:lstStyle>%s</a:lstStyle>
          <a:p><a:r><a:rPr lang="en-GB"/><a:t>%s</a:t></a:r></a:p></p:txBody>
      </p:sp>
]]):format(id, name, kind, frame(place), body or ">", styles or "", name)
end

local tree_head = [[
      <p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>
      <p:grpSpPr>
        <a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm>
      </p:grpSpPr>
]]

-- A coloured bar, which says nothing.
local function bar(id, x, y, width, height)
  return ([[
      <p:sp>
        <p:nvSpPr><p:cNvPr id="%d" name="Bar %d"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>
        <p:spPr><a:xfrm><a:off x="%d" y="%d"/><a:ext cx="%d" cy="%d"/></a:xfrm>
          <a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:schemeClr val="accent1"/></a:solidFill>
          <a:ln><a:noFill/></a:ln></p:spPr>
        <p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="en-GB"/></a:p></p:txBody>
      </p:sp>
]]):format(id, id, math.floor(x * INCH), math.floor(y * INCH), math.floor(width * INCH), math.floor(height * INCH))
end

local number = ([[
      <p:sp>
        <p:nvSpPr><p:cNvPr id="9" name="Number"/><p:cNvSpPr txBox="1"/><p:nvPr userDrawn="1"/></p:nvSpPr>
        <p:spPr><a:xfrm><a:off x="%d" y="%d"/><a:ext cx="%d" cy="%d"/></a:xfrm>
          <a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr>
        <p:txBody><a:bodyPr wrap="square" anchor="ctr"/><a:lstStyle/>
          <a:p><a:pPr algn="r"/><a:fld id="{5B3E7C1A-0D52-4C1B-9E6F-2A7D41C8E901}" type="slidenum"><a:rPr lang="en-GB"
            sz="1400"><a:solidFill><a:srgbClr val="505A5F"/></a:solidFill></a:rPr><a:t>1</a:t></a:fld></a:p></p:txBody>
      </p:sp>
]]):format(math.floor(11.5 * INCH), math.floor(6.95 * INCH), math.floor(1.23 * INCH), math.floor(0.4 * INCH))

local function text_style(level, size, before, properties, bullet)
  local hang = bullet and 285750 or 0
  local said = ('<a:defRPr lang="en-GB" sz="%d" %skern="1200"><a:solidFill><a:schemeClr val="%s"/></a:solidFill>')
    :format(size, properties.bold and 'b="1" ' or "", properties.colour or "tx1")
    .. '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/></a:defRPr>'
  local mark = bullet and '<a:buFont typeface="Arial"/><a:buChar char="&#8226;"/>' or "<a:buNone/>"
  return (('<a:lvl%dpPr marL="%d" indent="%d" algn="l" rtl="0" eaLnBrk="1" latinLnBrk="0" hangingPunct="1">')
    .. "%s%s%s</a:lvl%dpPr>"):format(level, (level - 1) * 342900 + hang, -hang, before, mark, said, level)
end

local gap = '<a:spcBef><a:spcPts val="700"/></a:spcBef>'

--- The styles of text by level, 9 of them, of SIZE hundredths of a point.
function M.levels(size, bullet, space)
  local out = {}
  for level = 1, 9 do out[level] = text_style(level, size, space and gap or "", {}, bullet) end
  return table.concat(out)
end

local function plain_style(size, properties)
  return text_style(1, size, '<a:spcBef><a:spcPts val="0"/></a:spcBef>', properties or {}, false)
end

local head = { bold = true, colour = "tx2" }
local top, middle, bottom = ' anchor="t"><a:normAutofit/>', ' anchor="ctr"><a:normAutofit/>',
  ' anchor="b"><a:normAutofit/>'

--- ppt/slideMasters/slideMaster1.xml
function M.master(count)
  local ids = {}
  for i = 1, count do ids[i] = ('<p:sldLayoutId id="%d" r:id="rId%d"/>'):format(2147483648 + i, i) end
  return table.concat { xml.head, "<p:sldMaster ", names, [[>
  <p:cSld>
    <p:bg><p:bgPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>
    <p:spTree>
]], tree_head, bar(8, 0, 0, 13.334, 0.14), holder(2, "Title", 'type="title"', "title", bottom),
    holder(3, "Text", 'type="body" idx="1"', "body", top), number, [[
    </p:spTree>
  </p:cSld>
  <p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3"
    accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>
  <p:sldLayoutIdLst>]], table.concat(ids), [[</p:sldLayoutIdLst>
  <p:txStyles>
    <p:titleStyle>]], plain_style(2800, head), [[</p:titleStyle>
    <p:bodyStyle>]], M.levels(2000, true, true), [[</p:bodyStyle>
    <p:otherStyle>]], M.levels(1800, false), [[</p:otherStyle>
  </p:txStyles>
</p:sldMaster>
]] }
end

local function title() return holder(2, "Title", 'type="title"', "title", bottom) end

--- The layouts in order: { name, type, shapes }.
M.layouts = {
  { "Title Slide", "title", holder(2, "Title", 'type="ctrTitle"', "cover", bottom, plain_style(4000, head))
    .. holder(3, "Subtitle", 'type="subTitle" idx="1"', "under", top, plain_style(2200))
    .. holder(4, "Date", 'type="dt" sz="half" idx="10"', "date", middle, plain_style(1800))
    .. bar(5, 0.9, 3.86, 2.0, 0.06) },
  { "Title and Content", "obj", title() .. holder(3, "Content", 'idx="1"', "body", top) },
  { "Section Header", "secHead", holder(2, "Title", 'type="title"', "section", bottom, plain_style(3600, head))
    .. holder(3, "Text", 'type="body" idx="1"', "section_text", top, plain_style(2000))
    .. bar(5, 0.9, 4.14, 2.0, 0.06) },
  { "Two Content", "twoObj", title() .. holder(3, "Content", 'sz="half" idx="1"', "left", top)
    .. holder(4, "Content", 'sz="half" idx="2"', "right", top) },
  { "Comparison", "twoTxTwoObj", title() .. holder(3, "Text", 'type="body" idx="1"', "left_head", bottom)
    .. holder(4, "Content", 'sz="half" idx="2"', "left_rest", top)
    .. holder(5, "Text", 'type="body" sz="quarter" idx="3"', "right_head", bottom)
    .. holder(6, "Content", 'sz="quarter" idx="4"', "right_rest", top) },
  { "Content with Caption", "objTx", title() .. holder(4, "Text", 'type="body" sz="half" idx="2"', "strip", top,
    plain_style(1800)) .. holder(3, "Content", 'idx="1"', "rest", top) },
  { "Blank", "blank", "" },
}

--- ppt/slideLayouts/slideLayoutN.xml
function M.layout(n)
  local name, kind, shapes = table.unpack(M.layouts[n])
  return table.concat { xml.head, "<p:sldLayout ", names, (' type="%s" preserve="1">\n'):format(kind),
    ('  <p:cSld name="%s">\n    <p:spTree>\n'):format(name), tree_head, shapes,
    "    </p:spTree>\n  </p:cSld>\n  <p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>\n</p:sldLayout>\n" }
end

--- ppt/notesMasters/notesMaster1.xml
function M.notes()
  return table.concat { xml.head, "<p:notesMaster ", names, [[>
  <p:cSld>
    <p:bg><p:bgPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>
    <p:spTree>
]], tree_head, [[
      <p:sp>
        <p:nvSpPr><p:cNvPr id="2" name="Slide Image"/><p:cNvSpPr><a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/>
        </p:cNvSpPr><p:nvPr><p:ph type="sldImg" idx="2"/></p:nvPr></p:nvSpPr>
        <p:spPr><a:xfrm><a:off x="685800" y="685800"/><a:ext cx="5486400" cy="3086100"/></a:xfrm>
          <a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr>
      </p:sp>
      <p:sp>
        <p:nvSpPr><p:cNvPr id="3" name="Notes"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>
          <p:nvPr><p:ph type="body" sz="quarter" idx="3"/></p:nvPr></p:nvSpPr>
        <p:spPr><a:xfrm><a:off x="685800" y="4000500"/><a:ext cx="5486400" cy="4457700"/></a:xfrm>
          <a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>
        <p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:r><a:rPr lang="en-GB"/><a:t>Notes</a:t></a:r></a:p></p:txBody>
      </p:sp>
      <p:sp>
        <p:nvSpPr><p:cNvPr id="4" name="Slide Number"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>
          <p:nvPr><p:ph type="sldNum" sz="quarter" idx="5"/></p:nvPr></p:nvSpPr>
        <p:spPr><a:xfrm><a:off x="3884613" y="8685213"/><a:ext cx="2971800" cy="457200"/></a:xfrm>
          <a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>
        <p:txBody><a:bodyPr anchor="b"/><a:lstStyle/><a:p><a:pPr algn="r"/>
          <a:fld id="{5B3E7C1A-0D52-4C1B-9E6F-2A7D41C8E901}" type="slidenum"><a:rPr lang="en-GB"/><a:t>1</a:t></a:fld>
        </a:p></p:txBody>
      </p:sp>
    </p:spTree>
  </p:cSld>
  <p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3"
    accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>
  <p:notesStyle>]], M.levels(1400, false), [[</p:notesStyle>
</p:notesMaster>
]] }
end

return M
