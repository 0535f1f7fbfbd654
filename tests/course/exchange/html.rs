//! A course as pages: every link leads somewhere, every word is there, no script is.

use ally_up::course::embedded;
use ally_up::course_export::html::{Site, site};
use ally_up::library::Library;
use std::collections::BTreeSet;

fn pages() -> (Library, Site) {
    let library = Library::of(embedded::files(), &embedded::outlines());
    let site = site(&library, "en");
    (library, site)
}

/// The values of an attribute, in the order of the page.
fn values<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=\"");
    page.split(start.as_str())
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

#[test]
fn every_link_of_the_pages_leads_to_a_heading_that_is_there() {
    let (_, site) = pages();
    let mut links = 0;
    for (name, page) in &site.files {
        for target in values(page, "href") {
            let (file, heading) = target.split_once('#').unwrap_or((target, ""));
            let file = if file.is_empty() { name } else { file };
            let there = site
                .files
                .get(file)
                .unwrap_or_else(|| panic!("{name} leads to {target}"));
            assert!(
                heading.is_empty() || values(there, "id").contains(&heading),
                "{name} leads to {target}"
            );
            links += 1;
        }
        let ids = values(page, "id");
        assert_eq!(
            ids.len(),
            ids.iter().collect::<BTreeSet<_>>().len(),
            "{name} gives an id twice"
        );
        assert!(!page.contains("<script") && !page.contains(" onclick"), "{name}");
    }
    assert!(links > 500);
}

#[test]
fn every_word_of_a_lesson_and_every_explanation_is_on_its_page() {
    let (library, site) = pages();
    let bare = |page: &str| {
        let mut words = String::new();
        let mut is_tag = false;
        for c in page.chars() {
            match c {
                '<' => is_tag = true,
                '>' => is_tag = false,
                c if !is_tag => words.push(c),
                _ => {}
            }
        }
        let words = words
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&");
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let mut said = 0;
    for item in library.course.items().filter(|item| !item.file.is_empty()) {
        let page = bare(&site.files[&format!("{}.html", item.id)]);
        let lesson = library.lesson(&item.id);
        for question in lesson.asked() {
            let whys = question.parts.options().iter().flat_map(|option| &option.why);
            for node in question.body.iter().chain(&question.why).chain(whys) {
                for line in node.words().lines() {
                    let words = line.trim_start_matches(|c: char| c.is_ascii_digit() || ".-• ".contains(c));
                    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
                    assert!(page.contains(&words), "{}: {words}", item.id);
                    said += 1;
                }
            }
        }
    }
    assert!(said > 300);
}
