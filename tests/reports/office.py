"""Word and PowerPoint files of heddle, read by a reader that shares nothing with what wrote them.

    tests/reports/office.py BUILD

Saves the report of tests/reports/office.lua twice and reads both files as zip and XML.  Skipped aloud where pandoc or
rsvg-convert is missing.  The last line is "N passed, N failed".
"""
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
import zipfile

BUILD = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "build")
HEDDLE = os.path.join(BUILD, "heddle")
TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
DC = "{http://purl.org/dc/elements/1.1/}"
TITLE = "Learning & <themes>: a test of every block"
HOSTILE = ["=cmd|' /C calc'!A0", "<script>alert(1)</script>", "![](/etc/passwd)", "[link](https://example.invalid/)",
           "`rm`{=openxml} <w:p/> & \" ' %1 %%", "{{braces}} and \\ and *stars* and _lines_",
           "<<a href=\"file:///etc/passwd\">>"]
passed = failed = 0


def check(what, good, more=""):
    global passed, failed
    if good:
        passed += 1
    else:
        failed += 1
        print("FAILED: %s %s" % (what, more))


def run(args, **more):
    return subprocess.run([HEDDLE] + args, cwd=TOP, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)


def squeezed(text):
    return re.sub(r"\s+", "", text)


class Package:
    """An office file: every part parsed, every relationship kept."""

    def __init__(self, path):
        self.zip = zipfile.ZipFile(path)
        self.names = self.zip.namelist()
        self.name = os.path.basename(path)
        check(self.name + ": sound zip", self.zip.testzip() is None)
        self.parts = {n: ET.fromstring(self.zip.read(n)) for n in self.names if n.endswith((".xml", ".rels"))}
        check(self.name + ": no part twice", len(set(self.names)) == len(self.names))
        times = {i.date_time for i in self.zip.infolist()}
        check(self.name + ": no times", times == {(1980, 1, 1, 0, 0, 0)}, str(times))
        for n in self.names:
            if n.endswith(".rels"):
                self.check_relations(n)
        for n in self.names:
            if "/media/" in n:
                good = self.zip.read(n).startswith((b"\x89PNG", b"<svg", b"<?xml"))
                check("%s: %s is a drawing" % (self.name, n), good)

    def check_relations(self, name):
        folder = os.path.dirname(os.path.dirname(name))
        for r in self.parts[name]:
            target = r.get("Target")
            if r.get("TargetMode") == "External":
                check("%s: external relation to %s" % (self.name, target), False)
                continue
            full = target.lstrip("/") if target.startswith("/") else os.path.normpath(os.path.join(folder, target))
            check("%s: %s leads to %s" % (self.name, name, target), full in self.names)

    def check_core(self):
        core = self.parts["docProps/core.xml"]
        check(self.name + ": title", core.findtext(DC + "title") == TITLE, str(core.findtext(DC + "title")))
        check(self.name + ": language", core.findtext(DC + "language") == "en-GB")
        check(self.name + ": author", core.findtext(DC + "creator") == "heddle's tests")


def check_prose(name, text, markdown_words):
    flat = squeezed(text)
    for h in HOSTILE:
        check("%s: hostile text stays text: %s" % (name, h), squeezed(h) in flat)
    for said in markdown_words:
        check("%s: says %s" % (name, said), squeezed(said) in flat)


WORDS = ["13 of 27 reviews (48%) are counted here.", "First item of the list", "Another thing to do",
         "A review counts once in every theme that it has.", "Nobody asked who else lived there.", "SYN-04, line 12",
         "an adult in the child's life whom no service knew of", "Some themes come up in most reviews",
         "A review can have several themes, so % of reviews adds to more than 100.", "The end.",
         "Welcome, and what to do when it is too much.", "base: 27 coded reviews (3 not yet coded)"]


def word_rows(table):
    return [["".join(t.text or "" for t in c.iter(W + "t")).strip() for c in r.findall(W + "tc")]
            for r in table.findall(W + "tr")]


def check_docx(path, small):
    pack = Package(path)
    pack.check_core()
    body = pack.parts["word/document.xml"]
    text = "".join(t.text or "" for t in body.iter(W + "t"))
    check_prose("docx", text, WORDS)
    check("docx: nothing is lost of a long text", text.count("x" * 4096 if small else "x" * (1 << 20)) >= 1)
    tables = list(body.iter(W + "tbl"))
    check("docx: tables", len(tables) == 3, str(len(tables)))
    for t in tables:
        rows = t.findall(W + "tr")
        heads = [r.find(W + "trPr/" + W + "tblHeader") is not None for r in rows]
        check("docx: one header row, flagged", heads[0] and not any(heads[1:]))
        check("docx: rows stay whole", all(r.find(W + "trPr/" + W + "cantSplit") is not None for r in rows))
        check("docx: as many cells in every row", len({len(r.findall(W + "tc")) for r in rows}) == 1)
        check("docx: no merged cells", not list(t.iter(W + "gridSpan")) and not list(t.iter(W + "vMerge")))
    pictures = list(body.iter(WP + "docPr"))
    check("docx: a picture with its words", len(pictures) == 1 and len(pictures[0].get("descr")) > 60)
    styles = pack.parts["word/styles.xml"]
    langs = {l.get(W + "val") for l in styles.iter(W + "lang")}
    check("docx: language of the text", langs == {"en-GB"}, str(langs))
    names = {s.get(W + "styleId") for s in styles.iter(W + "style")}
    used = {p.get(W + "val") for p in body.iter(W + "pStyle")}
    check("docx: every style is in the reference", used <= names, str(used - names))
    for need in ("Title", "Subtitle", "TOC1", "SelfCare", "Note", "SpeakerNotes", "BlockText", "TableCaption"):
        check("docx: style " + need, need in used)
    marks = {b.get(W + "name") for b in body.iter(W + "bookmarkStart")}
    anchors = [h.get(W + "anchor") for h in body.iter(W + "hyperlink")]
    check("docx: contents lead to headings", len(anchors) > 5 and set(anchors) <= marks)
    check("docx: page break", any(b.get(W + "type") == "page" for b in body.iter(W + "br")))
    return [word_rows(t) for t in tables]


def slide_text(part):
    return ["".join(t.text or "" for t in p.iter(A + "t")) for p in part.iter(A + "p")]


def check_pptx(path, small):
    pack = Package(path)
    pack.check_core()
    count = len([n for n in pack.names if re.match(r"ppt/slides/slide\d+\.xml$", n)])
    slides = [pack.parts["ppt/slides/slide%d.xml" % (i + 1)] for i in range(count)]
    titles, rows, words = [], [], []
    for i, s in enumerate(slides):
        found = []
        for sp in s.iter(P + "sp"):
            ph = sp.find(P + "nvSpPr/" + P + "nvPr/" + P + "ph")
            box = sp.find(P + "nvSpPr/" + P + "cNvSpPr")
            if box.get("txBox"):
                check("pptx: slide %d has no text box" % (i + 1), False)
            if ph is not None and ph.get("type") in ("title", "ctrTitle"):
                found.append("".join(t.text or "" for t in sp.iter(A + "t")))
        check("pptx: slide %d has one title" % (i + 1), len(found) == 1 and found[0].strip() != "", str(found))
        titles += found
        ids = [c.get("id") for c in s.iter(P + "cNvPr")]
        check("pptx: slide %d: every shape has its number" % (i + 1), len(ids) == len(set(ids)))
        check("pptx: slide %d: language" % (i + 1), all(r.get("lang") == "en-GB" for r in s.iter(A + "rPr")))
        for frame in s.iter(P + "graphicFrame"):
            check("pptx: slide %d: its table is named" % (i + 1),
                  bool(frame.find(P + "nvGraphicFramePr/" + P + "cNvPr").get("descr")))
        for t in s.iter(A + "tbl"):
            check("pptx: header row", t.find(A + "tblPr").get("firstRow") == "1")
            lines = [["".join(x.text or "" for x in c.iter(A + "t")).strip() for c in r.findall(A + "tc")]
                     for r in t.findall(A + "tr")]
            check("pptx: slide %d: rows fit" % (i + 1), 2 <= len(lines) <= 17, str(len(lines)))
            check("pptx: table text of 14 points", all(r.get("sz") == "1400" for r in t.iter(A + "rPr")))
            rows.append(lines)
        for p in s.iter(P + "pic"):
            descr = p.find(P + "nvPicPr/" + P + "cNvPr").get("descr") or ""
            check("pptx: slide %d: its picture has words" % (i + 1), len(descr) > 60 and ".png" not in descr, descr)
        words += slide_text(s)
    check("pptx: titles are unique", len(titles) == len(set(titles)),
          str([t for t in titles if titles.count(t) > 1]))
    notes = ["".join(slide_text(v)) for n, v in pack.parts.items() if re.match(r"ppt/notesSlides/notesSlide\d+", n)]
    for said in ("Welcome, and what to do", "Say the number, then", "The chart says it.", "![](/etc/passwd)"):
        check("pptx: notes: " + said, any(said in n for n in notes), str(notes))
    check_prose("pptx", "".join(words) + "".join(notes), WORDS)
    check("pptx: nothing is lost of a long text",
          sum(w.count("x") for w in words if set(w) == {"x"}) == (1 << (12 if small else 20)))
    return rows


def values(report):
    """Row labels and cells of the report's JSON, in order."""
    out = []
    for block in report.get("blocks", []):
        if block.get("kind") not in ("table", "chart"):
            continue
        found = block.get("data") or block
        out.append([[r.get("label")] + [str(c.get("text", "")) for c in r.get("cells", [])]
                    for r in found.get("rows", [])])
    return out


def check_values(report, word, slide):
    wanted = values(report)
    check("json: has the tables", len(wanted) == 3 and all(len(t) > 20 for t in wanted), str([len(t) for t in wanted]))
    for n, table in enumerate(wanted):
        got = [[c.strip() for c in r] for r in word[n][1:]]
        want = [[c.strip() for c in r] for r in table]
        check("docx: table %d has the values of the json" % (n + 1), got == want,
              str([p for p in zip(got, want) if p[0] != p[1]][:2]))
    every = [r for t in slide for r in t[1:]]
    want = [[c.strip() for c in r] for t in wanted for r in t]
    check("pptx: the tables have the values of the json", every == want,
          str([p for p in zip(every, want) if p[0] != p[1]][:2]))


def digest(path):
    with open(path, "rb") as f:
        return hashlib.sha256(f.read()).hexdigest()


def check_missing(tmp, store):
    """Without one of the programs: exit code 69, the old files stay, nothing else is written."""
    out = os.path.join(tmp, "missing")
    os.makedirs(out)
    for name in ("a.docx", "a.md"):
        with open(os.path.join(out, name), "w") as f:
            f.write("old")
    script = os.path.join(tmp, "missing.lua")
    empty = os.path.join(tmp, "empty")
    open(empty, "w").close()
    for kind, program, packages in (("docx", "pandoc", "pandoc librsvg2-bin"), ("pptx", "pandoc", "pandoc librsvg2-bin"),
                                    ("docx", "rsvg-convert", "librsvg2-bin")):
        with open(script, "w") as f:
            f.write('local r = heddle.report { title = "T" }\nr:chart(corpus.reviews:count("outcome"))\nr:save "a.md"\n'
                    'r:save "a.%s"\n' % kind)
        hide = "mount --bind %s /usr/bin/rsvg-convert" % empty if program != "pandoc" else "mount -t tmpfs none /usr/bin"
        hidden = subprocess.run(
            ["unshare", "-rm", "sh", "-c", hide + ' && exec "$@"', "sh", HEDDLE, "run", "--store",
             store, script, "--out", out], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if "unshare" in hidden.stderr or "mount" in hidden.stderr:
            print("office: skipped: a missing pandoc (no mount namespaces here)")
            return
        said = ("missing.lua:4: %s needs %s: apt install %s (html, xlsx, md, csv, json work without)\n"
                % (kind, program, packages))
        check("missing: exit code 69", hidden.returncode == 69, str(hidden.returncode))
        check("missing: its words", hidden.stderr.endswith(said), hidden.stderr)
        old = [open(os.path.join(out, n)).read() for n in sorted(os.listdir(out))]
        check("missing: the old files stay", old == ["old", "old"], str(old))


def check_silent(tmp, store):
    """One of the programs ends well and gives nothing: that is named, and the old file stays."""
    script, out = os.path.join(tmp, "silent.lua"), os.path.join(tmp, "silent")
    os.makedirs(out)
    with open(os.path.join(out, "a.pptx"), "w") as f:
        f.write("old")
    with open(script, "w") as f:
        f.write('local r = heddle.report { title = "T" }\nr:chart(corpus.reviews:count("outcome"))\nr:save "a.pptx"\n')
    for program, gave in (("pandoc", "pptx"), ("rsvg-convert", "png")):
        hide = "mount --bind /usr/bin/true /usr/bin/%s" % program
        silent = subprocess.run(
            ["unshare", "-rm", "sh", "-c", hide + ' && exec "$@"', "sh", HEDDLE, "run", "--store",
             store, script, "--out", out], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if "unshare" in silent.stderr or "mount" in silent.stderr:
            print("office: skipped: a silent %s (no mount namespaces here)" % program)
            return
        said = "silent.lua:3: %s gave no %s file\n" % (program, gave)
        check("silent: exit code 70", silent.returncode == 70, str(silent.returncode))
        check("silent: its words", silent.stderr.endswith(said), silent.stderr)
        check("silent: the old file stays", open(os.path.join(out, "a.pptx")).read() == "old")


def check_interrupted(tmp, store, folder):
    """Ctrl-C while pandoc runs: nothing is written, and the private folder is gone."""
    out = os.path.join(tmp, "interrupted")
    child = subprocess.Popen([HEDDLE, "run", "--store", store, "tests/reports/office.lua", "--out", out], cwd=TOP,
                             stderr=subprocess.PIPE, text=True, env=dict(os.environ, TMPDIR=folder))
    until = time.time() + 30
    while not os.listdir(folder) and child.poll() is None and time.time() < until:
        time.sleep(0.01)
    check("interrupted: a private folder", len(os.listdir(folder)) == 1)
    for name in os.listdir(folder):
        mode = os.stat(os.path.join(folder, name)).st_mode & 0o7777
        check("interrupted: only its owner sees it", mode == 0o700, oct(mode))
    child.send_signal(signal.SIGINT)
    said = child.communicate()[1]
    check("interrupted: exit code 130", child.returncode == 130, "%d %s" % (child.returncode, said))
    check("interrupted: nothing stays", os.listdir(folder) == [] and not os.path.exists(out))


def main():
    if not shutil.which("pandoc") or not shutil.which("rsvg-convert"):
        print("office: skipped: pandoc or rsvg-convert is missing (make deps-web installs both)")
        print("0 passed, 0 failed")
        return
    small = os.environ.get("HEDDLE_TEST_SCALE", "1") in ("0", "1")
    with tempfile.TemporaryDirectory(prefix="office-") as tmp:
        store, private = os.path.join(tmp, "s.db"), os.path.join(tmp, "private")
        os.mkdir(private)
        run(["import", "--store", store, "data/sample"])
        for part in ("one", "two"):
            args = ["run", "--store", store, "tests/reports/office.lua", "--out", os.path.join(tmp, part)]
            done = run(args + (["--param", "small=1"] if small else []), env=dict(os.environ, TMPDIR=private))
            check("no temporary folder stays", os.listdir(private) == [], str(os.listdir(private)))
            check("the report is saved", done.returncode == 0 and done.stderr == "", done.stderr)
            if done.returncode != 0:
                break
        else:
            one, two = os.path.join(tmp, "one"), os.path.join(tmp, "two")
            for name in ("office.docx", "office.pptx"):
                check(name + ": the same bytes twice", digest(os.path.join(one, name)) == digest(os.path.join(two, name)))
            word = check_docx(os.path.join(one, "office.docx"), small)
            slide = check_pptx(os.path.join(one, "office.pptx"), small)
            with open(os.path.join(one, "office.json")) as f:
                check_values(json.load(f), word, slide)
        check_interrupted(tmp, store, private)
        check_missing(tmp, store)
        check_silent(tmp, store)
    print("%d passed, %d failed" % (passed, failed))
    sys.exit(1 if failed else 0)


main()
