//! How well the postal code and town of an address agree with those that were asked for.

use super::fold::joined;
use super::hit::Change;
use super::index::AddressIndex;
use super::near_keys::{MOST_ERRORS, find_key, near_keys};
use super::reading::{Reading, Word};
use super::text_table::TextTable;
use super::towns::Town;
use crate::lonlat::LonLat;
use rustc_hash::{FxHashMap, FxHashSet};
use std::rc::Rc;

/// A place of the name asked for within so many metres speaks for an address of another postal town: quarters and villages
/// are written in place of the postal town.
const QUARTER_RADIUS: f64 = 2_000.0;

/// Factors of confidence; `docs/addresses.md` lists them.
const SPELLED: f64 = 0.97;
/// Nothing but a likeness: Lidköping and Linköping are one letter apart, Jönköping and Linköping two.
const SPELLED_ALONE: f64 = 0.75;
const UNKNOWN: f64 = 0.95;
const QUARTER: f64 = 0.85;
const POSTCODE_NEAR: f64 = 0.9;
const POSTCODE_OTHER: f64 = 0.75;
const POSTCODE_OTHER_ALONE: f64 = 0.6;
const CITY_OTHER: f64 = 0.85;
const CITY_OTHER_ALONE: f64 = 0.5;
const BOTH_OTHER: f64 = 0.3;

/// The town of a question: what is known of it before any address is looked at.
#[derive(Debug, Default)]
struct TownAsked {
    /// Its words as they are compared.
    words: Vec<String>,
    /// The words from each one on, joined: before the town anything may stand, a flat or a quarter.
    endings: Vec<String>,
    /// Keys of towns that are written nearly so, unless what is asked is itself the name of a town or a place.
    alike: FxHashSet<u32>,
    /// Where places of the name asked for are.
    places: Vec<LonLat>,
}

/// The towns that one question has asked for already: most of its readings ask for the same.
#[derive(Debug, Default)]
pub(super) struct TownsAsked(FxHashMap<String, Rc<TownAsked>>);

/// What was asked of the area, made ready to compare, and what was found so far.
pub(super) struct AreaQuestion<'i> {
    index: &'i AddressIndex,
    postcode: Option<String>,
    town: Rc<TownAsked>,
    city_as_asked: String,
    known: FxHashMap<u32, (Agreement, Agreement)>,
}

/// How one of the two agrees.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Agreement {
    NotAsked,
    Agrees,
    /// A town that is written nearly so.
    Alike,
    Unknown,
    Near,
    Differs,
}

/// The factor of an area, and what there is to say of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct AreaFit {
    pub factor: f64,
    /// Whether another area was asked for: its town, or its postal code when nothing is known of towns.
    pub is_other: bool,
    pub changes: Vec<Change>,
}

impl TownsAsked {
    /// The town of some words, which are [`super::fold::letters`].
    fn get(&mut self, index: &AddressIndex, words: &[String]) -> Rc<TownAsked> {
        let asked = words.join(" ");
        if let Some(known) = self.0.get(&asked) {
            return Rc::clone(known);
        }
        let endings: Vec<String> = (0..words.len()).map(|begin| joined(&words[begin..].concat())).collect();
        let mut alike = FxHashSet::default();
        let towns = &index.towns.keys;
        for ending in endings.iter().filter(|ending| !index.knows_city(ending)) {
            let near = near_keys(towns, ending, MOST_ERRORS);
            let few = |&(town, errors): &(u32, u8)| errors <= most_errors(towns.get(town));
            alike.extend(near.into_iter().filter(few).map(|(town, _)| town));
        }
        let whole = endings.first().and_then(|whole| find_key(&index.parts.keys, whole));
        let places = whole.map(|k| index.streets_of_key(k)).unwrap_or_default().iter();
        let places = places
            .map(|&s| index.parts.streets[s as usize])
            .filter(|s| s.is_place == 1)
            .map(|s| s.middle.to_lonlat())
            .collect();
        let words = words.iter().map(|word| joined(word)).collect();
        let made = Rc::new(TownAsked { words, endings, alike, places });
        self.0.insert(asked, Rc::clone(&made));
        made
    }
}

/// So many typing errors are forgiven in the name of a town.
fn most_errors(key: &str) -> u8 {
    match key.chars().count() {
        0..4 => 0,
        4..7 => 1,
        _ => MOST_ERRORS,
    }
}

impl<'i> AreaQuestion<'i> {
    pub fn of(index: &'i AddressIndex, reading: &Reading, asked: &mut TownsAsked) -> Self {
        let without_figures = |words: &[Word]| -> Vec<String> {
            let plain = words.iter().filter(|w| !w.letters.bytes().any(|b| b.is_ascii_digit()));
            plain.map(|w| w.letters.clone()).collect()
        };
        let written = |words: &[Word]| words.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(" ");
        let mut city = without_figures(&reading.after);
        let mut city_as_asked = written(&reading.after);
        // A town before the street is taken for one only when it is one: mostly a name stands there.
        if city.is_empty() && !reading.before.is_empty() {
            let before = without_figures(&reading.before);
            if !before.is_empty() && index.knows_city(&joined(&before.concat())) {
                (city, city_as_asked) = (before, written(&reading.before));
            }
        }
        let town = asked.get(index, &city);
        Self { index, postcode: reading.postcode.clone(), town, city_as_asked, known: FxHashMap::default() }
    }

    /// What is asked for, to be told from other questions: the postal code and the words of the town.
    pub fn asked(&self) -> (Option<String>, String) {
        (self.postcode.clone(), self.town.words.join(" "))
    }

    /// Whether a postal code or a town is asked for at all.
    pub fn asks_something(&self) -> bool {
        self.postcode.is_some() || self.asks_town()
    }

    /// Whether a town is asked for.
    pub fn asks_town(&self) -> bool {
        !self.town.words.is_empty()
    }

    /// Whether the words before the street were taken for the town.
    pub fn used_before(&self, reading: &Reading) -> bool {
        self.asks_town() && reading.after.is_empty()
    }

    /// How an area fits, for an address at `place`.
    pub fn fit(&mut self, area: u32, place: LonLat) -> AreaFit {
        let (code, mut city) = self.agreements(area);
        if matches!(city, Agreement::Differs | Agreement::Unknown | Agreement::Alike)
            && self.town.places.iter().any(|p| p.metres_to(place) <= QUARTER_RADIUS)
        {
            city = Agreement::Near;
        }
        let mut changes = Vec::new();
        let asked_code = || self.postcode.clone().unwrap_or_default();
        match code {
            Agreement::Near | Agreement::Differs => {
                changes.push(Change::OtherPostcode { asked: asked_code() })
            }
            Agreement::Unknown => changes.push(Change::AreaUnknown { asked: asked_code() }),
            Agreement::NotAsked | Agreement::Agrees | Agreement::Alike => {}
        }
        match city {
            Agreement::Alike | Agreement::Near | Agreement::Differs => {
                changes.push(Change::OtherCity { asked: self.city_as_asked.clone() });
            }
            Agreement::Unknown => changes.push(Change::AreaUnknown { asked: self.city_as_asked.clone() }),
            Agreement::NotAsked | Agreement::Agrees => {}
        }
        AreaFit { factor: factor(code, city), is_other: is_other(code, city), changes }
    }

    /// Whether what was asked for speaks against an area, wherever in it an address may be.
    pub fn is_other(&mut self, area: u32) -> bool {
        let (code, city) = self.agreements(area);
        is_other(code, city)
    }

    fn agreements(&mut self, area: u32) -> (Agreement, Agreement) {
        if let Some(&known) = self.known.get(&area) {
            return known;
        }
        let found = (self.compare_postcode(area), self.compare_city(area));
        self.known.insert(area, found);
        found
    }

    fn compare_postcode(&self, area: u32) -> Agreement {
        let Some(asked) = &self.postcode else { return Agreement::NotAsked };
        match self.index.area_names(area).0 {
            "" => Agreement::Unknown,
            known if known == asked => Agreement::Agrees,
            known if is_near(known, asked, 1) => Agreement::Near,
            _ => Agreement::Differs,
        }
    }

    fn compare_city(&self, area: u32) -> Agreement {
        if !self.asks_town() {
            return Agreement::NotAsked;
        }
        let Some(town) = self.index.towns.of_area(area) else { return Agreement::Unknown };
        if self.is_named(town) {
            Agreement::Agrees
        } else if self.town.alike.contains(&town.key) {
            Agreement::Alike
        } else {
            Agreement::Differs
        }
    }

    /// Whether the words asked for end with the name of a town, or with its beginning and more.
    fn is_named(&self, town: &Town) -> bool {
        let whole = self.index.towns.keys.get(town.key);
        let known = &town.words;
        self.town.endings.iter().enumerate().any(|(begin, together)| {
            let asked = &self.town.words[begin..];
            let begins_alike = known.iter().zip(asked).all(|(k, a)| k == a);
            let enough = asked.len() <= known.len() || known.len() > 1 || known[0].len() > 3;
            together == whole || (begins_alike && enough)
        })
    }
}

fn is_near(known: &str, asked: &str, most: u8) -> bool {
    !near_keys(&[known].into_iter().collect::<TextTable>(), asked, most).is_empty()
}

/// Whether what was asked for speaks against an area.
fn is_other(code: Agreement, city: Agreement) -> bool {
    use Agreement::{Agrees, Alike, Differs, Near, NotAsked, Unknown};
    match city {
        Agrees | Near => false,
        NotAsked | Unknown | Alike => code == Differs,
        Differs => code != Agrees,
    }
}

fn factor(code: Agreement, city: Agreement) -> f64 {
    use Agreement::{Agrees, Alike, Differs, Near, NotAsked, Unknown};
    let of_code = match code {
        NotAsked | Agrees | Alike => 1.0,
        Unknown => UNKNOWN,
        Near if matches!(city, Agrees | Alike) => POSTCODE_NEAR,
        Near if city == Differs => return BOTH_OTHER,
        Near => POSTCODE_OTHER,
        Differs if matches!(city, Differs | Alike) => return BOTH_OTHER,
        Differs if city == Agrees => POSTCODE_OTHER,
        Differs => POSTCODE_OTHER_ALONE,
    };
    let of_city = match city {
        NotAsked | Agrees => 1.0,
        Alike if code == Agrees => SPELLED,
        Alike => SPELLED_ALONE,
        Unknown => UNKNOWN,
        Near => QUARTER,
        Differs if code == Agrees => CITY_OTHER,
        Differs => CITY_OTHER_ALONE,
    };
    of_code * of_city
}
