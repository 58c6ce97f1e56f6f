//! Written address → ranked hits. `docs/addresses.md` tells the formula of confidence in words.

use super::abbreviation::keys_of;
use super::area_fit::{AreaQuestion, TownsAsked};
use super::collected::Source;
use super::fold::key;
use super::hit::{AddressHit, Change, MatchKind};
use super::house_number::HouseNumber;
use super::index::{AddressIndex, CITY_INFERRED, POSTCODE_INFERRED};
use super::near_keys::{MOST_ERRORS, find_key, near_keys};
use super::reading::{Reading, TextRead, Word, readings};
use crate::graph::Point;
use crate::lonlat::LonLat;
use rustc_hash::{FxHashMap, FxHashSet};
use std::rc::Rc;

/// A street written short, of its confidence.
const SHORTENED: f64 = 0.98;
/// Each word before the street that is not used.
const WORD_BEFORE: f64 = 0.97;
/// Figures that are not used: a postal code of another country, a flat, or a number that slipped apart.
const FIGURES_LEFT: f64 = 0.75;
/// A figure in the name of the street that is not in the map's, or the other way round: perhaps one of the house number.
const OTHER_FIGURES: f64 = 0.75;
/// A house counted out along an interpolation way.
const COUNTED_OUT: f64 = 0.9;
/// Number with a letter asked, number without it found: a letter too many, or a house that the map does not know.
const WITHOUT_LETTER: f64 = 0.75;
/// Number with something else after it asked, number without it found.
const WITHOUT_SUFFIX: f64 = 0.6;
/// Number without a letter asked, number with one found.
const SUFFIX_ADDED: f64 = 0.9;
/// Another letter.
const OTHER_SUFFIX: f64 = 0.7;
/// Part of a range, or a range for one number.
const RANGE: f64 = 0.95;
/// Reckoned between two numbers.
const RECKONED: f64 = 0.6;
/// The middle of the street, when a number was asked for.
const NO_SUCH_NUMBER: f64 = 0.4;
/// The middle of the street, when no number was asked for.
const WHOLE_STREET: f64 = 0.7;
/// The middle of a place.
const WHOLE_PLACE: f64 = 0.5;
/// The middle of a town or postal code when the street is not known.
const STREET_UNKNOWN: f64 = 0.2;

/// Numbers further apart than this are no neighbours to reckon between.
const MOST_NUMBERS_APART: u32 = 20;
/// Houses further apart than this, in metres, neither.
const MOST_METRES_APART: f64 = 500.0;

/// Where a street of the very name exists, another that is spelled nearly so is this much worse than it at least: a house that the
/// map does not know is likelier than an error that makes one street of another.
const BESIDE_THE_NAMED: f64 = 0.85;

/// A reading that fits as well as this is not put in doubt by spelling.
const GOOD: f64 = 0.8;
/// A reading that fits as well as this is not put in doubt by unlikely readings.
const FAIR: f64 = 0.5;
/// What fits worse is no answer.
const LEAST: f64 = 0.05;
/// The same street and figures within so many metres are one place, however often it stands in the index.
const ONE_PLACE: f64 = 250.0;

/// A place that fits, before others are weighed against it.
#[derive(Clone, Debug)]
struct Fit {
    score: f64,
    kind: MatchKind,
    /// `None` for a postal code alone.
    street: Option<u32>,
    address: Option<u32>,
    number: Option<HouseNumber>,
    area: u32,
    place: LonLat,
    changes: Vec<Change>,
}

/// A key that the street of a reading may mean.
#[derive(Clone, Copy)]
struct Name {
    key: u32,
    errors: u8,
    shortened: bool,
    /// The figures in the two differ.
    other_figures: bool,
}

/// How well the street that a reading names exactly fits, where nothing speaks for another town; 0 when there is none.
#[derive(Clone, Copy, Debug, Default)]
struct Named {
    score: f64,
    /// Whether the reading leaves no word before the street unused.
    whole: bool,
}

/// What one question has looked up already: its readings share most of their words.
#[derive(Default)]
struct Memory {
    near: FxHashMap<String, Rc<[(u32, u8)]>>,
    towns: TownsAsked,
    /// Postal codes and towns that were looked for without a street.
    areas: FxHashSet<(Option<String>, String)>,
}

impl AddressIndex {
    /// The places that a written address can mean, best first, at most `limit`.
    ///
    /// Case, accents, order of words, short forms and up to two typing errors in the name of the street are forgiven;
    /// [`AddressHit::confidence`] says how much was. Any text is answered, if only with nothing.
    pub fn find(&self, text: &str, limit: usize) -> Vec<AddressHit> {
        if self.is_empty() {
            return Vec::new();
        }
        let TextRead { readings, passed, factor } = readings(text, &|code| self.knows_postcode(code));
        let mut memory = Memory::default();
        let mut fits: Vec<Fit> = Vec::new();
        let best = |fits: &[Fit]| fits.iter().map(|f| f.score).fold(0.0, f64::max);
        let mut named: Vec<Named> = Vec::new();
        for reading in &readings {
            named.push(self.fit_exactly(reading, &mut memory, &mut fits));
            // Everything that was asked agrees: no other reading can do better.
            if best(&fits) >= 1.0 {
                break;
            }
        }
        let whole = named.iter().filter(|n| n.whole).map(|n| n.score).fold(0.0, f64::max);
        for likely in [true, false] {
            if best(&fits) >= if likely { GOOD } else { FAIR } {
                break;
            }
            for (reading, named) in readings.iter().zip(&named).filter(|(r, _)| r.likely == likely) {
                let from = fits.len();
                self.fit_nearly(reading, &mut memory, &mut fits);
                let most = BESIDE_THE_NAMED * named.score.max(whole);
                fits[from..].iter_mut().filter(|f| most > 0.0 && f.score > most).for_each(|f| f.score = most);
            }
        }
        if best(&fits) < STREET_UNKNOWN {
            readings.iter().for_each(|reading| self.fit_area(reading, &mut memory, &mut fits));
        }
        fits.iter_mut().for_each(|fit| fit.score *= factor);
        self.ranked(fits, &passed, limit)
    }

    /// The nearest address within `metres` of a place, and how far off it is.
    pub fn nearest(&self, place: LonLat, metres: f64) -> Option<(AddressHit, f64)> {
        let (address, off) = self.parts.grid.nearest(&self.parts.points, place, metres)?;
        let fit = Fit {
            score: 1.0,
            kind: self.kind_of(address),
            street: Some(self.street_of(address)),
            address: Some(address),
            number: Some(self.house_number(address)),
            area: self.parts.address_areas[address as usize],
            place: self.place_of(address),
            changes: Vec::new(),
        };
        Some((self.hit(&fit, 1.0), off))
    }

    /// Whether some address has this postal code.
    pub(super) fn knows_postcode(&self, code: &str) -> bool {
        let text = |area: usize| self.parts.texts.get(self.parts.areas[area].postcode);
        let (mut low, mut high) = (0, self.parts.areas.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if text(middle) < code { low = middle + 1 } else { high = middle }
        }
        low < self.parts.areas.len() && text(low) == code
    }

    /// Whether some address has a postal town of this key, or some place has this name.
    pub(super) fn knows_city(&self, city: &str) -> bool {
        let is_place = |&s: &u32| self.parts.streets[s as usize].is_place == 1;
        find_key(&self.towns.keys, city).is_some()
            || find_key(&self.parts.keys, city).is_some_and(|k| self.streets_of_key(k).iter().any(is_place))
    }

    /// The streets that a key leads to.
    pub(super) fn streets_of_key(&self, key: u32) -> &[u32] {
        let at = key as usize;
        &self.parts.key_streets[self.parts.key_first[at] as usize..self.parts.key_first[at + 1] as usize]
    }

    fn place_of(&self, address: u32) -> LonLat {
        self.parts.points[address as usize].to_lonlat()
    }

    fn kind_of(&self, address: u32) -> MatchKind {
        match self.source(address) {
            Source::Interpolated => MatchKind::Interpolated,
            Source::Official | Source::Node | Source::Building => MatchKind::House,
        }
    }

    fn fit_exactly(&self, reading: &Reading, memory: &mut Memory, fits: &mut Vec<Fit>) -> Named {
        let mut area = None;
        let mut named = Named::default();
        for (form, name) in forms(reading).iter().enumerate() {
            if let Some(key) = find_key(&self.parts.keys, name) {
                let area = area.get_or_insert_with(|| AreaQuestion::of(self, reading, &mut memory.towns));
                let name = Name { key, errors: 0, shortened: form > 0, other_figures: false };
                named.score = self.fit_key(reading, name, area, fits).max(named.score);
                named.whole = reading.likely && (reading.before.is_empty() || area.used_before(reading));
            }
        }
        named
    }

    fn fit_nearly(&self, reading: &Reading, memory: &mut Memory, fits: &mut Vec<Fit>) {
        let mut area = None;
        for (form, name) in forms(reading).into_iter().enumerate() {
            let errors = match name.chars().count() {
                0..4 => continue,
                4..6 => 1,
                _ => MOST_ERRORS,
            };
            let other_than = figures_of(&name);
            let searched = |name: &String| near_keys(&self.parts.keys, name, errors).into();
            let near = Rc::clone(memory.near.entry(name).or_insert_with_key(searched));
            for &(key, distance) in near.iter() {
                if distance > 0 {
                    let area = area.get_or_insert_with(|| AreaQuestion::of(self, reading, &mut memory.towns));
                    let other_figures = other_than != figures_of(self.parts.keys.get(key));
                    let name = Name { key, errors: distance, shortened: form > 0, other_figures };
                    self.fit_key(reading, name, area, fits);
                }
            }
        }
    }

    /// Adds the places of every street of a key. Answers with the best score of a street that is not in another area than the one
    /// asked for; towns that have no house numbers are no streets.
    fn fit_key(
        &self,
        reading: &Reading,
        name: Name,
        area: &mut AreaQuestion<'_>,
        fits: &mut Vec<Fit>,
    ) -> f64 {
        let mut here = 0.0_f64;
        let Name { key, errors, shortened, other_figures } = name;
        let asked = reading.street.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(" ");
        let length = self.parts.keys.get(key).chars().count().max(1);
        let mut score = 1.0 - f64::from(errors) / length as f64;
        let mut changes = Vec::new();
        if errors > 0 {
            changes.push(Change::StreetSpelled { asked: asked.clone(), errors });
        }
        if other_figures {
            score *= OTHER_FIGURES;
        }
        if shortened {
            score *= SHORTENED;
            changes.push(Change::StreetShortened { asked });
        }
        if !reading.before.is_empty() && !area.used_before(reading) {
            score *= WORD_BEFORE.powi(reading.before.len() as i32);
            let words = reading.before.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(" ");
            changes.push(Change::PassedOver { asked: words });
        }
        let figures = |w: &Word| w.text.starts_with(|c: char| c.is_ascii_digit());
        let figures_left = reading.after.iter().chain(&reading.before).any(figures);
        if figures_left {
            score *= FIGURES_LEFT;
        }
        for &street in self.streets_of_key(key) {
            let from = fits.len();
            self.fit_street(street, reading.number.as_ref(), figures_left, fits);
            for fit in &mut fits[from..] {
                let agrees = area.fit(fit.area, fit.place);
                fit.score *= score * agrees.factor;
                fit.changes.splice(0..0, changes.iter().cloned());
                fit.changes.extend(agrees.changes);
                let addresses = self.addresses_of(street);
                let is_street = self.parts.streets[street as usize].is_place == 0 || !addresses.is_empty();
                // A long street has several postal codes, and perhaps houses in two towns.
                let areas = &self.parts.address_areas[addresses.start as usize..addresses.end as usize];
                let mut parts = areas.chunk_by(|a, b| a == b);
                if is_street
                    && fit.score > here
                    && (!agrees.is_other || parts.any(|part| !area.is_other(part[0])))
                {
                    here = fit.score;
                }
            }
        }
        here
    }

    /// The places of one street that fit a house number, judged by the number alone. `figures_left` says that the question
    /// holds figures which this reading does not use.
    fn fit_street(&self, street: u32, number: Option<&HouseNumber>, figures_left: bool, fits: &mut Vec<Fit>) {
        let Some(number) = number else {
            let is_place = self.parts.streets[street as usize].is_place == 1;
            let (score, kind) =
                if is_place { (WHOLE_PLACE, MatchKind::Place) } else { (WHOLE_STREET, MatchKind::Street) };
            let score = match (figures_left, is_place) {
                (false, _) => score,
                (true, false) => NO_SUCH_NUMBER,
                (true, true) => STREET_UNKNOWN,
            };
            fits.push(self.fit_middle(street, score, kind, Vec::new()));
            return;
        };
        let asked = number.to_string();
        let found = self.with_number(street, number.number);
        let judged = |address: u32| (suffix_factor(number, &self.house_number(address)), address);
        let best = found.clone().map(|a| judged(a).0).fold(0.0, f64::max);
        for (factor, address) in found.clone().map(judged).filter(|&(factor, _)| factor == best) {
            let kind = self.kind_of(address);
            let counted = if kind == MatchKind::Interpolated { COUNTED_OUT } else { 1.0 };
            let number_found = self.house_number(address);
            let other = Change::OtherSuffix { asked: asked.clone(), found: number_found.to_string() };
            let changes = if factor < 1.0 { vec![other] } else { Vec::new() };
            fits.push(Fit {
                score: factor * counted,
                kind,
                street: Some(street),
                address: Some(address),
                number: Some(number_found),
                area: self.parts.address_areas[address as usize],
                place: self.place_of(address),
                changes,
            });
            // Two letters may be equally far from the one asked for; one of them will do.
            if factor < 1.0 && !number.suffix.is_empty() {
                break;
            }
        }
        if !found.is_empty() {
            return;
        }
        match self.reckoned(street, number.number) {
            Some((place, area)) => fits.push(Fit {
                score: RECKONED,
                kind: MatchKind::Interpolated,
                street: Some(street),
                address: None,
                number: Some(number.clone()),
                area,
                place,
                changes: vec![Change::NumberReckoned { asked }],
            }),
            None => {
                let is_place = self.parts.streets[street as usize].is_place == 1;
                let (kind, score) = match is_place {
                    // A place without house numbers is a town: the street asked for is another word.
                    true if self.addresses_of(street).is_empty() => (MatchKind::Place, STREET_UNKNOWN),
                    true => (MatchKind::Place, NO_SUCH_NUMBER),
                    false => (MatchKind::Street, NO_SUCH_NUMBER),
                };
                let unknown = Change::NumberUnknown { asked, of_place: is_place };
                fits.push(self.fit_middle(street, score, kind, vec![unknown]));
            }
        }
    }

    fn fit_middle(&self, street: u32, score: f64, kind: MatchKind, changes: Vec<Change>) -> Fit {
        let known = self.parts.streets[street as usize];
        let place = known.middle.to_lonlat();
        Fit {
            score,
            kind,
            street: Some(street),
            address: None,
            number: None,
            area: known.area,
            place,
            changes,
        }
    }

    /// Where a number would be between its neighbours on the same side of the street.
    fn reckoned(&self, street: u32, number: u32) -> Option<(LonLat, u32)> {
        let all = self.addresses_of(street);
        let after = self.with_number(street, number).start;
        let numbers = &self.parts.numbers;
        let same_side = |&a: &u32| numbers[a as usize] % 2 == number % 2;
        let below = (all.start..after).rev().find(same_side)?;
        let above = (after..all.end).find(same_side)?;
        let (low, high) = (numbers[below as usize], numbers[above as usize]);
        let (from, to) = (self.place_of(below), self.place_of(above));
        if high - low > MOST_NUMBERS_APART || from.metres_to(to) > MOST_METRES_APART {
            return None;
        }
        let share = f64::from(number - low) / f64::from(high - low);
        let place = LonLat {
            lon: from.lon + (to.lon - from.lon) * share,
            lat: from.lat + (to.lat - from.lat) * share,
        };
        Some((Point::from_lonlat(place).to_lonlat(), self.parts.address_areas[below as usize]))
    }

    /// Last resort: the town, village or postal code, when the street is not known.
    fn fit_area(&self, reading: &Reading, memory: &mut Memory, fits: &mut Vec<Fit>) {
        let mut question = AreaQuestion::of(self, reading, &mut memory.towns);
        // The first reading that asks for an area is the likeliest; the others could add nothing but other words for the street.
        if !memory.areas.insert(question.asked()) {
            return;
        }
        let asked = reading.street.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(" ");
        let of_postcode = !question.asks_town();
        let unknown = |of_postcode| vec![Change::StreetUnknown { asked: asked.clone(), of_postcode }];
        let words: Vec<&str> = reading.after.iter().map(|w| w.letters.as_str()).collect();
        let before = fits.len();
        for begin in 0..words.len() {
            let Some(found) = find_key(&self.parts.keys, &key(&words[begin..].concat())) else { continue };
            for &street in self.streets_of_key(found) {
                if self.parts.streets[street as usize].is_place == 1 {
                    fits.push(self.fit_middle(street, STREET_UNKNOWN, MatchKind::Place, unknown(false)));
                }
            }
        }
        if fits.len() > before || !question.asks_something() {
            return;
        }
        let areas = 1..self.parts.areas.len() as u32;
        let middle = |area: u32| self.parts.areas[area as usize].middle.to_lonlat();
        // One of several postal codes of a town will do: it is a last resort.
        if let Some(area) = areas.into_iter().find(|&area| question.fit(area, middle(area)).factor == 1.0) {
            let (score, place) = (STREET_UNKNOWN, middle(area));
            let (kind, changes) = (MatchKind::Place, unknown(of_postcode));
            fits.push(Fit { score, kind, street: None, address: None, number: None, area, place, changes });
        }
    }

    /// Each place once, weighed against the others, best first.
    fn ranked(&self, mut fits: Vec<Fit>, passed: &[String], limit: usize) -> Vec<AddressHit> {
        fits.retain(|f| f.score >= LEAST);
        let order = |f: &Fit| (f.kind, f.street, f.address, f.area);
        fits.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| order(a).cmp(&order(b))));
        // Beyond these nothing is shown, and they are enough to weigh against.
        fits.truncate(400);
        let mut places: Vec<Fit> = Vec::new();
        for fit in fits {
            // The middle of a street says nothing beside a house on it.
            let said =
                |other: &Fit| fit.number.is_none() && fit.street.is_some() && other.street == fit.street;
            if !places.iter().any(|other| said(other) || self.is_one_place(other, &fit)) {
                places.push(fit);
            }
        }
        let scores: Vec<f64> = places.iter().map(|f| f.score).collect();
        let mut hits: Vec<AddressHit> = Vec::new();
        for (i, fit) in places.iter().enumerate().take(limit) {
            let (share, equals) = share(&scores, i);
            let mut hit = self.hit(fit, fit.score * share);
            if !passed.is_empty() {
                hit.changes.push(Change::PassedOver { asked: passed.join(" ") });
            }
            if share < 1.0 {
                hit.changes.push(Change::Ambiguous { places: equals });
            }
            if hit.confidence >= LEAST {
                hits.push(hit);
            }
        }
        hits
    }

    /// Whether two fits are the same place, found twice or standing twice in the index.
    fn is_one_place(&self, a: &Fit, b: &Fit) -> bool {
        // 16A and 16B of one street stand side by side: whoever asks for 16 means both.
        let figures = |f: &Fit| f.number.as_ref().map(|n| n.number);
        let name = |f: &Fit| f.street.map(|s| key(self.street_name(s)));
        figures(a) == figures(b) && a.place.metres_to(b.place) <= ONE_PLACE && name(a) == name(b)
    }

    fn hit(&self, fit: &Fit, confidence: f64) -> AddressHit {
        let (postcode, city) = self.area_names(fit.area);
        let marks = fit.address.map_or(0, |a| self.parts.marks[a as usize]);
        AddressHit {
            place: fit.place,
            kind: fit.kind,
            street: fit.street.map_or_else(String::new, |s| self.street_name(s).to_owned()),
            number: fit.number.clone(),
            postcode: postcode.to_owned(),
            city: city.to_owned(),
            postcode_inferred: marks & POSTCODE_INFERRED != 0,
            city_inferred: marks & CITY_INFERRED != 0,
            source: fit.address.map(|a| self.source(a)),
            confidence: (confidence * 1_000.0).round() / 1_000.0,
            changes: fit.changes.clone(),
        }
    }
}

fn figures_of(name: &str) -> String {
    name.chars().filter(char::is_ascii_digit).collect()
}

/// Every key that the street of a reading may stand for.
fn forms(reading: &Reading) -> Vec<String> {
    keys_of(&reading.street.iter().map(|w| (w.letters.as_str(), w.dotted)).collect::<Vec<_>>())
}

/// How well a house number fits the one asked for, the figures being equal.
fn suffix_factor(asked: &HouseNumber, found: &HouseNumber) -> f64 {
    let range = |n: &HouseNumber| n.suffix.starts_with('-');
    match (asked.suffix.as_str(), found.suffix.as_str()) {
        (a, b) if a == b => 1.0,
        ("", _) if range(found) => RANGE,
        (_, "") if range(asked) => RANGE,
        ("", _) => SUFFIX_ADDED,
        (a, "") if a.len() == 1 => WITHOUT_LETTER,
        (_, "") => WITHOUT_SUFFIX,
        _ => OTHER_SUFFIX,
    }
}

/// What others leave of the confidence in one of several places, given the scores of all in falling order; and how many fit about
/// as well. The best of `n` places within a tenth of its score keeps 1/n, and more by five times its lead over the next.
/// The others keep 1/n too, half at most.
fn share(scores: &[f64], at: usize) -> (f64, u32) {
    let best = scores[0];
    let equals = scores.iter().filter(|&&s| s >= 0.9 * best).count().max(1);
    let even = 1.0 / equals as f64;
    if at > 0 {
        return (even.min(0.5), equals.max(2) as u32);
    }
    let lead = scores.get(1).map_or(1.0, |second| (best - second) / best);
    ((even + 5.0 * lead).min(1.0), equals as u32)
}
