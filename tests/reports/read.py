"""Reads a saved document or deck with Python's standard library alone and compares it with the JSON of the same
report: read.py REPORT.json FILE.  What is wrong is printed, a line each."""
import json
import re
import sys
import xml.etree.ElementTree as ET
import zipfile

A = '{http://schemas.openxmlformats.org/drawingml/2006/main}'
W = '{http://schemas.openxmlformats.org/wordprocessingml/2006/main}'
P = '{http://schemas.openxmlformats.org/presentationml/2006/main}'
wrong = []


def check(good, text, *values):
    if not good:
        wrong.append(text % values if values else text)


def plain(text):
    return re.sub(r'\s+', '', text)


def said(spans):
    return ''.join(s if isinstance(s, str) else s['text'] for s in spans)


def texts_of(report):
    """What every format has to hold: the prose, and each row of each table as the texts of its cells."""
    prose, rows = [report['title']], []
    for block in report['blocks']:
        for key in ('title', 'text', 'source', 'alt'):
            if isinstance(block.get(key), str):
                prose.append(block[key])
        if 'spans' in block:
            prose.append(said(block['spans']))
        for item in block.get('items', []):
            prose += [said(item)] if isinstance(item, list) else [item['term'], said(item['spans'])]
        if block['kind'] == 'table':
            rows += [[row['label']] + [c['text'] for c in row.get('cells', [])] for row in block['rows']]
    return prose, rows


def parts(path):
    files = {}
    with zipfile.ZipFile(path) as z:
        check(z.testzip() is None, 'a part is damaged')
        for info in z.infolist():
            check(info.date_time[0] == 1980, '%s has a time', info.filename)
            check(info.filename not in files, '%s is there twice', info.filename)
            files[info.filename] = z.read(info)
    trees = {}
    for name, data in files.items():
        if name.endswith(('.xml', '.rels')):
            trees[name] = ET.fromstring(data)
    kinds = trees['[Content_Types].xml']
    for kind in kinds:
        part = kind.get('PartName')
        check(part is None or part[1:] in files, 'content type of %s, which is not there', part)
    for name, tree in trees.items():
        if name.endswith('.rels'):
            folder = name.replace('_rels/', '').rsplit('/', 1)[0] if name != '_rels/.rels' else ''
            for link in tree:
                check(link.get('TargetMode') != 'External', '%s leads outside: %s', name, link.get('Target'))
                steps = [] if link.get('Target').startswith('/') else folder.split('/')
                for step in link.get('Target').lstrip('/').split('/'):
                    steps = steps[:-1] if step == '..' else steps + [step]
                target = '/'.join(s for s in steps if s)
                check(link.get('TargetMode') == 'External' or target in files, '%s leads to %s', name, target)
    title = [e.text for e in trees['docProps/core.xml'] if e.tag.endswith('title')]
    check(title and title[0], 'no title among the properties')
    return files, trees


def holds(report, everything, cut=None):
    prose, _ = texts_of(report)
    everything = plain(everything)
    for text in prose:
        check(plain(text) in everything, 'not there: %s', text[:80])


def sections(body):
    """Each section holds something and has the page's number at its foot; the widest tables are on turned pages."""
    content, columns = 0, 0
    for block in body:
        if block.tag == W + 'tbl':
            columns = max(columns, len(block.find(W + 'tblGrid')))
        end = block if block.tag == W + 'sectPr' else block.find(W + 'pPr/' + W + 'sectPr')
        if end is None:
            content += 1
            continue
        wide = end.find(W + 'pgSz').get(W + 'orient') == 'landscape'
        check(content > 0, 'an empty section')
        check(end.find(W + 'footerReference') is not None, 'a section without a foot')
        check(wide or columns <= 12, 'a table of %d columns on an upright page', columns)
        content, columns = 0, 0


def document(report, path):
    files, trees = parts(path)
    body = trees['word/document.xml']
    everything = ''.join(t.text or '' for t in body.iter(W + 't'))
    pictures = [e for e in body.iter() if e.tag.endswith('}docPr')]
    prose, rows = texts_of(report)
    alts = ''.join((e.get('descr') or '') for e in pictures)
    holds(report, everything + alts)
    check(all(e.get('descr') for e in pictures), 'a picture without a text')
    tables = list(body.iter(W + 'tbl'))
    for table in tables:
        first = table.find(W + 'tr')
        check(first is not None and first.find('.//' + W + 'tblHeader') is not None, 'a table without a heading row')
    cells = {plain(''.join(t.text or '' for t in c.iter(W + 't'))) for c in body.iter(W + 'tc')}
    for row in rows:
        for cell in row:
            check(plain(cell) in cells or plain(cell) == '', 'cell %s', cell)
    sections(body.find(W + 'body'))
    check(any('en-GB' in (e.get(W + 'val') or '') for n in ('word/styles.xml', 'word/settings.xml', 'word/document.xml')
              if n in trees for e in trees[n].iter(W + 'lang')) or b'en-GB' in files['word/styles.xml'], 'no language')


def deck(report, path):
    files, trees = parts(path)
    slides = sorted((n for n in trees if re.match(r'ppt/slides/slide\d+\.xml', n)), key=lambda n: int(re.findall(r'\d+', n)[0]))
    titles, everything, cells, notes = [], [], set(), ''
    for name in slides:
        tree = trees[name]
        found = []
        for shape in tree.iter(P + 'sp'):
            place = shape.find('.//' + P + 'ph')
            words = ''.join(t.text or '' for t in shape.iter(A + 't'))
            if place is not None and place.get('type') in ('title', 'ctrTitle'):
                found.append(words)
        check(len(found) == 1 and found[0], '%s has %d titles', name, len(found))
        titles += found
        everything.append(''.join(t.text or '' for t in tree.iter(A + 't')))
        for picture in tree.iter(P + 'pic'):
            check(picture.find('.//' + P + 'cNvPr').get('descr'), '%s: a picture without a text', name)
            everything.append(picture.find('.//' + P + 'cNvPr').get('descr') or '')
        for table in tree.iter(A + 'tbl'):
            check(table.find(A + 'tblPr') is not None and table.find(A + 'tblPr').get('firstRow') == '1', '%s: no heading row', name)
            cells |= {plain(''.join(t.text or '' for t in c.iter(A + 't'))) for c in table.iter(A + 'tc')}
    check(len(set(titles)) == len(titles), 'titles twice: %s', sorted(t for t in titles if titles.count(t) > 1)[:3])
    for name in trees:
        if name.startswith('ppt/notesSlides/notes'):
            notes += ''.join(t.text or '' for t in trees[name].iter(A + 't'))
    joined = plain(''.join(everything)) + plain(notes)
    _, rows = texts_of(report)
    for block in report['blocks']:
        if block['kind'] == 'speaker_notes':
            check(plain(said(block['spans'])) in plain(notes), 'notes not there: %s', said(block['spans'])[:60])
        elif 'spans' in block and len(said(block['spans'])) < 200:
            check(plain(said(block['spans'])) in joined, 'not there: %s', said(block['spans'])[:80])
    for row in rows:
        for cell in row:
            check(plain(cell) in cells or plain(cell) == '', 'cell %s', cell)


with open(sys.argv[1], encoding='utf-8') as f:
    given = json.load(f)
{'docx': document, 'pptx': deck}[sys.argv[2].rsplit('.', 1)[1]](given, sys.argv[2])
for line in wrong[:20]:
    print('%s: %s' % (sys.argv[2].rsplit('/', 1)[-1], line))
sys.exit(1 if wrong else 0)
