//! House numbers: `4`, `4B`, `4 b`, lists `4;6`, ranges `4-8`, `4A-4C`.

use super::fold::letters;

/// The largest number that is taken for a house number.
const MOST: u32 = 999_999;
/// Longest part after the number.
const MOST_SUFFIX: usize = 10;
/// A range of more numbers than this is taken for one number with a hyphen, as in Queens, New York.
const MOST_IN_RANGE: u32 = 12;

/// A house number: figures and what follows them.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HouseNumber {
    /// The figures.
    pub number: u32,
    /// What follows, in capitals and without spaces: `B`, `-8`, `/1`; a fraction alone (` 1/2`) keeps one; mostly nothing.
    pub suffix: String,
}

impl HouseNumber {
    /// A number without anything after it.
    pub fn plain(number: u32) -> Self {
        Self { number, suffix: String::new() }
    }

    /// One number as written; `None` when it does not begin with figures, or is no house number for other reasons.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let number = text[..end].parse().ok().filter(|&n| n <= MOST)?;
        let mut suffix = String::new();
        for c in text[end..].chars() {
            match c {
                '-' | '/' => suffix.push(c),
                '–' | '—' => suffix.push('-'),
                '½' => add(&mut suffix, "1/2"),
                _ if c.is_alphanumeric() => {
                    add(&mut suffix, &letters(c.encode_utf8(&mut [0; 4])).to_uppercase())
                }
                _ if c.is_whitespace() || c == '.' => {}
                _ => return None,
            }
        }
        // Figures beside figures are a fraction, or two numbers of which nobody can say which is the house.
        let one_number = suffix.strip_prefix(' ').is_none_or(is_fraction);
        (one_number && suffix.chars().count() <= MOST_SUFFIX).then_some(Self { number, suffix })
    }
}

impl std::fmt::Display for HouseNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.number, self.suffix)
    }
}

fn is_fraction(text: &str) -> bool {
    let figures = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    text.split_once('/').is_some_and(|(upper, lower)| figures(upper) && figures(lower))
}

/// Adds to a suffix. One that begins with a figure keeps its distance: `12 1/2` is not `121/2`.
fn add(suffix: &mut String, more: &str) {
    if suffix.is_empty() && more.starts_with(|c: char| c.is_ascii_digit()) {
        suffix.push(' ');
    }
    suffix.push_str(more);
}

/// The house numbers of one tag or cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct StatedNumbers {
    /// Those of a list, and those of a range with the range itself before them, so that it is found as written too.
    pub numbers: Vec<HouseNumber>,
    /// How many parts of the list are no house numbers.
    pub not_understood: u64,
}

/// Every number that a tag or cell states. `step` is how a range goes on, when that is said; else by two when both ends are even
/// or odd.
pub(super) fn house_numbers(stated: &str, step: Option<u32>) -> StatedNumbers {
    let (mut found, mut not_understood) = (Vec::new(), 0);
    for part in stated.split([';', ',']).map(str::trim).filter(|p| !p.is_empty()) {
        let Some(whole) = HouseNumber::parse(part) else {
            not_understood += 1;
            continue;
        };
        let members = range(part, step);
        if !found.contains(&whole) {
            found.push(whole);
        }
        for member in members {
            if !found.contains(&member) {
                found.push(member);
            }
        }
    }
    StatedNumbers { numbers: found, not_understood }
}

/// The numbers of `4-8` or `4A-4C`; none when it is no range.
fn range(part: &str, step: Option<u32>) -> Vec<HouseNumber> {
    let Some((from, to)) = part.split_once(['-', '–', '—']) else { return Vec::new() };
    let (Some(from), Some(to)) = (HouseNumber::parse(from), HouseNumber::parse(to)) else {
        return Vec::new();
    };
    between(&from, &to, step)
}

/// From one number to another, both included; none when they do not form a range.
pub fn between(from: &HouseNumber, to: &HouseNumber, step: Option<u32>) -> Vec<HouseNumber> {
    let letter = |n: &HouseNumber| match n.suffix.as_bytes() {
        [letter @ b'A'..=b'Z'] => Some(*letter),
        _ => None,
    };
    if from.suffix.is_empty() && to.suffix.is_empty() && from.number < to.number {
        let same = (to.number - from.number).is_multiple_of(2);
        let step = step.unwrap_or(if same { 2 } else { 1 }).max(1);
        if (to.number - from.number) / step < MOST_IN_RANGE {
            return (from.number..=to.number).step_by(step as usize).map(HouseNumber::plain).collect();
        }
    }
    match (letter(from), letter(to)) {
        (Some(a), Some(b)) if from.number == to.number && a < b => {
            (a..=b).map(|c| HouseNumber { number: from.number, suffix: char::from(c).to_string() }).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(stated: &str) -> String {
        let numbers = house_numbers(stated, None).numbers;
        numbers.iter().map(HouseNumber::to_string).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn lists_ranges_and_letters_are_taken_apart() {
        for (stated, numbers) in [
            ("4", "4"),
            ("4 b", "4B"),
            ("4B", "4B"),
            ("4;6", "4 6"),
            ("4, 6 A", "4 6A"),
            ("4-8", "4-8 4 6 8"),
            ("4–7", "4-7 4 5 6 7"),
            ("4A-4C", "4A-4C 4A 4B 4C"),
            ("34-12", "34-12"),
            ("10-95", "10-95"),
            ("12 1/2", "12 1/2"),
            ("12½", "12 1/2"),
            ("12 2", ""),
            ("4 B6", "4B6"),
            ("Villa", ""),
            ("", ""),
            ("99999999999", ""),
        ] {
            assert_eq!(shown(stated), numbers, "{stated}");
        }
        let stepped: Vec<u32> = house_numbers("2-8", Some(3)).numbers.iter().map(|n| n.number).collect();
        assert_eq!(stepped, [2, 2, 5, 8]);
        let parts = |stated: &str| house_numbers(stated, None).not_understood;
        assert_eq!([parts("4;6"), parts("4;B6"), parts("Villa;Gård,7"), parts("")], [0, 1, 2, 0]);
    }

    proptest! {
        #[test]
        fn any_text_is_taken_apart_without_a_panic(stated in "\\PC{0,20}") {
            for number in house_numbers(&stated, None).numbers {
                prop_assert_eq!(HouseNumber::parse(&number.to_string()), Some(number));
            }
        }
    }
}
