--- The styles of our Word documents: Arial 11, dark blue headings, tables with a lined header row.

local xml = require "heddle.report.reference.xml"

local M = {}

local defaults = [[
  <w:docDefaults>
    <w:rPrDefault><w:rPr>
      <w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/>
      <w:color w:val="0B0C0C"/><w:sz w:val="22"/><w:szCs w:val="22"/>
      <w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/>
    </w:rPr></w:rPrDefault>
    <w:pPrDefault><w:pPr><w:spacing w:after="140" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault>
  </w:docDefaults>
]]

local function side(name, size, colour, space)
  return ('<w:%s w:val="single" w:sz="%d" w:space="%d" w:color="%s"/>'):format(name, size, space, colour)
end

local function box(colour)
  return "<w:pBdr>" .. side("top", 8, colour, 6) .. side("left", 8, colour, 8) .. side("bottom", 8, colour, 6)
    .. side("right", 8, colour, 8) .. "</w:pBdr>"
end

local function bar(colour)
  return "<w:pBdr>" .. side("left", 24, colour, 10) .. "</w:pBdr>"
end

local function shade(colour)
  return ('<w:shd w:val="clear" w:color="auto" w:fill="%s"/>'):format(colour)
end

local function space(before, after)
  return ('<w:spacing w:before="%d" w:after="%d"/>'):format(before, after)
end

local function size(half_points)
  return ('<w:sz w:val="%d"/><w:szCs w:val="%d"/>'):format(half_points, half_points)
end

local keep, together = "<w:keepNext/>", "<w:keepLines/>"
local bold, blue, grey = "<w:b/><w:bCs/>", '<w:color w:val="12436D"/>', '<w:color w:val="505A5F"/>'
local inset = '<w:ind w:left="284" w:right="284"/>'

local function outline(level)
  return ('<w:outlineLvl w:val="%d"/>'):format(level)
end

-- id, name, based on, paragraph properties, run properties; in the order of the schema.
local paragraphs = {
  { "BodyText", "Body Text", "Normal", "", "" },
  { "FirstParagraph", "First Paragraph", "BodyText", "", "" },
  { "Compact", "Compact", "BodyText", space(20, 60), "" },
  { "Title", "Title", "Normal", keep .. together .. space(0, 120), bold .. blue .. size(52) },
  { "Subtitle", "Subtitle", "Normal", keep .. together .. space(0, 120), grey .. size(30) },
  { "Author", "Author", "Normal", keep .. together .. space(0, 40), grey },
  { "Date", "Date", "Normal", keep .. together .. space(0, 240), grey },
  { "Heading1", "heading 1", "Normal", keep .. together .. space(400, 140) .. outline(0), bold .. blue .. size(36) },
  { "Heading2", "heading 2", "Normal", keep .. together .. space(320, 120) .. outline(1), bold .. blue .. size(28) },
  { "Heading3", "heading 3", "Normal", keep .. together .. space(260, 100) .. outline(2), bold .. size(24) },
  { "BlockText", "Block Text", "BodyText", together .. bar "28A197" .. inset, "" },
  { "QuoteSource", "Quote Source", "BodyText", bar "28A197" .. inset, grey .. size(20) },
  { "Note", "Note", "BodyText", together .. bar "12436D" .. shade "F3F2F1" .. inset, "" },
  { "SelfCare", "Self-care", "BodyText", together .. box "12436D" .. shade "F3F2F1" .. space(0, 0) .. inset, "" },
  { "SpeakerNotes", "Speaker Notes", "BodyText", bar "505A5F" .. inset, grey .. size(20) },
  { "DefinitionTerm", "Definition Term", "Normal", keep .. together .. space(60, 20), bold },
  { "Definition", "Definition", "Normal", '<w:ind w:left="340"/>', "" },
  { "Caption", "caption", "Normal", space(120, 80), bold .. size(20) },
  { "TableCaption", "Table Caption", "Caption", keep .. together .. space(240, 80), bold .. size(20) },
  { "ImageCaption", "Image Caption", "Caption", keep .. together .. space(240, 80), bold .. size(20) },
  { "FigureSubtitle", "Figure Subtitle", "Normal", keep .. together .. space(0, 80), grey .. size(20) },
  { "Figure", "Figure", "Normal", space(60, 120), "" },
  { "CaptionedFigure", "Captioned Figure", "Figure", keep, "" },
  { "TableNote", "Table Note", "Normal", space(60, 40), grey .. size(18) },
  { "TableNoteLast", "Table Note Last", "TableNote", space(60, 240), grey .. size(18) },
  { "TableEnd", "Table End", "Normal", '<w:spacing w:before="0" w:after="120" w:line="120" w:lineRule="exact"/>',
    size(4) },
  { "PageBreak", "Page Break", "Normal", '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>',
    size(2) },
  { "TOCHeading", "TOC Heading", "Normal", keep .. together .. space(240, 120), bold .. blue .. size(28) },
  { "TOC1", "toc 1", "Normal", space(80, 40), bold },
  { "TOC2", "toc 2", "Normal", space(0, 40) .. '<w:ind w:left="284"/>', "" },
  { "TOC3", "toc 3", "Normal", space(0, 40) .. '<w:ind w:left="567"/>', "" },
  { "Footer", "footer", "Normal", '<w:spacing w:after="0"/><w:jc w:val="right"/>', grey .. size(18) },
  { "FootnoteText", "footnote text", "Normal", "", size(18) },
}

local others = [[
  <w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">
    <w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/>
  </w:style>
  <w:style w:type="character" w:styleId="Hyperlink">
    <w:name w:val="Hyperlink"/><w:rPr><w:color w:val="12436D"/><w:u w:val="single"/></w:rPr>
  </w:style>
  <w:style w:type="character" w:styleId="VerbatimChar">
    <w:name w:val="Verbatim Char"/><w:rPr><w:rFonts w:ascii="Courier New" w:hAnsi="Courier New"/></w:rPr>
  </w:style>
  <w:style w:type="character" w:styleId="FootnoteReference">
    <w:name w:val="footnote reference"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>
  </w:style>
  <w:style w:type="table" w:default="1" w:styleId="TableNormal">
    <w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>
    <w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>
      <w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>
      <w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/>
    </w:tblCellMar></w:tblPr>
  </w:style>
  <w:style w:type="table" w:styleId="Table">
    <w:name w:val="Table"/><w:basedOn w:val="TableNormal"/>
    <w:pPr><w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/></w:pPr>
    <w:rPr><w:sz w:val="19"/><w:szCs w:val="19"/></w:rPr>
    <w:tblPr><w:tblBorders>
      <w:top w:val="single" w:sz="8" w:space="0" w:color="12436D"/>
      <w:bottom w:val="single" w:sz="8" w:space="0" w:color="12436D"/>
      <w:insideH w:val="single" w:sz="4" w:space="0" w:color="B1B4B6"/>
    </w:tblBorders><w:tblCellMar>
      <w:top w:w="30" w:type="dxa"/><w:left w:w="80" w:type="dxa"/>
      <w:bottom w:w="30" w:type="dxa"/><w:right w:w="80" w:type="dxa"/>
    </w:tblCellMar></w:tblPr>
    <w:trPr><w:cantSplit/></w:trPr>
    <w:tblStylePr w:type="firstRow">
      <w:rPr><w:b/><w:bCs/></w:rPr>
      <w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="12436D"/></w:tcBorders>
        <w:shd w:val="clear" w:color="auto" w:fill="E7ECF0"/><w:vAlign w:val="bottom"/></w:tcPr>
    </w:tblStylePr>
  </w:style>
]]

--- word/styles.xml
function M.part()
  local out = { xml.head, '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">\n',
    defaults, '  <w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
    .. "</w:style>\n" }
  for _, s in ipairs(paragraphs) do
    out[#out + 1] = ('  <w:style w:type="paragraph" w:styleId="%s">\n    <w:name w:val="%s"/><w:basedOn w:val="%s"/>'
      .. "<w:qFormat/>\n    <w:pPr>%s</w:pPr><w:rPr>%s</w:rPr>\n  </w:style>\n"):format(s[1], s[2], s[3], s[4], s[5])
  end
  out[#out + 1] = others
  out[#out + 1] = "</w:styles>\n"
  return table.concat(out)
end

return M
