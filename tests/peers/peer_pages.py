"""The pages to print in headless Chromium: what axe says of them, without scripts too, and what comes out of a printer on A4 and Letter."""

import json, os, re, shutil, subprocess
from pathlib import Path

from program import Learner, agree, node, packages, seen, skip

SHEETS = {"A4": (595, 842), "Letter": (612, 792)}
JS = """
const puppeteer = require('puppeteer-core'), fs = require('fs');
const [chromium, profile, ...pages] = process.argv.slice(1);
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
(async () => {
  const browser = await puppeteer.launch({ executablePath: chromium, headless: true, userDataDir: profile, args: ['--no-sandbox', '--disable-gpu',
    '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
  const told = { version: await browser.version(), pages: [] };
  for (const path of pages) {
    const page = await browser.newPage(), asked = [];
    page.on('request', request => asked.push(request.url()));
    await page.goto('file://' + path);
    await page.evaluate(axe);
    const found = await page.evaluate(() => axe.run(document, { resultTypes: ['violations', 'incomplete'] }));
    const wide = [];
    for (const width of [320, 1280]) {
      await page.setViewport({ width, height: 900 });
      wide.push(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth));
    }
    const scripts = await page.evaluate(() => document.scripts.length);
    for (const format of ['A4', 'Letter'])
      await page.pdf({ path: path.replace(/html$/, format + '.pdf'), format, preferCSSPageSize: false });
    const brief = list => list.map(one => one.id + ': ' + one.nodes.map(node => node.html).join(' ').slice(0, 300));
    told.pages.push({ violations: brief(found.violations), incomplete: brief(found.incomplete), asked, wide, scripts });
    await page.close();
  }
  await browser.close();
  console.log(JSON.stringify(told));
})().catch(error => { console.error(error); process.exit(1); });
"""


def run(folder):
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        return skip("pages", "chromium is not installed")
    learner = Learner(folder, "learner")
    plan = {2: ["1", "Jemand wird in der Planung unterbrochen & <niemand> merkt es"], 3: ["1"], 4: ["1"], 5: ["1", "Hand the floor back"],
            10: ["1", "she is cut off"], 11: ["1", "say: please go on"], 14: ["1", "من می‌ترسم که دیر شود"]}
    learner.play("practice", "7", "1", *learner.form(plan))
    learner.play("practice", "1", *["1"] * 3, *["3"] * 40)
    tea = folder / "tea"
    tea.mkdir()
    (tea / "course.ron").write_text('Course(id: "tea", title: "Tea", modules: [Module(id: "m", title: "M", items: [Lesson(id: "l", file: "l.md")])])')
    (tea / "l.md").write_text("# Lesson\n\n### For whom? {#j .reflect}\n")
    writer = Learner(folder, "writer", tea)
    writer.play("Lesson", "1", *["A long thought. " * 40, "", "第二行。\u3000とても長い" * 30, "x" * 400, ""] * 4, ".", "Keep this")
    files = {
        "notebook": (learner, ["notebook", "--html"]), "journal": (writer, ["notebook", "--with-journal", "--html"]),
        "record": (learner, ["record", "--html"]), "for-two": (learner, ["for-two"]),
    }
    keep = Path(os.environ.get("ALLY_UP_KEEP", folder))
    keep.mkdir(exist_ok=True)
    paths = []
    for name, (learner, arguments) in files.items():
        path = keep / f"{name}.html"
        path.unlink(missing_ok=True)
        learner.run("export", *arguments, "--out", str(path))
        agree("an output that exists: lines", learner.run("export", *arguments, "--out", str(path), code=2).count("\n"), 1)
        agree(f"{name}: what it would fetch or run", re.findall(r"<script|<link|<img|url\(|src=|@import", path.read_text()), [])
        paths.append(path)
    told = node(JS, chromium, folder / "profile", *paths)
    if told is None:
        return skip("pages", "node is not installed")
    told = json.loads(told)
    for path, page in zip(paths, told["pages"]):
        agree(f"{path.name}: axe", (page["violations"], page["incomplete"]), ([], []))
        agree(f"{path.name}: requests, scripts, wider than its window", (page["asked"], page["scripts"], page["wide"]), ([path.as_uri()], 0, [0, 0]))
        sheets = {}
        for sheet, (width, height) in SHEETS.items():
            pdf = path.with_suffix(f".{sheet}.pdf")
            if not shutil.which("pdfinfo"):
                skip("sheets", "poppler-utils is not installed")
                break
            info = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True, check=True).stdout
            size = re.search(r"Page size: +([0-9.]+) x ([0-9.]+)", info)
            assert abs(float(size[1]) - width) < 2 and abs(float(size[2]) - height) < 2, info
            sheets[sheet] = int(re.search(r"Pages: +(\d+)", info)[1])
        seen(path.name, f"0 violations, nothing fetched, pages: {sheets}")
    seen("read by", f"{told['version']}, {', '.join(packages('axe-core', 'puppeteer-core'))}")
