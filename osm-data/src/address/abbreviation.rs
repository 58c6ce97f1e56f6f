//! Short forms of street names: `Storg.`, `N Hamngt`, `S:t Eriksg`, `Gl. Kongevej`, `Hauptstr.`, `Main St`.
//!
//! Names are kept as the map writes them, with few exceptions; what a person writes is tried in every form it may stand for.

use super::fold::{joined, letters};

/// Words that stand for one another; the first is the full one.
const WORDS: [&[&str]; 28] = [
    &["sankt", "st", "skt", "sct", "sanct", "saint"],
    &["sankta", "sta"],
    &["stora", "st"],
    &["store", "st"],
    &["lilla", "l"],
    &["norra", "n"],
    &["sodra", "s"],
    &["ostra", "o"],
    &["vastra", "v"],
    &["ovre", "o"],
    &["nedre", "n"],
    &["gamla", "gl", "ga"],
    &["gammel", "gl"],
    &["norre", "nr"],
    &["sondre", "sdr"],
    &["vestre", "v"],
    &["ostre", "o"],
    &["doktor", "dr"],
    &["north", "n"],
    &["south", "s"],
    &["east", "e"],
    &["west", "w"],
    &["avenue", "ave", "av"],
    &["street", "st"],
    &["road", "rd"],
    &["boulevard", "blvd", "bd"],
    &["drive", "dr"],
    &["place", "pl"],
];

/// Ends of words: the short form, and what it may stand for.
const ENDS: [(&str, &[&str]); 8] = [
    ("gt", &["gatan", "gata", "gate"]),
    ("gat", &["gatan"]),
    ("g", &["gatan", "gade", "gata", "grand"]),
    ("vg", &["vagen"]),
    ("v", &["vagen", "vej", "vag", "veien"]),
    ("str", &["strasse"]),
    ("pl", &["plats", "platsen", "plan", "plads", "platz"]),
    ("all", &["alle", "allen"]),
];

/// So many forms of one name are tried at most.
const MOST_FORMS: usize = 12;

/// What a name of the map is found by: its key, with those short forms written out that can mean one thing only.
pub(super) fn index_key(name: &str) -> String {
    let mut all = String::new();
    for word in name.split(|c: char| c.is_whitespace() || c == '-' || c == '/') {
        let plain = letters(word);
        let colon = word.contains(':');
        match plain.as_str() {
            "st" if colon => all.push_str("sankt"),
            "sta" if colon => all.push_str("sankta"),
            "skt" | "sct" => all.push_str("sankt"),
            "ga" if colon => all.push_str("gamla"),
            _ => match plain.strip_suffix("str").filter(|_| word.ends_with("str.")) {
                Some(stem) => all.extend([stem, "strasse"]),
                None => all.push_str(&plain),
            },
        }
    }
    joined(&all)
}

/// Every key that some written words may stand for, the words as they are first. `words` are [`letters`]; each says whether a point
/// stood after it.
pub(super) fn keys_of(words: &[(&str, bool)]) -> Vec<String> {
    let mut forms = vec![String::new()];
    for (i, &(word, dotted)) in words.iter().enumerate() {
        let last = i + 1 == words.len();
        let mut stands_for: Vec<String> = vec![word.to_owned()];
        for group in WORDS {
            if group[0] == word {
                // The map itself may have the short form.
                stands_for.extend(group[1..].iter().filter(|s| s.len() == 2).map(|s| (*s).to_owned()));
            } else if group.contains(&word) {
                stands_for.push(group[0].to_owned());
            }
        }
        let short = |end: &str| {
            let stem = word.strip_suffix(end).filter(|stem| stem.len() >= 3 || (stem.is_empty() && i > 0));
            // Without a point, a single letter at the end is a letter: Berg, Vattenlov.
            stem.filter(|_| dotted || (last && end.len() > 1) || (last && stem == Some("")))
        };
        for (end, full) in ENDS {
            if let Some(stem) = short(end) {
                stands_for.extend(full.iter().map(|full| format!("{stem}{full}")));
            }
        }
        // `Storg 5` is common enough, though `Storberg 5` reads the same way: tried last.
        if last && !dotted && word.len() >= 5 {
            for (end, full) in [("g", "gatan"), ("v", "vagen")] {
                stands_for.extend(word.strip_suffix(end).map(|stem| format!("{stem}{full}")));
            }
        }
        stands_for.dedup();
        forms = forms
            .iter()
            .flat_map(|form| stands_for.iter().map(move |word| format!("{form}{word}")))
            .take(MOST_FORMS)
            .collect();
    }
    let mut keys: Vec<String> = Vec::new();
    for form in forms {
        let key = joined(&form);
        if !key.is_empty() && !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<String> {
        let words: Vec<(String, bool)> =
            text.split_whitespace().map(|w| (letters(w), w.ends_with('.'))).collect();
        keys_of(&words.iter().map(|(w, dotted)| (w.as_str(), *dotted)).collect::<Vec<_>>())
    }

    #[test]
    fn short_forms_lead_to_the_names_they_stand_for() {
        for (short, name) in [
            ("Storg.", "Storgatan"),
            ("Storgt", "Storgatan"),
            ("Storg", "Storgatan"),
            ("Kyrkv.", "Kyrkvägen"),
            ("N. Hamng.", "Norra Hamngatan"),
            ("Ö Hamngatan", "Östra Hamngatan"),
            ("S:t Eriksg.", "Sankt Eriksgatan"),
            ("St Eriksgatan", "Sankt Eriksgatan"),
            ("Sankt Eriksgatan", "S:t Eriksgatan"),
            ("St. Nygatan", "Stora Nygatan"),
            ("Drottning Kristinas v.", "Drottning Kristinas väg"),
            ("Drottning Kristinas v", "Drottning Kristinas väg"),
            ("Gl. Kongevej", "Gammel Kongevej"),
            ("Vesterbrog.", "Vesterbrogade"),
            ("Hauptstr.", "Hauptstraße"),
            ("Hauptstrasse", "Hauptstr."),
            ("W 4th St", "West 4th Street"),
            ("Park Ave", "Park Avenue"),
            ("Berg", "Berg"),
        ] {
            assert!(keys(short).contains(&index_key(name)), "{short} {name} {:?}", keys(short));
        }
        assert_eq!(keys("Storgatan")[0], "storgatan");
        assert!(keys("S S S S S S S S").len() <= MOST_FORMS);
    }
}
