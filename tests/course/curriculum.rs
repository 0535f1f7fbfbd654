//! Ally Up's own curriculum keeps its content rules. Each rule reads a course and returns complaints; here it reads the real one, and in
//! `damage` one that was broken on purpose.
//! Must not know anything outside the project: the tables it needs are carried beside it.

mod assessment;
mod coverage;
mod damage;
mod evidence;
mod frame;
mod give_aways;
mod keys;
mod people;
mod practice;
mod reading;
mod wording;
mod words;

use self::reading::Read;

/// A rule: the complaints it has about a course.
type Rule = fn(&Read) -> Vec<String>;

fn holds(rule: Rule) {
    let read = Read::embedded();
    assert!(read.lessons.len() >= 32, "{} lessons", read.lessons.len());
    let complaints = rule(read);
    assert!(
        complaints.is_empty(),
        "{} complaints\n{}",
        complaints.len(),
        complaints.join("\n")
    );
}

#[test]
fn every_idea_of_the_plan_is_carried() {
    holds(coverage::ideas);
}

#[test]
fn evidence_is_registered_and_cited() {
    holds(evidence::evidence);
}

#[test]
fn every_wrong_option_has_a_misconception_behind_it() {
    holds(coverage::misconceptions);
}

#[test]
fn nobody_is_given_the_title() {
    holds(wording::title);
}

#[test]
fn no_percentages_and_no_proof() {
    holds(wording::numbers);
}

#[test]
fn no_explanation_is_a_template() {
    holds(wording::templates);
}

#[test]
fn only_the_cast_is_named() {
    holds(people::cast);
}

#[test]
fn devon_is_they() {
    holds(wording::devon);
}

#[test]
fn true_and_false_are_those_of_the_plan() {
    holds(keys::truths);
}

#[test]
fn no_verdict_is_the_safe_one() {
    holds(keys::shared_verdicts);
}

#[test]
fn every_question_has_a_near_miss() {
    holds(give_aways::near_misses);
}

#[test]
fn the_number_of_wrong_options_says_nothing() {
    holds(give_aways::wrong_of_many);
}

#[test]
fn asking_is_seldom_the_key_and_tempts_in_each_module() {
    holds(give_aways::asking);
}

#[test]
fn the_place_and_length_of_keys_say_nothing() {
    holds(give_aways::place_and_length);
}

#[test]
fn no_word_marks_a_key() {
    holds(give_aways::marking_words);
}

#[test]
fn misconceptions_are_those_of_decent_people() {
    holds(give_aways::codes);
}

#[test]
fn keys_cannot_be_guessed_from_their_words() {
    holds(give_aways::classifier);
}

#[test]
fn two_forms_share_nothing_and_are_whole() {
    holds(assessment::forms);
}

#[test]
fn every_objective_is_tested() {
    holds(assessment::objectives);
}

#[test]
fn forms_before_and_after_and_paths_lead_somewhere() {
    holds(assessment::fixed_forms_and_paths);
}

#[test]
fn every_lesson_has_its_frame() {
    holds(frame::frame);
}

#[test]
fn hints_and_explanations_have_their_form() {
    holds(frame::help);
}

#[test]
fn lessons_are_readable() {
    holds(frame::readability);
}

#[test]
fn figures_say_their_labels_and_are_used_once() {
    holds(coverage::figures);
}

#[test]
fn the_glossary_has_its_terms() {
    holds(coverage::terms);
}

#[test]
fn rehearsals_keep_their_plan() {
    holds(practice::rehearsals);
}

#[test]
fn the_self_assessment_keeps_its_plan() {
    holds(practice::self_assessment);
}

#[test]
fn people_appear_where_the_table_says() {
    holds(people::representation);
}
