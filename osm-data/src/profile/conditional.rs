//! Conditional tags, `value @ (condition); value @ condition`: which clauses speak to a nurse on her way, and when.
//!
//! Conditions are hours, sizes and weights of the vehicle, having business there, and kinds of people or vehicles that
//! a nurse is not. Weather is set aside: it comes with the season, see `TravelCondition`.

use super::figures::figures;
use super::hours::{HourSpan, common};
use super::opening_hours;

/// Rules in tags that were read and not applied: counted, so that nothing is lost in silence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UnreadRules {
    /// The text or its condition is not understood.
    pub not_understood: u32,
    /// Understood and not modelled: weather, public and school holidays.
    pub set_aside: u32,
}

impl std::ops::AddAssign for UnreadRules {
    fn add_assign(&mut self, other: Self) {
        self.not_understood += other.not_understood;
        self.set_aside += other.set_aside;
    }
}

/// A clause that holds for a nurse at some time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Clause<'a> {
    pub(super) value: &'a str,
    /// When; `None`: always.
    pub(super) hours: Option<Vec<HourSpan>>,
    /// Whether it is for those alone who have business there.
    pub(super) business: bool,
}

/// More clauses no tag has: a value of OpenStreetMap is at most 255 letters long. What an extract has beyond them is not
/// applied, and counted, because the clauses of several tags are multiplied.
const MOST_CLAUSES: usize = 32;

/// What one condition means.
enum Condition {
    Always,
    Never,
    Business,
    Weather,
    Hours(Vec<HourSpan>),
    NotUnderstood,
}

/// The clauses of a conditional tag that can hold, in their order: of several that hold the last counts.
pub(super) fn clauses<'a>(text: &'a str, unread: &mut UnreadRules) -> Vec<Clause<'a>> {
    let mut found = Vec::new();
    for clause in outside_brackets(text, ';') {
        let clause = clause.trim();
        if clause.is_empty() {
            continue;
        }
        if found.len() == MOST_CLAUSES {
            unread.not_understood += 1;
            continue;
        }
        match clause.split_once('@') {
            None => unread.not_understood += 1,
            Some((value, condition)) => found.extend(read_clause(value.trim(), condition.trim(), unread)),
        }
    }
    found
}

fn read_clause<'a>(value: &'a str, condition: &str, unread: &mut UnreadRules) -> Option<Clause<'a>> {
    let condition = without_brackets(condition);
    let mut clause = Clause { value, hours: None, business: false };
    for part in condition.split(" AND ").flat_map(|part| part.split(" and ")) {
        match read_condition(without_brackets(part.trim()), unread) {
            Condition::Always => {}
            Condition::Never => return None,
            Condition::Business => clause.business = true,
            Condition::Weather => {
                unread.set_aside += 1;
                return None;
            }
            Condition::NotUnderstood => {
                unread.not_understood += 1;
                return None;
            }
            Condition::Hours(hours) => {
                clause.hours = Some(match clause.hours {
                    Some(so_far) => common(&so_far, &hours),
                    None => hours,
                });
            }
        }
    }
    // Hours that no day has, such as those on holidays alone.
    (clause.hours != Some(Vec::new())).then_some(clause)
}

fn read_condition(text: &str, unread: &mut UnreadRules) -> Condition {
    match text.to_ascii_lowercase().as_str() {
        "destination" | "delivery" | "customers" | "customer" | "visitors" | "visitor" | "residents"
        | "resident" | "permit" | "permit_holders" | "employees" | "staff" | "private" | "access"
        | "loading" | "parking" => Condition::Business,
        // What a nurse and her car are not.
        "hgv" | "goods" | "lorry" | "bus" | "psv" | "taxi" | "tourist_bus" | "coach" | "school_bus"
        | "trailer" | "caravan" | "articulated" | "hazmat" | "emergency" | "agricultural" | "forestry"
        | "military" | "disabled" | "doctor" | "moped" | "mofa" | "motorcycle" | "electric" | "hov"
        | "carpool" | "diesel" | "tractor" | "construction" | "maintenance" | "service" | "horse"
        | "students" => Condition::Never,
        "wet" | "snow" | "ice" | "winter" | "summer" | "fog" | "rain" | "dry" | "flood" | "flooded"
        | "high_water" | "storm" | "smog" | "avalanche" => Condition::Weather,
        lower => comparison(lower).unwrap_or_else(|| match opening_hours::parse(text) {
            Some(hours) => {
                unread.set_aside += hours.holidays;
                Condition::Hours(hours.spans)
            }
            None => Condition::NotUnderstood,
        }),
    }
}

/// `weight>3.5`, `length >= 12`, `axles<4`: compared with the car of the figures.
fn comparison(text: &str) -> Option<Condition> {
    let at = text.find(['<', '>', '='])?;
    let (what, rest) = text.split_at(at);
    let size = figures().car.size;
    let own = match what.trim() {
        "weight" | "weightrating" | "maxweightrating" | "maxweight" | "emptyweight" | "gvw" => size.weight,
        "height" => size.height,
        "width" => size.width,
        "length" => size.length,
        "axles" => 2_000,
        "wheels" => 4_000,
        "axleload" => size.weight / 2,
        "occupants" => size.people * 1000,
        // No trailer, no load, no rows of seats.
        "trailerweight" | "trailers" | "weightcapacity" | "load" => 0,
        "seats" => 5_000,
        _ => return None,
    };
    let (sign, number) = match rest.as_bytes() {
        [b'>' | b'<', b'=', ..] => rest.split_at(2),
        _ => rest.split_at(1),
    };
    let number = number.trim();
    let number = number.strip_suffix("kg").map_or_else(
        || number.trim_end_matches(['t', 'm', ' ']).parse().ok(),
        |kilograms| kilograms.trim().parse::<f64>().ok().map(|kg| kg / 1000.0),
    )?;
    let other = number * 1000.0;
    let own = f64::from(own);
    let holds = match sign {
        ">" => own > other,
        ">=" => own >= other,
        "<" => own < other,
        "<=" => own <= other,
        _ => own == other,
    };
    Some(if holds { Condition::Always } else { Condition::Never })
}

/// The parts of a text between those separators that stand outside brackets.
fn outside_brackets(text: &str, separator: char) -> Vec<&str> {
    let (mut parts, mut begin, mut depth) = (Vec::new(), 0, 0_i32);
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if c == separator && depth <= 0 => {
                parts.push(&text[begin..at]);
                begin = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[begin..]);
    parts
}

/// `(07:00-09:00)` without the brackets that enclose the whole.
fn without_brackets(text: &str) -> &str {
    text.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).map_or(text, str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn told(text: &str) -> (Vec<(String, bool, bool)>, UnreadRules) {
        let mut unread = UnreadRules::default();
        let found = clauses(text, &mut unread);
        (found.into_iter().map(|c| (c.value.to_owned(), c.hours.is_some(), c.business)).collect(), unread)
    }

    #[test]
    fn clauses_are_split_outside_brackets() {
        let (found, unread) = told("no @ (Mo-Fr 07:00-09:00; PH off); 30 @ 22:00-06:00");
        assert_eq!(found, vec![("no".to_owned(), true, false), ("30".to_owned(), true, false)]);
        assert_eq!(unread, UnreadRules { not_understood: 0, set_aside: 1 });
    }

    #[test]
    fn sizes_are_compared_with_a_car() {
        assert!(told("no @ (weight>3.5)").0.is_empty());
        assert!(told("no @ weight > 3500 kg").0.is_empty());
        assert_eq!(told("30 @ (length<12)").0, vec![("30".to_owned(), false, false)]);
        assert!(told("no @ (weight>7.5 AND 22:00-06:00)").0.is_empty());
        assert_eq!(told("no @ (weight<7.5 AND 22:00-06:00)").0, vec![("no".to_owned(), true, false)]);
    }

    #[test]
    fn people_and_weather_are_told_apart() {
        assert_eq!(told("yes @ destination").0, vec![("yes".to_owned(), false, true)]);
        assert_eq!(told("yes @ (bus)"), (vec![], UnreadRules::default()));
        assert_eq!(told("80 @ wet").1, UnreadRules { not_understood: 0, set_aside: 1 });
        assert_eq!(told("only_right_turn @ (has_pygmies > 10 p)").1.not_understood, 1);
        assert_eq!(told("no").1.not_understood, 1);
        assert_eq!(told("no @ PH"), (vec![], UnreadRules { not_understood: 0, set_aside: 1 }));
        assert_eq!(told(""), (vec![], UnreadRules::default()));
    }

    proptest! {
        #[test]
        fn no_text_is_a_panic(text in "\\PC{0,40}", like in "[a-zMo@()0-9:;,<>= AND.-]{0,40}") {
            told(&text);
            told(&like);
        }
    }
}
