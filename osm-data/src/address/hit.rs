//! What a look-up answers: an address, how sure it is, and what was changed to find it.

use super::collected::Source;
use super::house_number::HouseNumber;
use crate::lonlat::LonLat;

/// How exactly a place was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MatchKind {
    /// The very house.
    House,
    /// Reckoned between neighbouring numbers.
    Interpolated,
    /// The middle of the street.
    Street,
    /// The middle of a village, quarter, postal town or postal code.
    Place,
}

/// What differs between the question and the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The street was spelled otherwise, by so many errors.
    StreetSpelled {
        /// As asked.
        asked: String,
        /// How many letters differ.
        errors: u8,
    },
    /// The street was written short.
    StreetShortened {
        /// As asked.
        asked: String,
    },
    /// The house has another letter, or none, or stands in a range.
    OtherSuffix {
        /// The number asked for.
        asked: String,
        /// The number of the house.
        found: String,
    },
    /// The number is not known; the place is reckoned between two that are.
    NumberReckoned {
        /// The number asked for.
        asked: String,
    },
    /// The number is not known; the place is the middle of the street, or of the place that stands in a street's stead.
    NumberUnknown {
        /// The number asked for.
        asked: String,
        /// Whether it is the middle of a place.
        of_place: bool,
    },
    /// The street is not known; the place is that of the town, village or postal code.
    StreetUnknown {
        /// As asked.
        asked: String,
        /// Whether it is the middle of a postal code.
        of_postcode: bool,
    },
    /// Another postal code.
    OtherPostcode {
        /// As asked.
        asked: String,
    },
    /// Another postal town.
    OtherCity {
        /// As asked.
        asked: String,
    },
    /// Postal code or town of the address are not known, so that what was asked could not be compared.
    AreaUnknown {
        /// As asked.
        asked: String,
    },
    /// Words that were not used.
    PassedOver {
        /// The words.
        asked: String,
    },
    /// Other places fit as well, or nearly.
    Ambiguous {
        /// How many fit, this one included.
        places: u32,
    },
}

/// One answer to a look-up.
#[derive(Clone, Debug, PartialEq)]
pub struct AddressHit {
    /// Where it is.
    pub place: LonLat,
    /// How exactly.
    pub kind: MatchKind,
    /// Street, or place in a street's stead; empty for a postal code alone.
    pub street: String,
    /// House number; `None` for a street or place.
    pub number: Option<HouseNumber>,
    /// Postal code; empty when unknown.
    pub postcode: String,
    /// Postal town; empty when unknown.
    pub city: String,
    /// Whether the postal code was taken from neighbours.
    pub postcode_inferred: bool,
    /// Whether the postal town was taken from neighbours.
    pub city_inferred: bool,
    /// Where the address comes from; `None` for a street or place.
    pub source: Option<Source>,
    /// From 0 to 1: how sure it is that this place was meant. `docs/addresses.md` has the formula.
    pub confidence: f64,
    /// What was changed to find it.
    pub changes: Vec<Change>,
}

impl AddressHit {
    /// The address on one line: `Storgatan 12B, 41101 Göteborg`.
    pub fn line(&self) -> String {
        let number = self.number.as_ref().map(HouseNumber::to_string).unwrap_or_default();
        let joined =
            |a: &str, b: &str| [a, b].iter().filter(|t| !t.is_empty()).copied().collect::<Vec<_>>().join(" ");
        let house = joined(&self.street, &number);
        let area = joined(&self.postcode, &self.city);
        [house, area].iter().filter(|t| !t.is_empty()).cloned().collect::<Vec<_>>().join(", ")
    }
}
