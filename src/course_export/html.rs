//! Owns a course as a folder of HTML pages: one for each item, with an index, the glossary, the sources and whose ideas they are. No
//! script is needed: what is asked opens by itself. Must not know who reads it.

mod nodes;
mod questions;
mod rehearsals;

use crate::action::{Action, Screen};
use crate::course::{Block, Item, ItemKind, Lesson};
use crate::course_export::html::nodes::{Writing, attribute, escaped};
use crate::library::Library;
use std::collections::{BTreeMap, HashSet};

const STYLE: &str = include_str!("../../assets/course.css");
const STYLE_FILE: &str = "style.css";
const INDEX: &str = "index.html";

/// A course as a folder of pages.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// Its files, by name.
    pub files: BTreeMap<String, String>,
    /// What has no place on a page that does not know its reader, and how often it came.
    pub left: BTreeMap<&'static str, usize>,
}

/// The pages of a course; `language` is its tag, such as `en`, for whatever reads them aloud.
pub fn site(library: &Library, language: &str) -> Site {
    let pages = Pages::of(library);
    let mut site = Site::default();
    site.files.insert(STYLE_FILE.to_owned(), STYLE.to_owned());
    let frame = Frame {
        language,
        course: &library.course.title,
    };
    site.files.insert(
        INDEX.to_owned(),
        frame.page(&library.course.title, &pages.index(library), ""),
    );
    let shown: Vec<&Item> = library
        .course
        .items()
        .filter(|item| pages.items.contains_key(&*item.id))
        .collect();
    for (at, item) in shown.iter().enumerate() {
        let mut writing = Writing::new(&pages);
        let body = match item.kind {
            ItemKind::Rehearsal => writing.rehearsal(&library.rehearsal(&item.id)),
            _ => writing.lesson(&library.lesson(&item.id)),
        };
        writing
            .left
            .into_iter()
            .for_each(|what| *site.left.entry(what).or_default() += 1);
        let link = |word: &str, other: Option<&&Item>| {
            other.map_or_else(String::new, |other| {
                format!(
                    "<p>{word}: <a href=\"{}\">{}</a></p>\n",
                    pages.items[&*other.id],
                    escaped(&other.title)
                )
            })
        };
        let before = at.checked_sub(1).and_then(|at| shown.get(at));
        let ways = link("Next", shown.get(at + 1)) + &link("Before", before);
        site.files.insert(
            pages.items[&*item.id].clone(),
            frame.page(&item.title, &body, &ways),
        );
    }
    for (path, (file, title)) in &pages.beside {
        let body = Writing::new(&pages).lesson(&library.page(path));
        site.files.insert(file.clone(), frame.page(title, &body, ""));
    }
    let forms = library
        .course
        .items()
        .filter(|item| item.kind == ItemKind::BeforeAfter)
        .count();
    if forms > 0 {
        site.left.insert("forms before and after the course", forms);
    }
    site
}

/// What every page is set into.
struct Frame<'a> {
    language: &'a str,
    course: &'a str,
}

impl Frame<'_> {
    fn page(&self, title: &str, body: &str, ways: &str) -> String {
        let (language, course, title) = (attribute(self.language), escaped(self.course), escaped(title));
        let name = if title == course {
            title.clone()
        } else {
            format!("{title} - {course}")
        };
        let footer = match ways.is_empty() {
            true => String::new(),
            false => {
                format!("<footer>\n<nav aria-label=\"Pages beside this one\">\n{ways}</nav>\n</footer>\n")
            }
        };
        format!(
            "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{name}</title>\n\
             <link rel=\"stylesheet\" href=\"{STYLE_FILE}\">\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the text</a>\n\
             <header>\n<nav aria-label=\"Course\">\n<p><a href=\"{INDEX}\">{course}</a></p>\n</nav>\n</header>\n\
             <main id=\"main\" tabindex=\"-1\">\n<h1>{title}</h1>\n{body}</main>\n{footer}</body>\n</html>\n"
        )
    }
}

/// The file of each page.
pub(super) struct Pages {
    /// By the id of the item.
    items: BTreeMap<String, String>,
    /// Pages beside the items, by path: file and title.
    beside: BTreeMap<String, (String, &'static str)>,
    glossary: Option<String>,
    sources: Option<String>,
    about: Option<String>,
}

impl Pages {
    fn of(library: &Library) -> Pages {
        let mut taken: HashSet<String> = [INDEX, STYLE_FILE].map(str::to_owned).into();
        let mut beside = BTreeMap::new();
        let course = &library.course;
        let mut page = |path: &Option<String>, name: &str, title: &'static str| {
            let path = path.as_ref().filter(|path| library.files.has(path))?;
            let file = file_of(name, &mut taken);
            beside.insert(path.clone(), (file.clone(), title));
            Some(file)
        };
        let glossary = page(&course.glossary, "glossary", "Glossary");
        let sources = page(&course.sources, "sources", "Sources");
        let about = page(&course.about, "about", "About");
        let items = course.items().filter(|item| item.kind != ItemKind::BeforeAfter);
        let items = items.map(|item| (item.id.to_string(), file_of(&item.id, &mut taken)));
        Pages {
            items: items.collect(),
            beside,
            glossary,
            sources,
            about,
        }
    }

    /// Where a link leads that does `action`; nowhere if it is about the learner.
    fn target(&self, action: &Action) -> Option<String> {
        let at = |file: &String, heading: Option<&str>| match heading {
            Some(heading) => format!("{file}#{}", attribute(heading)),
            None => file.clone(),
        };
        match action {
            Action::Jump(id) => Some(format!("#{}", attribute(id))),
            Action::Go(screen, heading) => match screen {
                Screen::Home => Some(INDEX.to_owned()),
                Screen::Glossary => self.glossary.clone(),
                Screen::Term(term) => self.glossary.as_ref().map(|file| at(file, Some(term))),
                Screen::Sources => self.sources.as_ref().map(|file| at(file, heading.as_deref())),
                Screen::About => self.about.as_ref().map(|file| at(file, heading.as_deref())),
                screen => {
                    let item = screen.item().or_else(|| screen.lesson())?;
                    self.items.get(&**item).map(|file| at(file, heading.as_deref()))
                }
            },
            _ => None,
        }
    }

    fn index(&self, library: &Library) -> String {
        let mut body = String::new();
        for module in &library.course.modules {
            let items = module.items.iter().filter_map(|item| {
                let file = self.items.get(&*item.id)?;
                let title = escaped(&item.title);
                Some(format!(
                    "<li><a href=\"{file}\">{title}</a> ({} min)</li>\n",
                    item.minutes()
                ))
            });
            let items: String = items.collect();
            if items.is_empty() {
                continue;
            }
            let intro = match module.intro.is_empty() {
                true => String::new(),
                false => format!("<p>{}</p>\n", escaped(&module.intro)),
            };
            body.push_str(&format!(
                "<h2>{}</h2>\n{intro}<ul>\n{items}</ul>\n",
                escaped(&module.title)
            ));
        }
        let beside = self.beside.values();
        let beside: String = beside
            .map(|(file, title)| format!("<li><a href=\"{file}\">{title}</a></li>\n"))
            .collect();
        if !beside.is_empty() {
            body.push_str(&format!("<h2>Beside the lessons</h2>\n<ul>\n{beside}</ul>\n"));
        }
        body
    }
}

/// A free name of a file for an id, which an author may have written in any way.
fn file_of(id: &str, taken: &mut HashSet<String>) -> String {
    let safe = |c: char| {
        if c.is_ascii_alphanumeric() || c == '-' {
            c
        } else {
            '-'
        }
    };
    let name: String = id.chars().map(safe).take(80).collect();
    let again = (2..).map(|nth| format!("{name}-{nth}.html"));
    let mut free = std::iter::once(format!("{name}.html")).chain(again);
    let file = free
        .find(|file| !taken.contains(&file.to_ascii_lowercase()))
        .unwrap_or_default();
    taken.insert(file.to_ascii_lowercase());
    file
}

impl Writing<'_> {
    /// The blocks of a page below its title.
    fn lesson(&mut self, lesson: &Lesson) -> String {
        let mut body = String::new();
        for block in lesson.blocks() {
            match block {
                Block::Says(node) => body.push_str(&self.node(node)),
                Block::Asks(question) if question.variant.is_some() => self.left.push("other stems of cards"),
                Block::Asks(question) => body.push_str(&self.question(question)),
            }
        }
        body
    }
}
