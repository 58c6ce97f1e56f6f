//! A written address → every way it can be read: which words are the street, which the number, the postal code, the town.

use super::fold::letters;
use super::house_number::HouseNumber;

/// So much of a text is looked at.
pub const LONGEST_TEXT: usize = 300;
/// So many words of a text are looked at.
const MOST_WORDS: usize = 20;
/// What is left of the confidence when more was written than is looked at: nobody knows what the rest says.
const CUT: f64 = 0.75;
/// An address in another country.
const ABROAD: f64 = 0.5;
/// A street of more words than this is none.
const MOST_STREET_WORDS: usize = 7;

/// A word as written, and what is compared of it.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// As written.
    pub text: String,
    /// Letters and digits alone.
    pub letters: String,
    /// A point stands after it.
    pub dotted: bool,
    /// In which part between commas it stands.
    part: usize,
}

/// One way to read an address.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    /// The words of the street.
    pub street: Vec<Word>,
    /// The house number.
    pub number: Option<HouseNumber>,
    /// The postal code, without spaces.
    pub postcode: Option<String>,
    /// Words after street and number: the town, perhaps with more.
    pub after: Vec<Word>,
    /// Words before the street: a name, a town, or nothing of use.
    pub before: Vec<Word>,
    /// Whether the street is bounded by commas, numbers or the ends of the text, not cut out of the middle.
    pub likely: bool,
}

/// What a text can mean.
#[derive(Clone, Debug)]
pub(super) struct TextRead {
    /// All readings, the likely ones first.
    pub readings: Vec<Reading>,
    /// What is neither street nor town (flat, floor, country), and what stands beyond the part that is looked at.
    pub passed: Vec<String>,
    /// What the confidence of every reading is multiplied by, for what was passed over.
    pub factor: f64,
}

/// Reads a text. `knows` says whether a postal code exists.
pub(super) fn readings(text: &str, knows: &dyn Fn(&str) -> bool) -> TextRead {
    let (words, rest) = words(text);
    let Kept { words, mut passed, abroad } = without_noise(words);
    let mut factor = if abroad { ABROAD } else { 1.0 };
    if !rest.is_empty() {
        passed.push(rest);
        factor *= CUT;
    }
    let mut found: Vec<Reading> = Vec::new();
    let codes = postcodes(&words, knows);
    for code in codes.iter().map(Some).chain([None]) {
        let taken = |i: usize| code.is_some_and(|(from, to, _)| (*from..*to).contains(&i));
        let postcode = code.map(|(_, _, digits)| digits.clone());
        let mut numbered = false;
        for at in (0..words.len()).filter(|&i| !taken(i)) {
            for (number, used) in numbers(&words, at, &taken) {
                numbered = true;
                with_number(&words, at..at + used, number, postcode.as_ref(), &taken, &mut found);
            }
        }
        without_number(&words, postcode.as_ref(), &taken, numbered, &mut found);
    }
    found.sort_by_key(|r| !r.likely);
    TextRead { readings: found, passed, factor }
}

/// The words that are looked at, and the beginning of what is not.
fn words(text: &str) -> (Vec<Word>, String) {
    let end = text.char_indices().nth(LONGEST_TEXT).map_or(text.len(), |(at, _)| at);
    let (mut found, mut rest) = (Vec::new(), Vec::new());
    for (part, piece) in text[..end].split([',', ';', '\n', '\r', '\t', '|']).enumerate() {
        for word in piece.split(|c: char| c.is_whitespace() || c == '(' || c == ')' || c == '"') {
            let plain = letters(word);
            if plain.is_empty() {
                continue;
            }
            if found.len() < MOST_WORDS {
                found.push(Word { text: word.to_owned(), letters: plain, dotted: word.ends_with('.'), part });
            } else {
                rest.push(word);
            }
        }
    }
    let beyond: String = text[end..].chars().take(LONGEST_TEXT).collect();
    if beyond.chars().any(char::is_alphanumeric) {
        rest.push(beyond.trim());
    }
    (found, rest.join(" "))
}

/// Words that name a flat, with the number that follows.
const FLAT: [&str; 9] = ["lgh", "lght", "lagenhet", "apt", "apartment", "lejl", "unit", "suite", "wohnung"];
/// Words that name a floor or a side of it, with the number before.
pub(super) const FLOOR: [&str; 10] =
    ["tr", "trappa", "trappor", "tv", "th", "mf", "sal", "etg", "etage", "og"];
/// Words that say nothing of the place.
const EMPTY: [&str; 7] = ["bv", "nb", "lokal", "adress", "adr", "address", "gatuadress"];
/// Words before a number.
pub(super) const NUMBER: [&str; 4] = ["nr", "no", "nummer", "number"];
/// Sweden says nothing of the place.
const SWEDEN: [&str; 3] = ["sverige", "sweden", "se"];
/// Other countries: an index does not know in which one it lies, so an address there is none that it can be sure of.
const COUNTRIES: [&str; 27] = [
    "aland",
    "danmark",
    "denmark",
    "deutschland",
    "dk",
    "england",
    "estland",
    "estonia",
    "finland",
    "germany",
    "iceland",
    "island",
    "latvia",
    "lettland",
    "liechtenstein",
    "litauen",
    "lithuania",
    "malta",
    "norge",
    "norway",
    "poland",
    "polen",
    "suomi",
    "tyskland",
    "uk",
    "us",
    "usa",
];

fn is_number(word: &Word) -> bool {
    word.letters.bytes().all(|b| b.is_ascii_digit())
}

/// The words that may be street or town, and the others.
struct Kept {
    words: Vec<Word>,
    passed: Vec<String>,
    /// Whether another country than Sweden is named.
    abroad: bool,
}

/// Takes flats, floors, care-of names and the country away.
fn without_noise(words: Vec<Word>) -> Kept {
    let mut keep = vec![true; words.len()];
    let next_number =
        |i: usize| words.get(i + 1).is_some_and(|w| w.letters.starts_with(|c: char| c.is_ascii_digit()));
    for (i, word) in words.iter().enumerate() {
        let plain = word.letters.as_str();
        let lower = word.text.to_lowercase();
        if lower == "c/o" || lower == "℅" || (lower.starts_with("c/o") && lower.len() > 3) {
            // To the comma, when there is one; else nobody can say where the name ends.
            let alone = words.last().is_some_and(|last| last.part == word.part);
            for (k, other) in words.iter().enumerate().skip(i) {
                if k == i || (!alone && other.part == word.part) {
                    keep[k] = false;
                }
            }
        } else if FLAT.contains(&plain) && next_number(i) {
            (keep[i], keep[i + 1]) = (false, false);
        } else if plain
            .strip_prefix("lgh")
            .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()))
        {
            keep[i] = false;
        } else if FLOOR.contains(&plain) && i > 0 {
            let floor = &words[i - 1];
            let house_before = words[..i - 1].iter().any(is_number_like);
            if house_before && (is_number(floor) || matches!(floor.letters.as_str(), "st" | "kl")) {
                (keep[i - 1], keep[i]) = (false, false);
            }
        } else if matches!(plain, "van" | "vaning" | "plan" | "floor") && next_number(i) {
            // After the house number only: Odenplan and Lina Sandells Plan 3 are addresses.
            if words[..i].iter().any(is_number_like) {
                (keep[i], keep[i + 1]) = (false, false);
            }
        } else if EMPTY.contains(&plain) || (NUMBER.contains(&plain) && next_number(i)) {
            keep[i] = false;
        }
    }
    let mut abroad = false;
    // At the end, or before everything with a comma after it.
    let alone = |i: usize| words.iter().filter(|w| w.part == words[i].part).count() == 1;
    for (at, counts) in [(keep.iter().rposition(|&k| k), true), (keep.iter().position(|&k| k), false)] {
        let left = keep.iter().filter(|&&k| k).count();
        let Some(at) = at.filter(|&at| left > 1 && keep[at] && (counts || alone(at))) else { continue };
        let plain = words[at].letters.as_str();
        let foreign = COUNTRIES.contains(&plain);
        abroad |= foreign;
        keep[at] = !foreign && !SWEDEN.contains(&plain);
    }
    let passed = words.iter().zip(&keep).filter(|(_, k)| !**k).map(|(w, _)| w.text.clone()).collect();
    let words = words.into_iter().zip(keep).filter(|(_, k)| *k).map(|(w, _)| w).collect();
    Kept { words, passed, abroad }
}

fn is_number_like(word: &Word) -> bool {
    word.text.starts_with(|c: char| c.is_ascii_digit())
}

/// Where a postal code may stand (from, to, the code), the likeliest first.
fn postcodes(words: &[Word], knows: &dyn Fn(&str) -> bool) -> Vec<(usize, usize, String)> {
    let mut sure = Vec::new();
    let mut perhaps = Vec::new();
    for (i, word) in words.iter().enumerate() {
        let plain = word.letters.as_str();
        let code = plain.trim_start_matches(|c: char| c.is_ascii_lowercase());
        let country = plain.len() - code.len();
        let pure = !code.is_empty() && code.bytes().all(|b| b.is_ascii_digit()) && country <= 2;
        let marked = country > 0 && word.text.contains('-');
        let mut add = |to: usize, code: String, usual: bool| {
            if knows(&code) {
                sure.push((i, to, code));
            } else if usual {
                perhaps.push((i, to, code));
            }
        };
        if let Some((zip, four)) = word.text.split_once('-')
            && zip.len() == 5
            && four.len() == 4
            && is_number(word)
        {
            add(i + 1, zip.to_owned(), true);
        }
        if pure && (country == 0 || marked) && (4..=5).contains(&code.len()) {
            let next_is_word = words.get(i + 1).is_some_and(|w| !is_number_like(w));
            add(i + 1, code.to_owned(), marked || (code.len() == 5 && i > 0) || (i > 1 && next_is_word));
        }
        if pure
            && code.len() == 3
            && let Some(next) = words.get(i + 1).filter(|w| is_number(w) && w.letters.len() == 2)
        {
            add(i + 2, format!("{code}{}", next.letters), true);
        }
    }
    sure.extend(perhaps);
    sure.truncate(3);
    sure
}

/// The house numbers that may stand at a word, each with how many words it takes.
fn numbers(words: &[Word], at: usize, taken: &dyn Fn(usize) -> bool) -> Vec<(HouseNumber, usize)> {
    let ordinal = |n: &HouseNumber| matches!(n.suffix.as_str(), "ST" | "ND" | "RD" | "TH");
    let Some(number) = HouseNumber::parse(&words[at].text).filter(|n| n.number > 0 && !ordinal(n)) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    if number.suffix.is_empty()
        && let Some(next) = words.get(at + 1).filter(|w| !taken(at + 1) && w.part == words[at].part)
        && next.letters.len() == 1
        && !next.dotted
        && next.letters.bytes().all(|b| b.is_ascii_lowercase())
    {
        let suffix = next.letters.to_uppercase();
        found.push((HouseNumber { number: number.number, suffix }, 2));
    }
    if number.suffix.is_empty()
        && let Some(next) = words.get(at + 1).filter(|w| !taken(at + 1) && w.part == words[at].part)
        && next.text.contains(['/', '½'])
        && let Some(whole) = HouseNumber::parse(&format!("{} {}", number.number, next.text))
    {
        found.push((whole, 2));
    }
    found.push((number, 1));
    found
}

fn with_number(
    words: &[Word],
    number_at: std::ops::Range<usize>,
    number: HouseNumber,
    postcode: Option<&String>,
    taken: &dyn Fn(usize) -> bool,
    found: &mut Vec<Reading>,
) {
    let rest = |range: std::ops::Range<usize>| -> Vec<Word> {
        range.filter(|&i| !taken(i)).map(|i| words[i].clone()).collect()
    };
    let (h, after_number) = (number_at.start, number_at.end);
    // Street before number: back to a postal code at most.
    let mut begin = h;
    while begin > 0 && !taken(begin - 1) && h - begin < MOST_STREET_WORDS {
        begin -= 1;
        let bounded = begin == 0 || taken(begin - 1) || words[begin - 1].part != words[begin].part;
        found.push(Reading {
            street: words[begin..h].to_vec(),
            number: Some(number.clone()),
            postcode: postcode.cloned(),
            after: rest(after_number..words.len()),
            before: rest(0..begin),
            likely: bounded,
        });
    }
    // Number before street.
    let mut end = after_number;
    while end < words.len() && !taken(end) && end - after_number < MOST_STREET_WORDS {
        end += 1;
        let bounded = end == words.len() || taken(end) || words[end - 1].part != words[end].part;
        let first = h == 0 || words[h - 1].part != words[h].part;
        found.push(Reading {
            street: words[after_number..end].to_vec(),
            number: Some(number.clone()),
            postcode: postcode.cloned(),
            after: rest(end..words.len()),
            before: rest(0..h),
            likely: bounded && first,
        });
    }
}

fn without_number(
    words: &[Word],
    postcode: Option<&String>,
    taken: &dyn Fn(usize) -> bool,
    numbered: bool,
    found: &mut Vec<Reading>,
) {
    for begin in 0..words.len() {
        let starts = begin == 0 || taken(begin - 1) || words[begin - 1].part != words[begin].part;
        if taken(begin) || !starts {
            continue;
        }
        let mut end = begin;
        while end < words.len() && !taken(end) && end - begin < MOST_STREET_WORDS {
            end += 1;
            let bounded = end == words.len() || taken(end) || words[end - 1].part != words[end].part;
            let rest = |range: std::ops::Range<usize>| -> Vec<Word> {
                range.filter(|&i| !taken(i)).map(|i| words[i].clone()).collect()
            };
            found.push(Reading {
                street: words[begin..end].to_vec(),
                number: None,
                postcode: postcode.cloned(),
                after: rest(end..words.len()),
                before: rest(0..begin),
                likely: bounded && !numbered,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn joined(words: &[Word]) -> String {
        words.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// All readings as `street|number|code|after`.
    fn read(text: &str) -> Vec<String> {
        let knows = |code: &str| code == "2300" || code == "41101";
        let shown = |r: &Reading| {
            let number = r.number.as_ref().map(HouseNumber::to_string).unwrap_or_default();
            format!(
                "{}|{number}|{}|{}",
                joined(&r.street),
                r.postcode.as_deref().unwrap_or_default(),
                joined(&r.after)
            )
        };
        readings(text, &knows).readings.iter().map(shown).collect()
    }

    #[test]
    fn the_usual_forms_are_read_as_people_mean_them() {
        for (text, reading) in [
            ("Storgatan 12", "Storgatan|12||"),
            ("Storgatan 12 B, 411 01 Göteborg", "Storgatan|12B|41101|Göteborg"),
            ("Storgatan 12b, SE-411 01 Göteborg, Sverige", "Storgatan|12B|41101|Göteborg"),
            ("Storgatan 12, SE-41101 Göteborg", "Storgatan|12|41101|Göteborg"),
            ("12 Main Street, New York, NY 10001", "Main Street|12|10001|New York NY"),
            ("12 Storgatan", "Storgatan|12||"),
            ("Amagerbrogade 5, 2. tv, 2300 København S", "Amagerbrogade|5|2300|København S"),
            ("c/o Svensson, Storgatan 12 lgh 1102, 41101 Göteborg", "Storgatan|12|41101|Göteborg"),
            ("Storgatan 12, 3 tr, Göteborg", "Storgatan|12||Göteborg"),
            ("Östra Hamngatan", "Östra Hamngatan|||"),
            ("Östra Hamngatan Göteborg", "Östra Hamngatan|||Göteborg"),
            ("41101 Göteborg, Storgatan 12", "Storgatan|12|41101|"),
            ("E 42nd Street 7", "E 42nd Street|7||"),
            ("Storgatan 12 1/2, Göteborg", "Storgatan|12 1/2||Göteborg"),
            ("Storgatan 12 ½", "Storgatan|12 1/2||"),
        ] {
            let all = read(text);
            assert!(all.iter().any(|r| r == reading), "{text}: {all:#?}");
        }
    }

    #[test]
    fn what_is_not_looked_at_and_other_countries_are_told_and_doubted() {
        let told = |text: &str| {
            let read = readings(text, &|_| false);
            (read.passed.join(" "), read.factor)
        };
        let words = |count: usize| (1..=count).map(|i| format!("w{i}")).collect::<Vec<_>>().join(" ");
        assert_eq!(told(&words(20)), (String::new(), 1.0));
        assert_eq!(told(&words(22)), ("w21 w22".to_owned(), CUT));
        assert_eq!(told(&format!("Storgatan 12{} , ", " ".repeat(400))), (String::new(), 1.0));
        assert_eq!(told(&format!("Storgatan 12{}Göteborg", " ".repeat(400))), ("Göteborg".to_owned(), CUT));
        assert_eq!(told("Storgatan 12, 411 01 Göteborg, Sverige"), ("Sverige".to_owned(), 1.0));
        assert_eq!(told("Storgatan 12, Norge"), ("Norge".to_owned(), ABROAD));
        assert_eq!(told("Danmark, Storgatan 12"), ("Danmark".to_owned(), ABROAD));
        assert_eq!(told("Island Street 12"), (String::new(), 1.0));
        assert_eq!(told("Norge"), (String::new(), 1.0));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "(\\PC|[0-9 ,.a-z]){0,60}") {
            let all = readings(&text, &|_| true).readings;
            prop_assert!(all.len() < 2_000);
            prop_assert!(all.iter().all(|r| !r.street.is_empty()));
        }
    }
}
