//! Owns drawing a form of the final assessment from its bank. Pure: what was seen and a seed come in.
//! Must not know what a question asks, nor how a form looks.

use crate::clean::Fingerprint;
use crate::course::blueprint::Blueprint;
use crate::source::Id;

/// A question of the bank.
#[derive(Clone, Debug, PartialEq)]
pub struct BankEntry {
    /// Which.
    pub question: Id,
    /// The pool it counts for: its module, or `cross`.
    pub pool: String,
    /// The code it stands for, if it must be hit.
    pub must: Option<String>,
}

/// A form that was drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TestForm {
    /// Its questions, in the order they are asked.
    pub questions: Vec<Id>,
    /// What the bank could not give, one line each.
    pub short: Vec<String>,
}

/// Draws a form: questions never seen first, then those seen longest ago. `seen` is when a question was last
/// in a form, later ones with larger numbers. A code that must be hit takes its question first; other
/// questions that stand for a code are left for later forms while there is a choice, so that the first forms
/// share nothing. `seed` decides among equals.
pub fn draw(
    bank: &[BankEntry],
    blueprint: &Blueprint,
    seen: &dyn Fn(&Id) -> Option<usize>,
    seed: u32,
) -> TestForm {
    let chance = |entry: &BankEntry| Fingerprint::of(&format!("{seed} {}", entry.question)).0;
    let mut form = TestForm::default();
    let mut chosen: Vec<&BankEntry> = Vec::new();
    for code in &blueprint.must {
        let fits = bank.iter().filter(|entry| entry.must.as_ref() == Some(code));
        match fits.min_by_key(|entry| (seen(&entry.question), chance(entry))) {
            Some(entry) => chosen.push(entry),
            None => form.short.push(format!("the bank has no question for {code}")),
        }
    }
    for (pool, quota) in &blueprint.quotas {
        let taken = chosen.iter().filter(|entry| entry.pool == *pool).count();
        let mut left: Vec<&BankEntry> = bank
            .iter()
            .filter(|entry| entry.pool == *pool && !chosen.contains(entry))
            .collect();
        left.sort_by_key(|entry| {
            (
                seen(&entry.question).is_some(),
                entry.must.is_some(),
                seen(&entry.question),
                chance(entry),
            )
        });
        let missing = quota.saturating_sub(taken);
        if left.len() < missing {
            form.short.push(format!(
                "the bank has {} questions for {pool}, the form asks for {quota}",
                left.len() + taken
            ));
        }
        chosen.extend(left.into_iter().take(missing));
    }
    chosen.sort_by_key(|entry| chance(entry).rotate_left(16));
    form.questions = chosen.into_iter().map(|entry| entry.question.clone()).collect();
    form
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn bank(pools: &[(usize, usize)]) -> Vec<BankEntry> {
        let entry = |pool: usize, at: usize, pairs: usize| BankEntry {
            question: format!("q{pool}-{at}").as_str().into(),
            pool: format!("p{pool}"),
            must: (at < pairs * 2).then(|| format!("M{pool}{}", at / 2)),
        };
        pools
            .iter()
            .enumerate()
            .flat_map(|(pool, (size, pairs))| (0..*size).map(move |at| entry(pool, at, *pairs)))
            .collect()
    }

    proptest! {
        #[test]
        fn quotas_hold_and_nothing_repeats_while_there_is_a_choice(
            pools in prop::collection::vec((6usize..14, 0usize..3, 3usize..5), 1..5),
            seed in any::<u32>(),
            forms in 2usize..6,
        ) {
            let all = bank(&pools.iter().map(|(size, pairs, _)| (*size, *pairs)).collect::<Vec<_>>());
            let quotas: BTreeMap<String, usize> = pools.iter().enumerate().map(|(at, (_, _, quota))| (format!("p{at}"), *quota)).collect();
            let must = pools.iter().enumerate().flat_map(|(pool, (_, pairs, _))| (0..*pairs).map(move |at| format!("M{pool}{at}"))).collect();
            let blueprint = Blueprint { draw: quotas.values().sum(), pass: 1, quotas: quotas.clone(), must };
            let mut seen: BTreeMap<Id, usize> = BTreeMap::new();
            for nth in 0..forms {
                let before = seen.clone();
                let form = draw(&all, &blueprint, &|id| before.get(id).copied(), seed.wrapping_add(nth as u32));
                prop_assert_eq!(&form.short, &Vec::<String>::new());
                prop_assert_eq!(form.questions.len(), blueprint.draw);
                let drawn: Vec<&BankEntry> = form.questions.iter().map(|id| all.iter().find(|entry| entry.question == *id).unwrap()).collect();
                for (pool, quota) in &quotas {
                    prop_assert_eq!(drawn.iter().filter(|entry| entry.pool == *pool).count(), *quota);
                }
                for code in &blueprint.must {
                    prop_assert!(drawn.iter().any(|entry| entry.must.as_ref() == Some(code)));
                }
                for entry in &drawn {
                    if before.contains_key(&entry.question) {
                        // Then its code, or else its pool, had nothing unseen left to give.
                        let other = |of: &&BankEntry| !before.contains_key(&of.question) && !drawn.contains(of);
                        let choice = all.iter().filter(other).any(|of| match &entry.must {
                            Some(code) => of.must.as_ref() == Some(code),
                            None => of.pool == entry.pool,
                        });
                        prop_assert!(!choice, "{:?} again", entry.question);
                    }
                }
                if nth == 1 {
                    let shared = form.questions.iter().any(|id| before.contains_key(id));
                    let roomy = pools.iter().all(|(size, pairs, quota)| size - pairs * 2 >= 2 * (quota.saturating_sub(*pairs)));
                    prop_assert!(!roomy || !shared, "the first two forms share a question");
                }
                seen.extend(form.questions.iter().map(|id| (id.clone(), nth)));
            }
        }
    }

    #[test]
    fn a_bank_that_is_too_small_gives_what_it_has_and_says_so() {
        let blueprint = Blueprint {
            draw: 9,
            pass: 5,
            quotas: [("p0".into(), 9)].into(),
            must: vec!["X".into()],
        };
        let form = draw(&bank(&[(4, 0)]), &blueprint, &|_| None, 1);
        assert_eq!(form.questions.len(), 4);
        assert_eq!(form.short.len(), 2);
    }
}
