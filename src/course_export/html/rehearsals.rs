//! Owns rehearsals on a page without a script: every scene is there, and a choice opens to what came of it and a link onward.
//! Must not know which way was gone.

use super::nodes::{Writing, attribute};
use super::questions::details;
use crate::course::rehearsal::{Grade, Rehearsal, Scene};

impl Writing<'_> {
    /// All scenes in the order of the file; one begins at the first, and follows the links.
    pub(super) fn rehearsal(&mut self, rehearsal: &Rehearsal) -> String {
        let mut page = self.nodes(&rehearsal.intro);
        for scene in &rehearsal.scenes {
            page.push_str(&self.scene(rehearsal, scene));
        }
        page
    }

    fn scene(&mut self, rehearsal: &Rehearsal, scene: &Scene) -> String {
        let title = self.text(&scene.title);
        let mut page = self.heading(2, Some(&scene.id), &title);
        page.push_str(&self.nodes(&scene.says));
        if scene.writes_first {
            page.push_str("<p class=\"asks\">Say first, for yourself, what you would say.</p>\n");
        }
        let title_of = |id: &str| rehearsal.scene(id).map(|scene| self.words(&scene.title));
        let onward = |word: &str, id: &str| {
            let title = title_of(id)?;
            Some(format!(
                "<p><a href=\"#{}\">{word}: {title}</a></p>\n",
                attribute(id)
            ))
        };
        let ways: Vec<String> = scene
            .choices
            .iter()
            .map(|choice| onward("Go on", &choice.to).unwrap_or_default())
            .collect();
        let retry = scene.end.as_ref().and_then(|end| end.retry.as_ref());
        let retry = retry
            .and_then(|id| onward("Try another way", id))
            .unwrap_or_default();
        let choices = scene.choices.iter().zip(ways).map(|(choice, way)| {
            let grade = match choice.grade {
                Some(Grade::Strong) => "<p><strong>Strong.</strong></p>\n",
                Some(Grade::Fair) => "<p><strong>Fair.</strong></p>\n",
                Some(Grade::Backfires) => "<p><strong>Backfires.</strong></p>\n",
                None => "",
            };
            let why = self.nodes(&choice.why);
            format!(
                "<li>{}</li>\n",
                details(&self.words(&choice.text), &format!("{grade}{why}{way}"))
            )
        });
        let choices: String = choices.collect();
        if !choices.is_empty() {
            page.push_str(&format!("<ul class=\"options\">\n{choices}</ul>\n"));
        }
        if scene.end.is_some() {
            page.push_str(&format!("<p><strong>The end of this way.</strong></p>\n{retry}"));
        }
        page
    }
}
