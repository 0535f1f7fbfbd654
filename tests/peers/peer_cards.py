"""The cards go into Anki's own importer, are learned and tagged there, and go in again after the course was edited."""

import csv, importlib.metadata, io, re, shutil

from program import ROOT, Learner, agree, seen


def take(collection, path):
    """What the importer says of a file, read as its dialog would read it."""
    from anki.import_export_pb2 import ImportCsvRequest

    metadata = collection.get_csv_metadata(str(path), None)
    answer = collection.import_csv(ImportCsvRequest(path=str(path), metadata=metadata))
    log = answer.log
    return {name: len(getattr(log, name)) for name in ("new", "updated", "duplicate", "conflicting", "first_field_match", "missing_notetype",
                                                       "missing_deck", "empty_first_field")}


def counts(**found):
    none = dict.fromkeys(["new", "updated", "duplicate", "conflicting", "first_field_match", "missing_notetype", "missing_deck", "empty_first_field"], 0)
    return {**none, **found}


def run(folder):
    from anki.collection import Collection

    course = folder / "course"
    shutil.copytree(ROOT / "lessons", course)
    learner = Learner(folder, "learner", course)
    path = folder / "cards.txt"
    learner.run("export", "anki", "--out", str(path))
    text = path.read_text()
    head = [line for line in text.splitlines() if line.startswith("#")]
    records = list(csv.reader(io.StringIO("".join(line + "\n" for line in text.splitlines() if not line.startswith("#"))), delimiter="\t"))
    agree("columns", {len(record) for record in records}, {3})
    guids = [record[0] for record in records]
    agree("names of cards", ([guid for guid in guids if not re.fullmatch("[a-z0-9-]+", guid)], len(set(guids))), ([], len(guids)))

    collection = Collection(str(folder / "collection.anki2"))
    agree("first import", take(collection, path), counts(new=len(records)))
    notes = [collection.get_note(id) for id in collection.find_notes("")]
    agree("notes", {note.guid: note.fields for note in notes}, {guid: [front, back] for guid, front, back in records})
    agree("type, deck, tags", {(note.note_type()["name"], *note.tags) for note in notes}, {("Basic", "ally-up")})
    decks = {collection.decks.name(card.did) for note in notes for card in note.cards()}
    agree("deck", decks, {head[3].removeprefix("#deck:")})
    agree("second import", take(collection, path), counts(duplicate=len(records)))

    # The learner tags, learns and moves a card; another deck's file says that what is there shall be kept.
    mine = next(note for note in notes if note.guid.endswith("--which-lines-stay"))
    mine.tags.append("mine")
    collection.update_note(mine)
    card = mine.cards()[0]
    card.type, card.queue, card.due, card.ivl, card.reps = 2, 2, 30, 10, 4
    collection.update_card(card)
    other = folder / "other.txt"
    other.write_text("#separator:tab\n#html:true\n#notetype:Basic\n#deck:Other\n#if matches:keep current\nfront\tback\n")
    take(collection, other)

    # The author edits the question, and a reason with signs that Anki takes for its own.
    lesson = next(course.rglob("1-set-up-the-conversation.md"))
    words = lesson.read_text()
    edited = words.replace("Which of these lines should stay? {#which-lines-stay ", "Which of these lines would you keep? {#which-lines-stay ")
    assert edited != words
    edited = edited.replace("  The second in which it breaks is plain,", "  \\\\(x\\\\) \\[sound:a.mp3\\] \\[latex\\] {{c1::a}} # \"q\" The second in which it breaks is plain,")
    lesson.write_text(edited)
    again = folder / "again.txt"
    learner.run("export", "anki", "--out", str(again))
    agree("import after an edit", take(collection, again), counts(updated=1, duplicate=len(records) - 1))
    after, card = collection.get_note(mine.id), collection.get_card(card.id)
    assert "would you keep?" in after.fields[0] and "&#91;sound:a.mp3]" in after.fields[1] and "&#92;(x&#92;)" in after.fields[1], after.fields
    agree("tags", sorted(after.tags), ["ally-up", "mine"])
    agree("what was learned", (card.type, card.due, card.ivl, card.reps), (2, 30, 10, 4))
    agree("notes of ours", len(collection.find_notes("tag:ally-up")), len(records))
    agree("sounds", collection.get_card(card.id).answer_av_tags(), [])

    one = folder / "one.txt"
    learner.run("export", "anki", "--lesson", "set-up-the-conversation", "--out", str(one))
    its = [guid for guid in guids if guid.startswith("ally-up--set-up-the-conversation--")]
    agree("one lesson", take(collection, one), counts(duplicate=len(its)))
    agree("an output that exists: lines", learner.run("export", "anki", "--out", str(one), code=2).count("\n"), 1)
    agree("no such lesson: lines", learner.run("export", "anki", "--lesson", "nowhere", code=2).count("\n"), 1)
    collection.close()
    seen(f"{len(records)} cards", "new once, then the same; after an edit one changed, its tag and its interval kept")
    seen("read by", f"anki {importlib.metadata.version('anki')}")
