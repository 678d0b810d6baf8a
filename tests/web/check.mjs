// Opens HTML reports in a browser that has no network and asks of each what a reader could: that
// axe-core finds nothing, in light, dark, forced colours and on a narrow screen; that nothing is fetched,
// run or refused; that the numbers of internal reports open what is behind them; that it prints.
//
//   node tests/web/check.mjs MODULES CHROMIUM [--shots FOLDER] FILE.html...
//
// MODULES is a folder with the packages of package.json; a report for the public has "public" in its
// name. --shots also saves pictures to look at.
// The last line is "N passed, N failed".

import { createRequire } from "node:module";
import { readFileSync, mkdtempSync, rmSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { tmpdir } from "node:os";
import { pathToFileURL } from "node:url";

const [modules, chromium, ...rest] = process.argv.slice(2);
const shots = rest[0] === "--shots" ? rest.splice(0, 2)[1] : null;
const require = createRequire(resolve(modules, "package.json"));
const { default: puppeteer } = await import(pathToFileURL(require.resolve("puppeteer-core")));
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];

let passed = 0;
let failed = 0;

function check(file, what, wrong) {
    const list = [wrong].flat().filter(Boolean);
    if (list.length === 0) {
        passed++;
        return;
    }
    failed++;
    console.log(`${basename(file)}: ${what}: FAILED`);
    for (const line of list.slice(0, 8)) console.log("    " + String(line).slice(0, 400));
}

// The elements that do not close, and whatever could run, fetch or send.
function wrong_markup(text) {
    const open = [];
    const wrong = [];
    const alone = new Set(["meta", "br", "hr"]);
    const drawing = text.replace(/<svg[\s\S]*?<\/svg>/g, "");
    const body = drawing.replace(/<style>[\s\S]*?<\/style>/, "").replace(/^<!doctype html>/, "");
    for (const [tag, slash, name] of body.matchAll(/<(\/?)([a-zA-Z!?][a-zA-Z0-9-]*)[^>]*>/g)) {
        if (slash) {
            if (open.pop() !== name) wrong.push(`${tag} closes another element`);
        } else if (!alone.has(name) && !tag.endsWith("/>")) open.push(name);
    }
    if (open.length) wrong.push(`not closed: ${open}`);
    return wrong;
}

const foreign = () => {
    const wrong = [];
    const names = "script,img,iframe,object,embed,link,base,form,input,video,audio,image,foreignObject,animate,set";
    for (const e of document.querySelectorAll(names)) wrong.push("element " + e.outerHTML.slice(0, 80));
    for (const e of document.querySelectorAll("*")) {
        for (const a of e.attributes) {
            if (/^on|^style$|^src|^srcdoc$|^action$/i.test(a.name)) wrong.push(`${a.name} on ${e.tagName}`);
            if (/href$/i.test(a.name) && !a.value.startsWith("#")) wrong.push(`${a.name}=${a.value}`);
        }
    }
    const ids = new Set();
    for (const { id } of document.querySelectorAll("[id]")) {
        if (ids.has(id)) wrong.push("twice: " + id);
        ids.add(id);
    }
    for (const a of document.querySelectorAll("a")) {
        const target = a.getAttribute("href").slice(1);
        if (!ids.has(target)) wrong.push("leads nowhere: #" + target);
    }
    const h1 = document.querySelectorAll("h1").length;
    if (h1 !== 1) wrong.push(`${h1} h1`);
    if (!/^[a-z]{2}/.test(document.documentElement.lang)) wrong.push("no lang");
    const control = /[\u202a-\u202e\u2066-\u2069\u0000-\u0008\u001b]/;
    if (control.test(document.body.textContent)) wrong.push("control characters");
    return wrong;
};

// Colours and widths change what these rules see; the others see the same elements in each look.
const rules = { dark: ["color-contrast", "link-in-text-block"], forced: ["color-contrast"],
    narrow: ["target-size", "scrollable-region-focusable"] };

async function violations(page, only) {
    if (!await page.evaluate("typeof axe === 'object'")) await page.evaluate(axe);
    return page.evaluate(async values => {
        // It looks at nothing that is hidden, and takes long to find out what is: such panels step aside.
        const aside = [];
        for (const panel of document.querySelectorAll(".evidence:not(:target)")) {
            const place = document.createComment("");
            panel.replaceWith(place);
            aside.push([place, panel]);
        }
        const found = await axe.run(document, { runOnly: values, resultTypes: ["violations"] });
        for (const [place, panel] of aside) place.replaceWith(panel);
        return found.violations.map(v => `${v.id} (${v.nodes.length}): ${v.nodes[0].html.slice(0, 120)} ` +
            `${v.nodes[0].failureSummary.replace(/\s+/g, " ").slice(0, 220)}`);
    }, only ? { type: "rule", values: only } : { type: "tag", values: TAGS });
}

const looks = {
    light: { width: 1280, features: [["prefers-color-scheme", "light"]] },
    dark: { width: 1280, features: [["prefers-color-scheme", "dark"]] },
    forced: { width: 900, features: [["prefers-color-scheme", "dark"]], forced: true },
    narrow: { width: 320, features: [["prefers-color-scheme", "light"]] },
};

async function look(page, name) {
    const { width, features, forced } = looks[name];
    await page.setViewport({ width, height: 900 });
    await page.emulateMediaFeatures(features.map(([key, value]) => ({ name: key, value })));
    await page.session.send("Emulation.setEmulatedMedia", { features: features.map(([key, value]) =>
        ({ name: key, value })).concat({ name: "forced-colors", value: forced ? "active" : "none" }) });
}

const shown = () => {
    const at = location.hash.slice(1);
    const panel = document.getElementById(at);
    if (!panel || !panel.matches(".evidence")) return `${location.hash} is no panel`;
    const box = panel.getBoundingClientRect();
    if (getComputedStyle(panel).display === "none" || box.height < 20) return "the panel is not shown";
    if (box.top > innerHeight || box.bottom < 0) return "the panel is not in view";
    if (document.activeElement !== panel) return `the focus is on ${document.activeElement.outerHTML.slice(0, 80)}`;
    if (!panel.querySelector("li")) return "the panel is empty";
    return null;
};

async function drill(page, file) {
    const ids = await page.evaluate(() => {
        const all = [...document.querySelectorAll("main a.n")].filter(a => a.closest("details:not([open])") === null);
        return [all[0], all[all.length >> 1]].map(a => a && a.id);
    });
    check(file, "numbers that lead to evidence", ids[0] ? null : "there are none");
    if (!ids[0]) return;
    check(file, "evidence is hidden at first", await page.evaluate(() =>
        [...document.querySelectorAll(".evidence")].some(e => getComputedStyle(e).display !== "none") && "one is shown"));
    await page.click("#" + ids[0]);
    await settled(page);
    check(file, "click on a number", await page.evaluate(shown));
    for (const name of ["dark", "narrow", "light"]) {
        await look(page, name);
        if (shots) await page.screenshot({ path: join(shots, `${basename(file, ".html")}-open-${name}.png`) });
        check(file, `axe with evidence open, ${name}`, await violations(page, rules[name]));
    }
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await settled(page);
    check(file, "the way back by keyboard", await page.evaluate(id =>
        document.activeElement.matches("a.n") ? null : `at ${location.hash}, not #${id}`, ids[0]));
    await look(page, "narrow");
    await page.focus("#" + ids[1]);
    await page.keyboard.press("Enter");
    await settled(page);
    check(file, "Enter on a number", await page.evaluate(shown));
    await page.emulateMediaType("print");
    check(file, "evidence is not printed", await page.evaluate(() =>
        [...document.querySelectorAll(".evidence")].some(e => getComputedStyle(e).display !== "none") && "one is"));
    await page.emulateMediaType(null);
}

// What a change of the address does comes with the next frame.
async function settled(page) {
    await page.evaluate(() => new Promise(go => requestAnimationFrame(() => requestAnimationFrame(go))));
}

async function check_file(browser, file) {
    const begun = Date.now();
    const text = readFileSync(file, "utf8");
    check(file, "markup", wrong_markup(text));
    const page = await browser.newPage();
    page.session = await page.createCDPSession();
    const said = [];
    const address = pathToFileURL(resolve(file)).href;
    page.on("console", m => said.push(`${m.type()}: ${m.text()}`));
    page.on("pageerror", e => said.push(e.message));
    page.on("dialog", d => { said.push("dialog " + d.message()); d.dismiss(); });
    page.on("request", r => { if (r.url().split("#")[0] !== address) said.push("asked for " + r.url()); });
    await look(page, "light");
    await page.goto(address);
    check(file, "nothing foreign", await page.evaluate(foreign));
    check(file, "the policy", text.includes("default-src 'none'") ? null : "there is none");
    check(file, "styled", await page.evaluate(() =>
        getComputedStyle(document.body).maxWidth === "none" && "the style is not applied"));
    const internal = !/public/.test(basename(file));
    check(file, "an internal report says so, a public one does not", await page.evaluate(want =>
        (document.querySelector("header .internal") !== null) !== want && "it does not", internal));
    // What a public page has, the internal one has too, in the same colours and at the same width.
    for (const name in looks) {
        await look(page, name);
        if (shots) {
            const path = join(shots, `${basename(file, ".html")}-${name}.png`);
            await page.screenshot({ path, fullPage: true });
        }
        if (internal || name === "light") check(file, `axe, ${name}`, await violations(page, rules[name]));
        if (name === "narrow") {
            check(file, "fits 320 pixels", await page.evaluate(() =>
                document.scrollingElement.scrollWidth > 320 && `it is ${document.scrollingElement.scrollWidth} wide`));
        }
    }
    await look(page, "light");
    if (internal) await drill(page, file);
    else check(file, "no evidence in a public report", await page.evaluate(() =>
        document.querySelectorAll(".evidence, a.n").length > 0 && "there is some"));
    const pdf = Buffer.from(await page.pdf({ preferCSSPageSize: true, tagged: true, timeout: 60000,
        ...(shots ? { path: join(shots, basename(file, ".html") + ".pdf") } : {}) }));
    check(file, "print", [pdf.length < 2000 && `${pdf.length} bytes`,
        pdf.subarray(0, 5).toString() !== "%PDF-" && "no PDF", !pdf.includes("/StructTreeRoot") && "it is not tagged",
        !pdf.includes("/Lang (en-GB)") && "no language"]);
    check(file, "no messages, requests or refusals", said);
    await page.close();
    if (process.env.HEDDLE_WEB_TIMES) console.log(`${basename(file)}: ${Date.now() - begun} ms`);
}

// A browser draws only the page in front, so each of the two that work side by side has a browser of its own.
const left = [...rest];
async function work() {
    const home = mkdtempSync(join(tmpdir(), "heddle-web-"));
    const browser = await puppeteer.launch({ executablePath: chromium, userDataDir: home, args: ["--no-sandbox",
        "--disable-dev-shm-usage", "--disable-background-networking", "--no-first-run",
        "--host-resolver-rules=MAP * ~NOTFOUND"] });
    try {
        while (left.length > 0) await check_file(browser, left.shift());
    } finally {
        await browser.close();
        rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    }
}
await Promise.all([work(), work()]);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
