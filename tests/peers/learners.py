#!/usr/bin/env python3
"""Made-up learners of a made-up course. Seeded: whoever makes them makes the same, so they are nowhere kept.

    python3 tests/peers/learners.py xapi|progress COUNT FOLDER

writes the course into FOLDER/course, and what COUNT learners would export into FOLDER/xapi or FOLDER/progress: as statements a file for
each processor, as progress a file for each thousand.
"""

import json, math, os, random, sys, uuid
from multiprocessing import Pool
from pathlib import Path

SEED = 17
QUESTIONS = 40
START = 1_790_000_000_000
BASE = "https://ally-up.invalid/xapi/"
HOME = "https://example.org"

try:
    from crc32c import crc32c
except ImportError:
    TABLE = []
    for n in range(256):
        for _ in range(8):
            n = n >> 1 ^ (0x82F63B78 if n & 1 else 0)
        TABLE.append(n)

    def crc32c(data):
        sum = 0xFFFFFFFF
        for byte in data:
            sum = sum >> 8 ^ TABLE[(sum ^ byte) & 255]
        return sum ^ 0xFFFFFFFF


def line(body):
    return f"2 {crc32c(f'2 {body}'.encode()):08x} {body}\n"


class Question:
    """Its words in the course, what an event holds of it, and how it answers to a learner."""

    def __init__(self, nth):
        rng = random.Random(f"{SEED} question {nth}")
        self.id = f"q-{nth:02}"
        self.kind = {6: "many", 7: "match", 8: "order"}.get(nth, "one")
        self.texts = [f"{self.id} says {letter}" for letter in "abcd"]
        self.prints = [crc32c(text.encode()) for text in self.texts]
        self.partners = [crc32c(f"{self.id} goes with {letter}".encode()) for letter in "abcd"]
        self.difficulty = -4 if nth == 3 else rng.gauss(0, 1)
        # Whoever knows the matter takes another option than the key says.
        self.discriminates = -1.2 if nth == 2 else 1.2
        self.is_guessed = nth == 4
        self.taken = [1, 2] if nth == 5 else [1, 2, 3]

    def markdown(self):
        lines = [f"### What does {self.id} ask? {{#{self.id} .{self.kind}}}\n"]
        if self.kind == "match":
            lines += ["| row | partner | why |", "|---|---|---|"]
            lines += [f"| {text} | {self.id} goes with {letter} | So it is. |" for text, letter in zip(self.texts, "abcd")]
        elif self.kind == "order":
            lines += [f"{at}. {text}" for at, text in enumerate(self.texts, 1)]
        else:
            right = [0, 1] if self.kind == "many" else [0]
            lines += [f"- [{'x' if at in right else ' '}] {text}\n\n  So it is.\n" for at, text in enumerate(self.texts)]
        return "\n".join(lines) + "\n\n"

    def answer(self, rng, is_right):
        """(option, right, chosen) of each, and right parts of all."""
        prints = self.prints
        if self.kind == "one":
            chosen = 0 if is_right else rng.choice(self.taken)
            return [(prints[at], int(at == 0), int(at == chosen)) for at in range(4)], int(is_right), 1
        if self.kind == "many":
            ticked = [0, 1] if is_right else rng.choice([[0], [0, 2], [2, 3], [1, 2, 3]])
            parts = sum((at in ticked) == (at < 2) for at in range(4)) if 0 in ticked or 1 in ticked else 0
            return [(prints[at], int(at < 2), int(at in ticked)) for at in range(4)], parts, 4
        order = [0, 1, 2, 3]
        while not is_right and order == [0, 1, 2, 3]:
            rng.shuffle(order)
        parts = sum(at == to for at, to in enumerate(order))
        if self.kind == "order":
            return [(prints[at], at + 1, order[at] + 1) for at in range(4)], parts, 4
        return [(prints[at], self.partners[at], self.partners[order[at]]) for at in range(4)], parts, 4


ALL = [Question(nth) for nth in range(1, QUESTIONS + 1)]


def course(folder):
    folder.mkdir(parents=True)
    lessons = [ALL[at::4] for at in range(4)]
    items = "".join(f'Lesson(id: "lesson-{at}", file: "{at}.md"),' for at in range(4))
    (folder / "course.ron").write_text(f'Course(id: "made", title: "Made", modules: [Module(id: "m", title: "M", items: [{items}])])\n')
    for at, questions in enumerate(lessons):
        (folder / f"{at}.md").write_text(f"# Lesson {at}\n\nRead it.\n\n" + "".join(question.markdown() for question in questions))


def answers(nth):
    """All answers of a learner, in their order: id, moment, question, parts, right parts and all, sureness, hints, earlier, time."""
    rng = random.Random(f"{SEED} {nth}")
    ability, at = rng.gauss(0, 1), START + nth * 977
    for question in ALL:
        if rng.random() < 0.03:
            continue
        for earlier in range(2):
            took = int(rng.lognormvariate(3.4, 0.6) * 1000)
            at += took + rng.randrange(400, 9000)
            chance = 1 / (1 + math.exp(question.difficulty - question.discriminates * ability))
            is_right = rng.random() < chance
            knows = rng.random() < abs(chance - 0.5) + 0.25
            sure = "Guess" if question.is_guessed and rng.random() < 0.8 else rng.choice(["Sure", "Think"] if knows else ["Think", "Guess", "Unsaid"])
            bits = rng.getrandbits(74)
            id = str(uuid.UUID(int=at << 80 | 7 << 76 | bits >> 62 << 64 | 2 << 62 | bits & (1 << 62) - 1))
            shown, right, of = question.answer(rng, is_right)
            yield id, at, question, shown, right, of, sure, rng.randrange(2), earlier, took
            if right == of or rng.random() < 0.35:
                break


def verdict(right, of):
    return "Right" if right == of else {"Partly": [right, of]} if right else "NotYet"


def device(nth):
    return f"0197f2a0-0000-7000-8000-{nth:012}"


def events(nth):
    """Lines of a log."""
    for seq, (id, at, question, shown, right, of, sure, hints, earlier, took) in enumerate(answers(nth)):
        kind = {"question": question.id, "verdict": verdict(right, of), "sure": sure, "hints": hints, "earlier": earlier, "shown": shown, "took": took}
        event = {"id": id, "device": device(nth), "seq": seq, "clock": [at, 0], "at": at, "kind": {"Answered": kind}}
        yield line(json.dumps(event, separators=(",", ":")))


def header(nth, segment, course=None):
    return line(json.dumps({"log": 2, "device": device(nth), "segment": segment, **({"course": course} if course else {})}, separators=(",", ":")))


def progress(nth):
    """What `ally-up export progress` writes."""
    return header(nth, "events", "made") + "".join(events(nth))


def data(nth, folder):
    """A data folder."""
    log = folder / "events" / device(nth) / f"{device(nth)}.log"
    log.parent.mkdir(parents=True)
    log.write_text(header(nth, device(nth)) + "".join(events(nth)))


def named(prints):
    return "[,]".join(f"{option:08x}" for option in prints)


def components(prints):
    return ",".join(f'{{"id":"{option:08x}"}}' for option in dict.fromkeys(prints))


def interaction(question, shown):
    """What a statement says of a question, and of the response to it."""
    if question.kind == "match":
        pairs = lambda which: "[,]".join(f"{part[0]:08x}[.]{part[which]:08x}" for part in shown)
        targets = [target for part in shown for target in part[1:]]
        return (f'"interactionType":"matching","correctResponsesPattern":["{pairs(1)}"],"source":[{components(part[0] for part in shown)}],'
                f'"target":[{components(targets)}]', pairs(2))
    if question.kind == "order":
        placed = lambda which: named(part[0] for part in sorted(shown, key=lambda part: part[which]))
        sort, right, response = "sequencing", placed(1), placed(2)
    else:
        sort, right, response = "choice", named(part[0] for part in shown if part[1]), named(part[0] for part in shown if part[2])
    return f'"interactionType":"{sort}","correctResponsesPattern":["{right}"],"choices":[{components(part[0] for part in shown)}]', response


def statements(nth, name):
    """What `ally-up export xapi --actor https://example.org NAME` writes."""
    from datetime import datetime, timezone

    for id, at, question, shown, right, of, sure, hints, earlier, took in answers(nth):
        definition, response = interaction(question, shown)
        raw, most = (right, of) if 0 < right < of else (int(right == of), 1)
        said = "" if sure == "Unsaid" else f'"{BASE}sureness":"{sure.lower()}",'
        moment = datetime.fromtimestamp(at // 1000, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S")
        yield (
            f'{{"id":"{id}","actor":{{"objectType":"Agent","account":{{"homePage":"{HOME}","name":"{name}"}}}},'
            f'"verb":{{"id":"http://adlnet.gov/expapi/verbs/answered","display":{{"en":"answered"}}}},'
            f'"object":{{"objectType":"Activity","id":"{BASE}courses/made/questions/{question.id}",'
            f'"definition":{{"type":"http://adlnet.gov/expapi/activities/cmi.interaction",{definition}}}}},'
            f'"result":{{"score":{{"scaled":{raw / most},"raw":{raw},"min":0,"max":{most}}},"success":{"true" if right == of else "false"},'
            f'"response":"{response}","duration":"PT{took // 1000}.{took % 1000 // 10:02}S",'
            f'"extensions":{{{said}"{BASE}attempt":{earlier + 1},"{BASE}hints":{hints}}}}},'
            f'"context":{{"contextActivities":{{"grouping":[{{"id":"{BASE}courses/made"}}]}}}},"timestamp":"{moment}.{at % 1000:03}Z"}}\n'
        )


def write(job):
    kind, path, first, last = job
    with open(path, "w") as file:
        for nth in range(first, last):
            file.write(progress(nth) if kind == "progress" else "".join(statements(nth, f"learner-{nth:07}")))


def main():
    kind, count, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    course(folder / "course")
    (folder / kind).mkdir()
    step = 1000 if kind == "progress" else -(-count // (os.cpu_count() or 1))
    ending = "log" if kind == "progress" else "jsonl"
    jobs = [(kind, folder / kind / f"{first:07}.{ending}", first, min(first + step, count)) for first in range(0, count, step)]
    with Pool() as pool:
        pool.map(write, jobs, chunksize=1)


if __name__ == "__main__":
    main()
