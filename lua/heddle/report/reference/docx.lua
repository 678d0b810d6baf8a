--- Our reference document for Word: styles, A4 with page numbers, nothing written in it.

local styles = require "heddle.report.reference.docx.styles"
local xml = require "heddle.report.reference.xml"
local zip = require "heddle.report.zip"

local M = {}

local names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
  .. 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'

-- A4, margins of 2.2 cm: 9411 twentieths of a point to write in.
local document = xml.head .. "<w:document " .. names .. [[>
  <w:body>
    <w:p/>
    <w:sectPr>
      <w:footerReference w:type="default" r:id="rId6"/>
      <w:pgSz w:w="11906" w:h="16838"/>
      <w:pgMar w:top="1247" w:right="1247" w:bottom="1247" w:left="1248" w:header="567" w:footer="567" w:gutter="0"/>
    </w:sectPr>
  </w:body>
</w:document>
]]

local footer = xml.head .. "<w:ftr " .. names .. [[>
  <w:p>
    <w:pPr><w:pStyle w:val="Footer"/></w:pPr>
    <w:r><w:t xml:space="preserve">Page </w:t></w:r>
    <w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>
  </w:p>
</w:ftr>
]]

local settings = xml.head .. "<w:settings " .. names .. [[>
  <w:zoom w:percent="100"/>
  <w:defaultTabStop w:val="720"/>
  <w:characterSpacingControl w:val="doNotCompress"/>
  <w:compat>
    <w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>
  </w:compat>
  <w:themeFontLang w:val="en-GB"/>
  <w:clrSchemeMapping w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2" w:accent1="accent1"
    w:accent2="accent2" w:accent3="accent3" w:accent4="accent4" w:accent5="accent5" w:accent6="accent6"
    w:hyperlink="hyperlink" w:followedHyperlink="followedHyperlink"/>
  <w:decimalSymbol w:val="."/>
  <w:listSeparator w:val=","/>
</w:settings>
]]

local fonts = xml.head .. "<w:fonts " .. names .. [[>
  <w:font w:name="Arial">
    <w:panose1 w:val="020B0604020202020204"/><w:charset w:val="00"/><w:family w:val="swiss"/><w:pitch w:val="variable"/>
  </w:font>
</w:fonts>
]]

local notes = xml.head .. "<w:footnotes " .. names .. [[>
  <w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
  <w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>
</w:footnotes>
]]

local main = "wordprocessingml."

--- The bytes of the reference document.
function M.bytes()
  return zip.write {
    { name = "[Content_Types].xml", text = xml.types {
      { "word/document.xml", main .. "document.main" }, { "word/styles.xml", main .. "styles" },
      { "word/settings.xml", main .. "settings" }, { "word/fontTable.xml", main .. "fontTable" },
      { "word/numbering.xml", main .. "numbering" }, { "word/footnotes.xml", main .. "footnotes" },
      { "word/footer1.xml", main .. "footer" }, { "word/theme/theme1.xml", "theme" } } },
    { name = "_rels/.rels", text = xml.package "word/document.xml" },
    { name = "docProps/core.xml", text = xml.core },
    { name = "docProps/app.xml", text = xml.app },
    { name = "word/document.xml", text = document },
    { name = "word/_rels/document.xml.rels", text = xml.relations {
      { "rId1", "styles", "styles.xml" }, { "rId2", "settings", "settings.xml" },
      { "rId3", "fontTable", "fontTable.xml" }, { "rId4", "numbering", "numbering.xml" },
      { "rId5", "footnotes", "footnotes.xml" }, { "rId6", "footer", "footer1.xml" },
      { "rId7", "theme", "theme/theme1.xml" } } },
    { name = "word/styles.xml", text = styles.part() },
    { name = "word/settings.xml", text = settings },
    { name = "word/fontTable.xml", text = fonts },
    { name = "word/numbering.xml", text = xml.head .. "<w:numbering " .. names .. "/>\n" },
    { name = "word/footnotes.xml", text = notes },
    { name = "word/footer1.xml", text = footer },
    { name = "word/theme/theme1.xml", text = xml.theme() },
  }
end

return M
