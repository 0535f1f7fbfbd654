//! Owns what is one word in two spellings, American and British: a few rules for endings and a short table.
//! Must not know answers. The form it gives is for comparing and is never shown.

/// Endings, British and American, of words with at least [`STEM`] letters before them.
const ENDINGS: &[(&str, &str)] = &[
    ("isations", "izations"),
    ("isation", "ization"),
    ("ising", "izing"),
    ("ised", "ized"),
    ("iser", "izer"),
    ("isers", "izers"),
    ("ises", "izes"),
    ("ise", "ize"),
    ("ysing", "yzing"),
    ("ysed", "yzed"),
    ("yses", "yzes"),
    ("yse", "yze"),
];

/// Letters before an ending: so many that "prise" and "prize" stay two words.
const STEM: usize = 3;

/// Parts of words, British and American. The first that occurs counts.
const PARTS: &[(&str, &str)] = &[
    ("practis", "practic"),
    ("licenc", "licens"),
    ("defenc", "defens"),
    ("offenc", "offens"),
    ("pretenc", "pretens"),
    ("colour", "color"),
    ("behaviour", "behavior"),
    ("neighbour", "neighbor"),
    ("favour", "favor"),
    ("honour", "honor"),
    ("labour", "labor"),
    ("humour", "humor"),
    ("rumour", "rumor"),
    ("harbour", "harbor"),
    ("flavour", "flavor"),
    ("endeavour", "endeavor"),
    ("demeanour", "demeanor"),
    ("candour", "candor"),
    ("clamour", "clamor"),
    ("rigour", "rigor"),
    ("vigour", "vigor"),
    ("saviour", "savior"),
    ("savour", "savor"),
    ("splendour", "splendor"),
    ("tumour", "tumor"),
    ("armour", "armor"),
    ("odour", "odor"),
    ("vapour", "vapor"),
    ("centred", "centered"),
    ("centring", "centering"),
    ("centre", "center"),
    ("theatre", "theater"),
    ("metre", "meter"),
    ("litre", "liter"),
    ("fibre", "fiber"),
    ("calibre", "caliber"),
    ("meagre", "meager"),
    ("sombre", "somber"),
    ("spectre", "specter"),
    ("catalogue", "catalog"),
    ("dialogue", "dialog"),
    ("analogue", "analog"),
    ("monologue", "monolog"),
    ("travell", "travel"),
    ("cancell", "cancel"),
    ("labell", "label"),
    ("modell", "model"),
    ("counsell", "counsel"),
    ("signall", "signal"),
    ("levell", "level"),
    ("channell", "channel"),
    ("marvell", "marvel"),
    ("focuss", "focus"),
    ("benefitt", "benefit"),
    ("fulfill", "fulfil"),
    ("enroll", "enrol"),
    ("skilful", "skillful"),
    ("wilful", "willful"),
    ("judgement", "judgment"),
    ("acknowledgement", "acknowledgment"),
    ("ageing", "aging"),
    ("sceptic", "skeptic"),
    ("artefact", "artifact"),
    ("aluminium", "aluminum"),
    ("anaem", "anem"),
    ("paediatr", "pediatr"),
    ("encyclopaed", "encycloped"),
    ("manoeuvre", "maneuver"),
    ("jewellery", "jewelry"),
    ("moustache", "mustache"),
    ("plough", "plow"),
    ("mould", "mold"),
    ("programme", "program"),
];

/// Whole words, British and American.
const WHOLE: &[(&str, &str)] = &[
    ("grey", "gray"),
    ("greys", "grays"),
    ("learnt", "learned"),
    ("whilst", "while"),
    ("amongst", "among"),
    ("towards", "toward"),
    ("enquiry", "inquiry"),
    ("enquiries", "inquiries"),
    ("cosy", "cozy"),
];

/// A folded word in the one spelling in which words are compared.
pub fn one_spelling(word: &str) -> String {
    if let Some((_, other)) = WHOLE.iter().find(|(one, _)| *one == word) {
        return (*other).to_owned();
    }
    if let Some((one, other)) = PARTS.iter().find(|(one, _)| word.contains(one)) {
        // "programmer" and "programmed" are spelled so everywhere.
        return match *one == "programme" && !matches!(word, "programme" | "programmes") {
            true => word.to_owned(),
            false => word.replacen(one, other, 1),
        };
    }
    let ending = ENDINGS.iter().find_map(|(one, other)| {
        let stem = word.strip_suffix(one)?;
        (stem.chars().count() >= STEM).then(|| format!("{stem}{other}"))
    });
    ending.unwrap_or_else(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::one_spelling;

    #[test]
    fn british_and_american_are_one_and_two_words_stay_two() {
        for pair in [
            "practice practise",
            "practised practiced",
            "color colour",
            "coloured colored",
            "organise organize",
            "organisations organizations",
            "analysed analyzed",
            "centre center",
            "centred centered",
            "behavior behaviour",
            "dialogue dialog",
            "traveller traveler",
            "fulfill fulfil",
            "judgement judgment",
            "grey gray",
            "programme program",
        ] {
            let (one, other) = pair.split_once(' ').unwrap_or_default();
            assert_eq!(one_spelling(one), one_spelling(other), "{pair}");
        }
        for pair in [
            "four for",
            "hour hor",
            "prise prize",
            "advice advise",
            "device devise",
            "course corse",
            "programmer programer",
            "wise wize",
        ] {
            let (one, other) = pair.split_once(' ').unwrap_or_default();
            assert_ne!(one_spelling(one), one_spelling(other), "{pair}");
        }
    }
}
