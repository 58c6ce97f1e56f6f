//! How well the postal code and town of an address agree with those that were asked for.

use super::fold::{joined, key};
use super::hit::Change;
use super::index::AddressIndex;
use super::near_keys::{find_key, near_keys};
use super::reading::{Reading, Word};
use super::text_table::TextTable;
use crate::lonlat::LonLat;
use rustc_hash::FxHashMap;

/// A place of the name asked for within so many metres speaks for an address of another postal town: quarters and villages
/// are written in place of the postal town.
const QUARTER_RADIUS: f64 = 2_000.0;

/// Factors of confidence; `docs/addresses.md` lists them.
const SPELLED: f64 = 0.97;
const UNKNOWN: f64 = 0.95;
const QUARTER: f64 = 0.85;
const POSTCODE_NEAR: f64 = 0.9;
const POSTCODE_OTHER: f64 = 0.75;
const POSTCODE_OTHER_ALONE: f64 = 0.6;
const CITY_OTHER: f64 = 0.85;
const CITY_OTHER_ALONE: f64 = 0.5;
const BOTH_OTHER: f64 = 0.3;

/// What was asked of the area, made ready to compare, and what was found so far.
pub(super) struct AreaQuestion<'i> {
    index: &'i AddressIndex,
    postcode: Option<String>,
    /// The words of the town in letters, without those that hold figures.
    city: Vec<String>,
    city_as_asked: String,
    /// Where places of the name asked for are.
    places: Vec<LonLat>,
    known: FxHashMap<u32, (Agreement, Agreement)>,
}

/// How one of the two agrees.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Agreement {
    NotAsked,
    Agrees,
    Spelled,
    Unknown,
    Near,
    Differs,
}

/// The factor of an area, and what there is to say of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct AreaFit {
    pub factor: f64,
    pub changes: Vec<Change>,
}

impl<'i> AreaQuestion<'i> {
    pub fn of(index: &'i AddressIndex, reading: &Reading) -> Self {
        let without_figures = |words: &[Word]| -> Vec<String> {
            let plain = words.iter().filter(|w| !w.letters.bytes().any(|b| b.is_ascii_digit()));
            plain.map(|w| w.letters.clone()).collect()
        };
        let city = without_figures(&reading.after);
        let as_asked = reading.after.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(" ");
        let mut made = Self {
            index,
            postcode: reading.postcode.clone(),
            city,
            city_as_asked: as_asked,
            places: Vec::new(),
            known: FxHashMap::default(),
        };
        // A town before the street is taken for one only when it is one: mostly a name stands there.
        if made.city.is_empty() && !reading.before.is_empty() {
            let before = without_figures(&reading.before);
            if !before.is_empty() && index.knows_city(&joined(&before.concat())) {
                made.city = before;
                made.city_as_asked =
                    reading.before.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(" ");
            }
        }
        let asked = joined(&made.city.concat());
        made.places = find_key(&index.parts.keys, &asked)
            .map(|k| index.streets_of_key(k))
            .into_iter()
            .flatten()
            .filter(|&&s| index.parts.streets[s as usize].is_place == 1)
            .map(|&s| index.parts.streets[s as usize].middle.to_lonlat())
            .collect();
        made
    }

    /// Whether a postal code or a town is asked for at all.
    pub fn asks_something(&self) -> bool {
        self.postcode.is_some() || !self.city.is_empty()
    }

    /// Whether the words before the street were taken for the town.
    pub fn used_before(&self, reading: &Reading) -> bool {
        !self.city.is_empty() && reading.after.is_empty()
    }

    /// How an area fits, for an address at `place`.
    pub fn fit(&mut self, area: u32, place: LonLat) -> AreaFit {
        let (code, mut city) = match self.known.get(&area) {
            Some(&known) => known,
            None => {
                let found = (self.compare_postcode(area), self.compare_city(area));
                self.known.insert(area, found);
                found
            }
        };
        if matches!(city, Agreement::Differs | Agreement::Unknown)
            && self.places.iter().any(|p| p.metres_to(place) <= QUARTER_RADIUS)
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
            Agreement::NotAsked | Agreement::Agrees | Agreement::Spelled => {}
        }
        match city {
            Agreement::Spelled | Agreement::Near | Agreement::Differs => {
                changes.push(Change::OtherCity { asked: self.city_as_asked.clone() });
            }
            Agreement::Unknown => changes.push(Change::AreaUnknown { asked: self.city_as_asked.clone() }),
            Agreement::NotAsked | Agreement::Agrees => {}
        }
        AreaFit { factor: factor(code, city), changes }
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
        if self.city.is_empty() {
            return Agreement::NotAsked;
        }
        let known = self.index.area_names(area).1;
        let whole = key(known);
        if whole.is_empty() {
            return Agreement::Unknown;
        }
        let known: Vec<String> = known.split([' ', '-']).map(key).filter(|w| !w.is_empty()).collect();
        // Words before the town may be anything: a flat, a quarter.
        for begin in 0..self.city.len() {
            let asked = &self.city[begin..];
            let together = joined(&asked.concat());
            let begins_alike = known.iter().zip(asked).all(|(k, a)| *k == joined(a));
            let enough = asked.len() <= known.len() || known.len() > 1 || known[0].len() > 3;
            if together == whole || (begins_alike && enough) {
                return Agreement::Agrees;
            }
            let most = match whole.chars().count() {
                0..4 => 0,
                4..7 => 1,
                _ => 2,
            };
            if is_near(&whole, &together, most) {
                return Agreement::Spelled;
            }
        }
        Agreement::Differs
    }
}

fn is_near(known: &str, asked: &str, most: u8) -> bool {
    !near_keys(&[known].into_iter().collect::<TextTable>(), asked, most).is_empty()
}

fn factor(code: Agreement, city: Agreement) -> f64 {
    use Agreement::{Agrees, Differs, Near, NotAsked, Spelled, Unknown};
    let agrees = |a| matches!(a, Agrees | Spelled);
    let of_code = match code {
        NotAsked | Agrees | Spelled => 1.0,
        Unknown => UNKNOWN,
        Near if agrees(city) => POSTCODE_NEAR,
        Near | Differs if city == Differs => return BOTH_OTHER,
        Near => POSTCODE_OTHER,
        Differs if agrees(city) => POSTCODE_OTHER,
        Differs => POSTCODE_OTHER_ALONE,
    };
    let of_city = match city {
        NotAsked | Agrees => 1.0,
        Spelled => SPELLED,
        Unknown => UNKNOWN,
        Near => QUARTER,
        Differs if agrees(code) => CITY_OTHER,
        Differs => CITY_OTHER_ALONE,
    };
    of_code * of_city
}
