"""A plan is made, exported, changed, exported, closed, exported and opened again; each file goes into libical, ical.js, icalendar, khal and
Radicale, and each shows what is true."""

import base64, ctypes, ctypes.util, datetime, importlib.metadata, json, os, shutil, socket, subprocess, sys, time, urllib.request
import xml.etree.ElementTree as tree

from program import Learner, agree, node, packages, seen, skip

CUE = "Ana, who chairs; speaks \\ über 老虎 " + "and is cut off " * 12
ACT = "say: „please go on“, twice"
ANSWERS = {
    2: ["1", "Somebody is cut off"], 3: ["1"], 4: ["1"], 5: ["1", "Hand the floor back"], 6: ["1", "2", "3", "4"],
    7: ["1", "Yes to the line"], 8: ["1", "In our talk"], 9: ["1", "today"], 10: ["1", CUE], 11: ["1", ACT], 13: ["1", "Planning, every Monday"],
    14: ["1", "I am late"], 15: ["1", "say it later"], 20: ["1", "A point is finished"],
}
TODAY = datetime.date.today()
FIRST, SECOND, MOVED = (TODAY + datetime.timedelta(days=days) for days in (7, 28, 30))
JS = """
const ICAL = require('ical.js'); const text = require('fs').readFileSync(0, 'utf8');
const all = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map(part => { const e = new ICAL.Event(part);
  return [e.uid, e.startDate.toString(), e.startDate.isDate, e.duration.toString(), e.sequence, part.getFirstPropertyValue('status'),
          part.getFirstPropertyValue('transp'), e.summary]; });
console.log(JSON.stringify(all));
"""


def events(text):
    """What PyPI's icalendar reads of a file, by the name of each event."""
    import icalendar

    calendar = icalendar.Calendar.from_ical(text)
    agree("PRODID", str(calendar["PRODID"]), "-//Ally Up//Check-ins//EN")
    agree("errors of icalendar", calendar.errors + [error for part in calendar.walk("VEVENT") for error in part.errors], [])
    return {
        str(part["UID"]): {
            "day": part["DTSTART"].dt.isoformat(), "status": str(part["STATUS"]), "sequence": int(part["SEQUENCE"]),
            "stamp": part["DTSTAMP"].dt, "transp": str(part["TRANSP"]), "class": str(part["CLASS"]), "title": str(part["SUMMARY"]),
        }
        for part in calendar.walk("VEVENT")
    }


def libical(text):
    name = ctypes.util.find_library("ical")
    if not name:
        return None
    library = ctypes.CDLL(name)
    for function in ("icalparser_parse_string", "icalcomponent_get_first_component", "icalcomponent_get_next_component"):
        getattr(library, function).restype = ctypes.c_void_p
    root = ctypes.c_void_p(library.icalparser_parse_string(text.encode()))
    agree("errors of libical", library.icalcomponent_count_errors(root), 0)
    agree("restrictions of libical", library.icalrestriction_check(root), 1)
    library.icalcomponent_get_summary.restype = ctypes.c_char_p
    kind = library.icalcomponent_string_to_kind(b"VEVENT")
    titles, part = [], library.icalcomponent_get_first_component(root, kind)
    while part:
        titles.append(library.icalcomponent_get_summary(ctypes.c_void_p(part)).decode())
        part = library.icalcomponent_get_next_component(root, kind)
    return titles


class Khal:
    def __init__(self, folder):
        self.folder = folder
        (folder / "days").mkdir(parents=True)
        self.config = folder / "khal.conf"
        self.config.write_text(
            f"[calendars]\n[[days]]\npath = {folder}/days\n[locale]\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ntimeformat = %H:%M\n"
            f"datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\nlocal_timezone = UTC\ndefault_timezone = UTC\n"
            f"[sqlite]\npath = {folder}/khal.db\n"
        )

    def run(self, *arguments):
        env = {**os.environ, "LC_ALL": "C.UTF-8"}
        return subprocess.run(["khal", "-c", self.config, *arguments], env=env, capture_output=True, text=True, check=True).stdout

    def take(self, path):
        self.run("import", "--batch", path)
        shown = self.run("list", "--format", "{start-date}|{status}|{title}", "--day-format", "", TODAY.isoformat(), "60d")
        return sorted(line.split("|") for line in shown.splitlines() if "|" in line)


class Radicale:
    def __init__(self, folder):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}/me/days/"
        command = [sys.executable, "-m", "radicale", "--server-hosts", f"127.0.0.1:{port}", "--storage-filesystem-folder", str(folder),
                   "--auth-type", "none", "--logging-level", "error", "-C", ""]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.05)
        self.ask("MKCALENDAR", "")

    def ask(self, method, path, body="", kind="text/calendar"):
        headers = {"Content-Type": f"{kind}; charset=utf-8", "Depth": "1", "Authorization": "Basic " + base64.b64encode(b"me:me").decode()}
        request = urllib.request.Request(self.url + path, body.encode(), headers, method=method)
        with urllib.request.urlopen(request) as answer:
            return answer.read().decode()

    def take(self, text):
        """Each event goes to its own place, as a client that imports a file puts it."""
        import icalendar

        whole = icalendar.Calendar.from_ical(text)
        for part in whole.walk("VEVENT"):
            one = icalendar.Calendar()
            one["VERSION"], one["PRODID"] = "2.0", whole["PRODID"]
            one.add_component(part)
            self.ask("PUT", str(part["UID"]) + ".ics", one.to_ical().decode())

    def holds(self):
        query = ('<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><C:calendar-data/></D:prop><C:filter>'
                 '<C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"/></C:comp-filter></C:filter></C:calendar-query>')
        found = tree.fromstring(self.ask("REPORT", "", query, "application/xml")).iter("{urn:ietf:params:xml:ns:caldav}calendar-data")
        held = [one for data in found for one in events(data.text).values()]
        return sorted([one["day"], one["status"], one["title"]] for one in held)

    def busy(self):
        span = [(TODAY + datetime.timedelta(days=days)).strftime("%Y%m%dT000000Z") for days in (0, 60)]
        query = f'<C:free-busy-query xmlns:C="urn:ietf:params:xml:ns:caldav"><C:time-range start="{span[0]}" end="{span[1]}"/></C:free-busy-query>'
        answer = self.ask("REPORT", "", query, "application/xml")
        assert "VFREEBUSY" in answer or "VCALENDAR" in answer, answer
        return [line for line in answer.splitlines() if line.startswith("FREEBUSY")]

    def stop(self):
        self.process.terminate()
        self.process.wait(10)


def run(folder):
    learner = Learner(folder, "learner")
    agree("no plan, no file", learner.run("export", "plan", "--ics", "--out", "none.ics", code=2).count("\n"), 1)
    agree("no plan, no file", (learner.home / "none.ics").exists(), False)
    learner.play("practice", "7", "1", *learner.form(ANSWERS))
    learner.play("practice", "7", "We agreed on this", "It has begun")
    khal = Khal(folder / "khal") if shutil.which("khal") else None
    radicale = Radicale(folder / "radicale")
    before = {}
    try:
        for name, lines, days, status in [
            ("made", [], [FIRST, SECOND], "CONFIRMED"),
            ("changed", ["practice", "7", "Change it", *learner.form({19: ["1", MOVED.isoformat()]})], [FIRST, MOVED], "CONFIRMED"),
            ("closed", ["practice", "7", "Close this plan"], [FIRST, MOVED], "CANCELLED"),
            ("open again", ["practice", "7", "", "Open it again"], [FIRST, MOVED], "CONFIRMED"),
            ("closed again", ["practice", "7", "Close this plan"], [FIRST, MOVED], "CANCELLED"),
            ("followed by another", ["practice", "7", "2"], [FIRST, MOVED, FIRST, SECOND], "CANCELLED"),
        ]:
            time.sleep(1.1)  # The stamp of a change is in seconds.
            if lines:
                learner.play(*lines)
            path = learner.home / f"{name}.ics"
            learner.run("export", "plan", "--ics", "--out", str(path))
            text = path.read_text()
            agree("a word of the plan", [word for word in ("cut off", "Ana", "floor") if word in text], [])
            now = events(text)
            states = [status, status, "CONFIRMED", "CONFIRMED"][: len(now)]
            expected = sorted([day.isoformat(), state, f"Check-in {at % 2 + 1} of my plan"] for at, (day, state) in enumerate(zip(days, states)))
            agree(name, sorted([one["day"], one["status"], one["title"]] for one in now.values()), expected)
            agree(f"{name}: free, private", {(one["transp"], one["class"]) for one in now.values()}, {("TRANSPARENT", "PRIVATE")})
            for uid, old in before.items():
                if {**old, "sequence": 0, "stamp": 0} != {**now[uid], "sequence": 0, "stamp": 0}:
                    assert now[uid]["sequence"] > old["sequence"] and now[uid]["stamp"] > old["stamp"], (name, old, now[uid])
                else:
                    assert now[uid]["sequence"] >= old["sequence"], (name, old, now[uid])
            before = now
            titled = learner.run("export", "plan", "--ics", "--with-plan")
            if name != "followed by another":
                sentence = f"If {' '.join(CUE.split())}, then I will {ACT}."
                titles = [f"Check-in {nth}: {sentence}" for nth in (1, 2)]
                agree("titles in icalendar", [one["title"] for one in events(titled).values()], titles)
                if (found := libical(titled)) is not None:
                    agree("titles in libical", found, titles)
                if (found := node(JS, typed=titled)) is not None:
                    agree("titles in ical.js", [one[-1] for one in json.loads(found)], titles)
            if libical(text) is None:
                skip("libical", "the library is not installed")
            if (found := node(JS, typed=text)) is None:
                skip("ical.js", "node is not installed")
            else:
                agree("ical.js", sorted([one[1], one[5], one[7]] for one in json.loads(found)), expected)
                agree("ical.js: whole free days", {(one[2], one[3], one[6]) for one in json.loads(found)}, {(True, "P1D", "TRANSPARENT")})
            if khal:
                shown = khal.take(path)
                agree("khal", [[day, "CANCELLED" if "CANCELLED" in state else "CONFIRMED", title.removeprefix("CANCELLED ")] for day, state, title in shown], expected)
            else:
                skip("khal", "it is not installed")
            radicale.take(text)
            agree("Radicale", radicale.holds(), expected)
            agree("Radicale: nobody sees a busy day", radicale.busy(), [])
            seen(name, f"{len(now)} days, {', '.join(sorted(set(states)))}, SEQUENCE {[one['sequence'] for one in now.values()]}")
    finally:
        radicale.stop()
    existing = (learner.home / "made.ics").read_bytes()
    agree("an output that exists: lines", learner.run("export", "plan", "--ics", "--out", "made.ics", code=2).count("\n"), 1)
    agree("an output that exists", (learner.home / "made.ics").read_bytes(), existing)
    versions = [f"{name} {importlib.metadata.version(name)}" for name in ("icalendar", "radicale")]
    if khal:
        versions.append(subprocess.run(["khal", "--version"], capture_output=True, text=True).stdout.strip().replace(", version", ""))
    if ctypes.util.find_library("ical") and shutil.which("dpkg-query"):
        asked = subprocess.run(["dpkg-query", "-W", "-f", "libical ${Version}", "libical3"], capture_output=True, text=True)
        versions.append(asked.stdout)
    versions += packages("ical.js")
    seen("read by", ", ".join(versions))
