// Judges exported pages with axe-core in headless Chromium: axe.js FOLDER. NODE_PATH names the folder of axe-core; CHROMIUM the browser.
// Each page is opened from the disk, with the engine beside it, and its violations are read from the dumped document. Exit 1 if there are any.
const { execFileSync } = require("child_process");
const fs = require("fs");
const os = require("os");
const path = require("path");
const engine = require.resolve("axe-core/axe.min.js");
const { version } = require("axe-core/package.json");
const browser = process.env.CHROMIUM || "chromium";
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "axe-"));
const profile = path.join(folder, "profile");
const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--allow-file-access-from-files", `--user-data-dir=${profile}`];
const dump = (page, more) => execFileSync(browser, [...flags, ...more, "--virtual-time-budget=30000", "--dump-dom", `file://${page}`],
  { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], maxBuffer: 1 << 28 });
fs.cpSync(process.argv[2], folder, { recursive: true });
fs.copyFileSync(engine, path.join(folder, "axe.min.js"));
const judge = `<script src="axe.min.js"></script><script>
for (const part of document.querySelectorAll("details")) part.open = OPEN;
const scheme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
axe.run().then((found) => {
  document.title = "JUDGED";
  const told = found.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.html.slice(0, 100)).slice(0, 3).join(" | "));
  document.documentElement.innerHTML = "<pre id=told>" + encodeURIComponent(JSON.stringify({ told, passed: found.passes.length, scheme })) + "</pre>";
});
</script></body>`;
const scheme = (nth) => `--blink-settings=preferredColorScheme=${nth}`;
const LOOKS = [[scheme(1), true], [scheme(0), true], [scheme(0), false]];
const looks = {};
let bad = 0, pages = 0, passed = 0;
for (const name of fs.readdirSync(folder).filter((name) => name.endsWith(".html"))) {
  const page = path.join(folder, name);
  const text = fs.readFileSync(page, "utf8");
  for (const [look, open] of LOOKS) {
    fs.writeFileSync(page, text.replace("</body>", judge.replace("OPEN", open)));
    const found = dump(page, [look]).match(/<pre id="told">([^<]*)/);
    if (!found) { console.log(`${name}: axe did not end`); bad += 1; continue; }
    const { told, passed: rules, scheme: seen } = JSON.parse(decodeURIComponent(found[1]));
    looks[seen] = (looks[seen] || 0) + 1;
    told.forEach((violation) => console.log(`${name}, ${seen}: ${violation}`));
    bad += told.length;
    passed += rules;
    pages += 1;
  }
}
fs.rmSync(folder, { recursive: true, force: true });
console.log(`axe-core ${version}, ${execFileSync(browser, ["--version"], { encoding: "utf8" }).trim()}: ${pages} looks at pages (${JSON.stringify(looks)}), ${passed} rules passed, ${bad} violations`);
process.exit(bad ? 1 : 0);
