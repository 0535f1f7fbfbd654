#!/usr/bin/env python3
"""Two machines, windows open on both, and a real synchronizer between their data folders, over loopback only.

What each window called saved is counted, while logs of open windows are deleted, cut, and put back as they were, and entries are
forgotten on the other machine. At the end both folders must hold every answer, once, and no word that was forgotten.

    cargo build --release && tests/sync/run.py [TOOL...]        ALLY_UP_ROUNDS=20 ALLY_UP_SEED=7 ALLY_UP_BIN=target/release/ally-up

Tools: git unison rclone-bisync rclone-copy rsync syncthing. One that is not installed is skipped, and it is said.
"""

import atexit, json, os, random, re, shutil, subprocess, sys, tempfile, threading, time, urllib.request
from pathlib import Path

ROUNDS = int(os.environ.get("ALLY_UP_ROUNDS", "20"))
SEED = int(os.environ.get("ALLY_UP_SEED", "7"))
HERE = Path(__file__).resolve().parents[2]
BIN = str(Path(os.environ.get("ALLY_UP_BIN", HERE / "target/release/ally-up")).resolve())
LINE = next(line for line in (HERE / "README.md").read_text().splitlines() if line.startswith("git add -A;"))
PATIENCE = 60
SECRET = "seashell"
ID = re.compile(rb'"id":"([0-9a-f-]{36})"[^\n]*?"kind":\{"Answered"')


def course(folder):
    """A course in which each window has a question of its own, so that none waits for another."""
    lessons = "".join(f'Lesson(id: "l{n}", file: "l{n}.md"), ' for n in range(4))
    folder.mkdir()
    (folder / "course.ron").write_text(f'Course(id: "tea", title: "Tea", modules: [Module(id: "m", title: "M", items: [{lessons}])])')
    for n in range(4):
        options = "- [ ] Boiling\n\n  Bitter.\n\n- [x] Warm\n\n  Sweet.\n"
        text = f"# Lesson {n}\n\n### How hot {n}? {{#q{n} .one .in-order}}\n\n{options}\n### For whom {n}? {{#j{n} .reflect}}\n"
        (folder / f"l{n}.md").write_text(text)


def quietly(*command, **options):
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options).returncode


class Machine:
    def __init__(self, root, name):
        self.root, self.course = root / name, root / "tea"
        self.data = self.root / "data"
        self.root.mkdir()
        self.env = {"HOME": str(self.root), "PATH": os.environ["PATH"], "TERM": "dumb"}

    def command(self, *arguments):
        return [BIN, *arguments, "--course", str(self.course), "--data", str(self.data)]

    def run(self, *arguments, typed=""):
        done = subprocess.run(self.command(*arguments), input=typed, env=self.env, capture_output=True, text=True, timeout=PATIENCE)
        return done.stdout

    def doctor(self):
        return json.loads(self.run("doctor", "--json"))

    def files(self):
        """Every file of the folder that no tool hides."""
        found = (path for path in self.data.rglob("*") if path.is_file())
        return [path for path in found if not any(part.startswith(".") for part in path.relative_to(self.data).parts)]


class Window:
    """The program in plain mode, at the question of a lesson."""

    def __init__(self, machine, nth, is_answered=False):
        self.machine, self.nth, self.heard, self.saved, self.is_answered = machine, nth, "", 0, is_answered
        self.process = subprocess.Popen(
            machine.command("--plain"), env=machine.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        atexit.register(self.process.kill)
        threading.Thread(target=self.listen, daemon=True).start()
        # At home already, the page is not said again.
        self.say("home", "")
        self.say(f"Lesson {nth}", "part ")
        self.say("outline", "How hot")
        self.say("How hot", "Boiling")

    def listen(self):
        while text := self.process.stdout.read(1):
            self.heard += text

    def say(self, line, until):
        start, patience = len(self.heard), time.time() + PATIENCE
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        while until not in self.heard[start:]:
            if time.time() > patience:
                sys.exit(f"no {until!r} after {line!r}:\n{self.heard[start - 2000:]}")
            time.sleep(0.002)

    def answer(self):
        if self.is_answered:
            self.say("Try again", "1. Boiling")
        self.say("2", "How sure")
        self.say("Sure", "Saved.")
        self.saved, self.is_answered = self.saved + 1, True

    def logs(self):
        """The files that it has open."""
        fds = Path(f"/proc/{self.process.pid}/fd")
        paths = (Path(os.readlink(fd)) for fd in fds.iterdir())
        return [path for path in paths if path.suffix == ".log" and path.is_file()]

    def quit(self):
        self.say("quit", "Everything is saved")
        self.process.wait(PATIENCE)


# The synchronizers: each has `exchange`, after which both folders hold what the other had.


class Git:
    needs = ["git"]

    def __init__(self, one, two):
        self.conflicts = 0
        self.machines = [one, two]
        hub = one.root.parent / "hub.git"
        quietly("git", "init", "-q", "--bare", "-b", "main", str(hub))
        for machine in self.machines:
            self.git(machine, "clone", "-q", str(hub), str(machine.data), at=machine.root)
            for name, value in [("user.name", machine.root.name), ("user.email", "-")]:
                self.git(machine, "config", name, value)
            self.git(machine, "switch", "-q", "-c", "main")
            if machine is one:
                (machine.data / ".gitattributes").write_text("* -text merge=union\n")
                self.keep(machine)
                self.git(machine, "push", "-q", "-u", "origin", "main")
            else:
                self.git(machine, "pull", "-q", "origin", "main")
                self.git(machine, "branch", "-q", "-u", "origin/main")

    def git(self, machine, *arguments, at=None):
        return quietly("git", *arguments, cwd=at or machine.data, env=machine.env)

    def keep(self, machine):
        self.git(machine, "add", "-A")
        self.git(machine, "commit", "-q", "-m", "progress")

    def exchange(self):
        for machine in [*self.machines, self.machines[0]]:
            # The very line that the README gives.
            if quietly("sh", "-c", LINE, cwd=machine.data, env=machine.env) != 0:
                sys.exit(f"git does not get through in {machine.data}")
            head = subprocess.check_output(["git", "log", "-1", "--format=%s"], cwd=machine.data, text=True)
            self.conflicts += head.strip() == "both"

    def meddle(self, machine, chance, step):
        """An older state is checked out while windows are open, and left again."""
        self.keep(machine)
        self.git(machine, "checkout", "-q", f"HEAD~{chance.randint(1, 3)}")
        step()
        self.git(machine, "add", "-A")
        self.git(machine, "stash", "-q")
        self.git(machine, "checkout", "-q", "main")
        self.git(machine, "stash", "pop", "-q")

    def close(self):
        return f"{self.conflicts} merges that git left to the second half of the line"


class Unison:
    needs = ["unison"]

    def __init__(self, one, two):
        self.roots = [one.data, two.data]
        self.env = {**one.env, "UNISON": str(one.root.parent / "unison")}
        for root in self.roots:
            root.mkdir()

    def exchange(self):
        options = ["-batch", "-silent", "-copyonconflict", "-prefer", "newer", "-confirmbigdel=false"]
        for _ in range(2):
            quietly("unison", *map(str, self.roots), *options, env=self.env)

    def close(self):
        return ""


class RcloneBisync:
    needs = ["rclone"]

    def __init__(self, one, two):
        self.roots, self.resyncs, self.env = [one.data, two.data], 0, one.env
        for root in self.roots:
            root.mkdir()
            (root / "here").write_text("rclone wants a file to begin with\n")
        self.bisync("--resync")

    def bisync(self, *options):
        return quietly("rclone", "bisync", *map(str, self.roots), "--force", *options, env=self.env)

    def exchange(self):
        for _ in range(2):
            if self.bisync() != 0:
                self.resyncs += 1
                self.bisync("--resync")

    def close(self):
        return f"{self.resyncs} times it asked for a new start"


class Copies:
    """A hub that never deletes: what one machine removes, it brings back."""

    def __init__(self, one, two):
        self.roots, self.env = [one.data, two.data], one.env
        self.hub = one.root.parent / "hub"
        for root in [self.hub, *self.roots]:
            root.mkdir()

    def exchange(self):
        for root in [*self.roots, *self.roots]:
            self.copy(root, self.hub)
            self.copy(self.hub, root)

    def close(self):
        return ""


class RcloneCopy(Copies):
    needs = ["rclone"]

    def copy(self, source, target):
        quietly("rclone", "copy", "--update", str(source), str(target), env=self.env)


class Rsync(Copies):
    needs = ["rsync"]

    def exchange(self):
        super().exchange()
        # To -u, what was written in one second is of one age, and the older copy goes back and forth.
        time.sleep(1.1)

    def copy(self, source, target):
        quietly("rsync", "-au", "--inplace", f"{source}/", f"{target}/", env=self.env)


class Syncthing:
    needs = ["syncthing"]

    def __init__(self, one, two):
        self.machines, self.processes = [one, two], []
        homes, ids = [machine.root / "syncthing" for machine in self.machines], []
        for machine, home in zip(self.machines, homes):
            machine.data.mkdir()
            quietly("syncthing", "generate", f"--home={home}", "--no-default-folder", "--skip-port-probing", env=machine.env)
            ids.append(subprocess.check_output(["syncthing", f"--home={home}", "--device-id"], env=machine.env, text=True).strip())
        for nth, (machine, home) in enumerate(zip(self.machines, homes)):
            (home / "config.xml").write_text(self.config(machine, nth, ids))
            command = ["syncthing", "serve", f"--home={home}", "--no-browser", "--no-restart", "--no-upgrade"]
            process = subprocess.Popen(command, env=machine.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            atexit.register(process.kill)
            self.processes.append(process)

    def config(self, machine, nth, ids):
        address = lambda device: f"<address>tcp://127.0.0.1:{29000 + device}</address>"
        devices = "".join(f'<device id="{ids[d]}" name="d{d}">{address(d)}</device>' for d in range(2))
        shared = "".join(f'<device id="{ids[d]}"/>' for d in range(2))
        folder = f'<folder id="p" path="{machine.data}" type="sendreceive" rescanIntervalS="2" fsWatcherEnabled="true" fsWatcherDelayS="1">'
        versions = '<versioning type="simple"><param key="keep" val="5"/></versioning>'
        off = ["globalAnnounceEnabled", "localAnnounceEnabled", "relaysEnabled", "natEnabled", "crashReportingEnabled", "startBrowser"]
        options = f"<listenAddress>tcp://127.0.0.1:{29000 + nth}</listenAddress><urAccepted>-1</urAccepted><reconnectionIntervalS>2</reconnectionIntervalS>"
        options += "".join(f"<{name}>false</{name}>" for name in off)
        gui = f'<gui enabled="true" tls="false"><address>127.0.0.1:{29100 + nth}</address><apikey>key</apikey></gui>'
        return f'<configuration version="36">{folder}{shared}{versions}</folder>{devices}{gui}<options>{options}</options></configuration>'

    def ask(self, nth, path):
        request = urllib.request.Request(f"http://127.0.0.1:{29100 + nth}/rest/{path}", headers={"X-API-Key": "key"})
        return json.load(urllib.request.urlopen(request, timeout=5))

    def is_level(self):
        # Two scans' time without anything left to do on either side, and the same files on both.
        states = [self.ask(nth, "db/status?folder=p") for nth in range(2)]
        idle = all(state["state"] == "idle" and state["needTotalItems"] == 0 and state["globalFiles"] > 0 for state in states)
        names = [{path.relative_to(m.data): path.read_bytes() for path in m.files()} for m in self.machines]
        return idle and names[0] == names[1]

    def exchange(self):
        patience = time.time() + PATIENCE
        while time.time() < patience:
            try:
                if self.is_level():
                    return
            except OSError:
                pass
            time.sleep(0.5)
        sys.exit(f"the two folders never became the same: {[self.ask(nth, 'db/status?folder=p') for nth in range(2)]}")

    def close(self):
        for process in self.processes:
            process.terminate()
            process.wait(PATIENCE)
        return ""


TOOLS = {"git": Git, "unison": Unison, "rclone-bisync": RcloneBisync, "rclone-copy": RcloneCopy, "rsync": Rsync, "syncthing": Syncthing}


def meddle(window, copies, chance):
    """A log of an open window vanishes, is cut, or goes back to an older copy."""
    for log in window.logs():
        older = copies.setdefault(log, [])
        older.append(log.read_bytes())
        match chance.randrange(4):
            case 0:
                log.unlink()
            case 1:
                os.truncate(log, chance.randrange(log.stat().st_size))
            case 2:
                copy = log.with_suffix(".old")
                copy.write_bytes(chance.choice(older))
                os.replace(copy, log)


def write_secret(machine, number):
    """Words that are forgotten, and the first times words that are kept in the same file; how many answers that makes."""
    line = lambda nth, words: f"home\nLesson {nth}\noutline\nFor whom\n{words} {random.random()}\n\nKeep this\n"
    kept = line(number // 3 + 1, "lighthouse " * 60) if number < 9 else ""
    said = machine.run("--plain", typed=kept + line(0, SECRET) + "quit\n")
    # It counts as an answer, and stays one when its words are forgotten.
    return int(f"Quote: {SECRET}" in said) + int("Quote: lighthouse" in said)


def play(name, root, chance):
    course(root / "tea")
    machines = [Machine(root, "one"), Machine(root, "two")]
    tool = TOOLS[name](*machines)
    windows = [Window(machines[nth // 2], nth) for nth in range(4)]
    saved, copies = 0, {}
    for number in range(ROUNDS):
        for window in windows:
            for _ in range(chance.randint(1, 3)):
                window.answer()
        if hasattr(tool, "meddle") and number > 4 and chance.random() < 0.5:
            at = chance.randrange(2)
            tool.meddle(machines[at], chance, windows[at * 2].answer)
        elif chance.random() < 0.5:
            meddle(chance.choice(windows), copies, chance)
        if chance.random() < 0.3:
            nth = chance.randrange(4)
            saved += windows[nth].saved
            windows[nth].quit()
            windows[nth] = Window(machines[nth // 2], nth, is_answered=True)
        if number % 3 == 1:
            saved += write_secret(machines[number % 2], number)
        tool.exchange()
        if number % 3 == 1:
            # Both may forget the same before they hear of each other.
            for machine in machines[: 1 + chance.randrange(2)]:
                machine.run("forget", "entry", "j0", typed="forget\n")
            tool.exchange()
    for window in windows:
        window.answer()
        saved += window.saved
        window.quit()
    for _ in range(3):
        tool.exchange()
        for machine in machines:
            # A start takes out what was forgotten, also what a hub that never deletes has brought back.
            machine.run("--plain", typed="quit\n")
    return report(name, machines, saved, tool)


def report(name, machines, saved, tool):
    told = tool.close()
    worst = {"lost": 0, "doubled": 0, "hidden": 0, "forgotten words left": 0}
    for machine in machines:
        found = machine.doctor()["kinds"].get("answers", 0)
        everything = [path.read_bytes() for path in machine.data.rglob("*") if path.is_file() and ".git" not in path.parts]
        ids = {id for bytes in everything for id in ID.findall(bytes)}
        left = sum(SECRET.encode() in path.read_bytes() for path in machine.files())
        figures = (max(0, saved - found), max(0, found - saved), max(0, len(ids) - found), left)
        worst = {key: max(worst[key], figure) for key, figure in zip(worst, figures)}
    files = max(len(machine.files()) for machine in machines)
    words = ", ".join(f"{key} {figure}" for key, figure in worst.items())
    print(f"{name}: {saved} answers called saved: {words}; {files} files{'; ' + told if told else ''}", flush=True)
    return not any(worst.values())


def main():
    if not Path(BIN).exists():
        sys.exit(f"{BIN} is not there: cargo build --release, or name it in ALLY_UP_BIN")
    wrong = [name for name in sys.argv[1:] if name not in TOOLS]
    if wrong:
        sys.exit(f"no tool {wrong[0]}; there are {' '.join(TOOLS)}")
    print(f"seed {SEED}, {ROUNDS} rounds")
    good = True
    for name in sys.argv[1:] or TOOLS:
        missing = [need for need in TOOLS[name].needs if not shutil.which(need)]
        if missing:
            print(f"{name}: skipped, {missing[0]} is not installed")
            continue
        root = Path(tempfile.mkdtemp(prefix="ally-up-sync-"))
        good = play(name, root, random.Random(SEED)) and good
        shutil.rmtree(root, ignore_errors=True)
    sys.exit(not good)


main()
