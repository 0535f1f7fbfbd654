"""A thousand made-up learners through `export xapi`, Ralph with ClickHouse, the SQL of `assets/analysis/` and `report`: all agree with
each other and with a plain count. ALLY_UP_BIN names a release build, which takes a third of the time."""

import importlib.metadata, json, math, os, re, shutil, statistics, subprocess, sys, time, urllib.error, urllib.request
from base64 import b64encode
from collections import Counter, defaultdict

import learners
from program import BIN, ROOT, agree, seen, skip

COUNT = int(os.environ.get("ALLY_UP_LEARNERS", 1000))
SQL = ROOT / "assets/analysis"
FIGURES = ["answered", "right", "rest", "rest_squared", "right_rest", "discrimination", "seconds", "guess", "guess_right", "think", "think_right",
           "sure", "sure_right"]


def ally_up(folder, *arguments, code=0):
    env = {"HOME": str(folder), "PATH": os.environ["PATH"], "TZ": "UTC"}
    done = subprocess.run([BIN, *map(str, arguments)], env=env, cwd=folder, capture_output=True, text=True, timeout=600)
    if done.returncode != code:
        sys.exit(f"{arguments} ended with {done.returncode}: {done.stdout[-2000:]}{done.stderr}")
    return done


def counted():
    """The figures by a plain count over what the learners answered."""
    of, options = defaultdict(list), defaultdict(Counter)
    for nth in range(COUNT):
        mine = [answer for answer in learners.answers(nth) if answer[8] == 0]
        right = sum(answer[4] == answer[5] for answer in mine)
        for _, _, question, shown, parts, all, sure, _, _, took in mine:
            ok = int(parts == all)
            of[question.id].append((ok, right - ok, sure.lower(), took // 10))
            options[question.id].update(learners.interaction(question, shown)[1].split("[,]"))
    table = {}
    for question, rows in of.items():
        n, x, y = len(rows), sum(row[0] for row in rows), sum(row[1] for row in rows)
        yy, xy = sum(row[1] ** 2 for row in rows), sum(row[0] * row[1] for row in rows)
        said = [[row[0] for row in rows if row[2] == word] for word in ("guess", "think", "sure")]
        said = [value for oks in said for value in ((len(oks), sum(oks)) if len(oks) >= 10 else (None, None))]
        table[question] = [n, x, y, yy, xy, (n * xy - x * y) / (math.sqrt(n * x - x * x) * math.sqrt(n * yy - y * y)),
                           statistics.median(row[3] for row in rows) / 100, *said]
    return table, {(question, option): count for question, all in options.items() for option, count in all.items()}


def reported(json_text):
    table, options = {}, {}
    for question in json.loads(json_text)["questions"]:
        sure = [question["sure"][word] for word in ("guess", "think", "sure")]
        said = [value for one in sure for value in ((one["answered"], one["right"]) if one else (None, None))]
        sums = question["sums"]
        table[question["id"]] = [question["answered"], question["right"], sums["rest"], sums["rest_squared"], sums["right_rest"],
                                 question["discrimination"], question["seconds"], *said]
        options.update({(question["id"], option["id"]): option["taken"] for option in question["options"] if option["taken"]})
    return table, options


def of_rows(rows):
    return {row["question"]: [row[name] for name in FIGURES] for row in rows}


def same(what, found, expected):
    """Counts and medians to the last digit, correlations to nine."""
    agree(f"{what}: questions", sorted(found), sorted(expected))
    for question, figures in expected.items():
        for name, ours, theirs in zip(FIGURES, figures, found[question]):
            theirs = None if theirs is None else float(theirs)
            close = theirs is not None and ours is not None and abs(ours - theirs) < 1e-9 if name == "discrimination" else ours == theirs
            if not close:
                sys.exit(f"{what}: {question}: {name} is {theirs!r}, and {ours!r} by a plain count")
    last = max(abs(figures[5] - float(found[question][5])) for question, figures in expected.items())
    seen(what, f"{len(found)} questions, all counts and medians equal; correlations at most {last:.0e} apart")


def export(folder):
    """What each learner exports from a data folder of their own."""
    for kind in ("statements", "progress"):
        (folder / kind).mkdir()
    for nth in range(COUNT):
        data = folder / "data"
        learners.data(nth, data)
        for kind, path in (("xapi", folder / f"statements/{nth:05}.jsonl"), ("progress", folder / f"progress/{nth:05}.log")):
            ally_up(folder, "export", kind, "--out", path, "--data", data, "--course", folder / "course")
        if nth < 20:
            path = folder / "named.jsonl"
            ally_up(folder, "export", "xapi", "--actor", learners.HOME, "learner", "--out", path, "--data", data, "--course", folder / "course")
            agree("the same statements as the generator's", path.read_text(), "".join(learners.statements(nth, "learner")))
            path.unlink()
        shutil.rmtree(data)


def clickhouse(query, name):
    text = re.sub(r"\s*;\s*$", "", (SQL / name).read_text())
    return [json.loads(line) for line in query(text, "JSONEachRow").decode().splitlines()]


def by_duckdb(folder):
    try:
        import duckdb
    except ImportError:
        return skip("DuckDB", "PyPI's duckdb is not there")
    here = os.getcwd()
    os.chdir(folder)
    base = duckdb.connect()
    base.execute("SET TimeZone = 'UTC'")
    base.execute((SQL / "duckdb-from-files.sql").read_text())
    rows = base.execute((SQL / "duckdb-questions.sql").read_text())
    names = [column[0] for column in rows.description]
    found = of_rows(dict(zip(names, row)) for row in rows.fetchall())
    os.chdir(here)
    return found


def ask(port, path, body=None):
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data=body, method="POST" if body else "GET")
    request.add_header("Authorization", "Basic " + b64encode(b"ralph:secret").decode())
    request.add_header("X-Experience-API-Version", "1.0.3")
    request.add_header("Content-Type", "application/json")
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def by_ralph(folder, front):
    """The statements in Ralph, sent twice."""
    ralph = shutil.which("ralph", path=f"{os.path.dirname(sys.executable)}:{os.environ['PATH']}")
    if not ralph:
        return skip("Ralph", "PyPI's ralph-malph is not there")
    front.query("CREATE DATABASE xapi")
    front.query("USE xapi")
    front.query("CREATE TABLE xapi.xapi_events_all (event_id UUID, emission_time DateTime64(6), event String)"
                " ENGINE MergeTree ORDER BY (emission_time, event_id)")
    home = folder / "ralph"
    home.mkdir()
    code = "import bcrypt; print(bcrypt.hashpw(b'secret', bcrypt.gensalt(4)).decode())"
    hashed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    (home / "auth.json").write_text(json.dumps([{"username": "ralph", "hash": hashed, "scopes": ["all"],
                                                 "agent": {"account": {"homePage": learners.HOME, "name": "store"}}}]))
    port = front.port + 1 if front.port < 65000 else front.port - 1
    env = {**os.environ, "HOME": str(home), "RALPH_APP_DIR": str(home), "RALPH_AUTH_FILE": str(home / "auth.json"),
           "RALPH_RUNSERVER_BACKEND": "clickhouse", "RALPH_BACKENDS__LRS__CLICKHOUSE__HOST": "127.0.0.1",
           "RALPH_BACKENDS__LRS__CLICKHOUSE__PORT": str(front.port), "RALPH_BACKENDS__LRS__CLICKHOUSE__DATABASE": "xapi"}
    # It begins anew when a file ending in .py changes below its folder: this one is empty.
    server = subprocess.Popen([ralph, "runserver", "-b", "clickhouse", "-h", "127.0.0.1", "-p", str(port)], cwd=home, env=env,
                              stdout=open(home / "log", "w"), stderr=subprocess.STDOUT, start_new_session=True)
    try:
        for _ in range(240):
            try:
                if ask(port, "/__heartbeat__")[0] in (200, 500):
                    break
            except OSError:
                time.sleep(0.25)
        else:
            sys.exit(f"Ralph does not start: {(home / 'log').read_text()[-2000:]}")
        lines = [line for path in sorted((folder / "statements").iterdir()) for line in path.read_text().splitlines()]
        for expected in (200, 204):
            codes = Counter()
            for at in range(0, len(lines), 1000):
                status, words = ask(port, "/xAPI/statements", f"[{','.join(lines[at:at + 1000])}]".encode())
                codes[status] += 1
                if status != expected:
                    sys.exit(f"Ralph: {status} {words[:500]}; {(home / 'log').read_text()[-1500:]}")
            stored = int(front.query("SELECT count() FROM xapi.xapi_events_all"))
            agree("statements in Ralph's table", stored, len(lines))
        seen("Ralph", f"{len(lines)} statements stored; sent again: {dict(codes)}, {stored} there")
        front.query((SQL / "clickhouse-from-ralph.sql").read_text().rstrip().rstrip(";"))
        return of_rows(clickhouse(front.query, "clickhouse-questions.sql"))
    finally:
        os.killpg(server.pid, 15)
        server.wait()


def run(folder):
    learners.course(folder / "course")
    export(folder)
    table, options = counted()
    expected = table, options
    for kind in ("statements", "progress"):
        found = reported(ally_up(folder, "report", folder / kind, "--json", "--course", folder / "course").stdout)
        same(f"report over {kind}", found[0], table)
        agree(f"report over {kind}: options", found[1], {key: count for key, count in options.items() if key[0] != "q-08"})
    flags = {question["id"]: question["flags"] for question in json.loads(
        ally_up(folder, "report", folder / "statements", "--json", "--course", folder / "course").stdout)["questions"] if question["flags"]}
    seen("flags", flags)
    if found := by_duckdb(folder):
        same(f"DuckDB {importlib.metadata.version('duckdb')} over the files", found, table)
    try:
        from clickhouse_front import Front
        front = Front(folder / "clickhouse")
    except ImportError:
        return skip("ClickHouse", "PyPI's chdb is not there")
    source = (SQL / "clickhouse-from-files.sql").read_text().replace("statements/*", f"{folder}/statements/*")
    front.query(source.rstrip().rstrip(";"))
    same(f"ClickHouse (chdb {importlib.metadata.version('chdb')}) over the files", of_rows(clickhouse(front.query, "clickhouse-questions.sql")), table)
    taken = {(row["question"], row["option"]): int(row["taken"]) for row in clickhouse(front.query, "clickhouse-options.sql")}
    agree("ClickHouse: options", taken, options)
    if found := by_ralph(folder, front):
        same(f"Ralph {importlib.metadata.version('ralph-malph')} with ClickHouse", found, table)
    front.close()
