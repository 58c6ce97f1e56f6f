//! Answers about addresses.

use super::Position;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The places that a written address can mean.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FoundAddresses {
    /// Best first; empty when nothing fits.
    pub hits: Vec<AddressHit>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddressHit {
    /// Where it is.
    pub position: Position,
    /// From 0 to 1: how sure it is that this place was meant.
    #[schema(minimum = 0, maximum = 1)]
    pub confidence: f64,
    /// How exactly it is known.
    pub kind: AddressKind,
    /// The address on one line.
    #[schema(example = "Storgatan 12B, 41101 Göteborg")]
    pub text: String,
    /// Street, or village where there are no streets; empty for a postal code alone.
    pub street: String,
    /// House number with its letter. Default: the street or place as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Postal code; empty when unknown.
    pub postcode: String,
    /// Postal town; empty when unknown.
    pub city: String,
    /// Which of `postcode` and `city` were taken from neighbouring houses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inferred: Vec<String>,
    /// Whether it comes from an official address file.
    pub official: bool,
    /// What differs from what was asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<AddressChange>,
}

/// How exactly a place is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum AddressKind {
    /// The very house.
    House,
    /// Reckoned between neighbouring numbers.
    Interpolated,
    /// The middle of the street.
    Street,
    /// The middle of a village, town or postal code.
    Place,
}

impl AddressKind {
    /// As documents write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::House => "house",
            Self::Interpolated => "interpolated",
            Self::Street => "street",
            Self::Place => "place",
        }
    }
}

/// A difference between an address found and the one asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddressChange {
    /// Stable code, explained in docs/addresses.md.
    #[schema(example = "street-spelled")]
    pub code: String,
    /// In a few words.
    pub sentence: String,
}

/// What is at a position.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddressAtPosition {
    /// The nearest address within 250 m. Default: there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<AddressHit>,
    /// Whole metres to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metres: Option<u32>,
    /// The nearest road, when it has a name. Default: it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub road: Option<RoadAtPosition>,
}

/// A road near a position.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RoadAtPosition {
    /// Its name, or its number.
    pub name: String,
    /// Whole metres to it.
    pub metres: u32,
}

/// What became of a list of addresses.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GeocodeReport {
    /// Rows below the header.
    pub rows: usize,
    /// Rows that were given a position.
    pub placed: usize,
    /// Rows for which something was found, but not surely enough.
    pub doubtful: usize,
    /// Rows for which nothing was found, or that hold no address.
    pub not_found: usize,
    /// How the file was read: `UTF-8` or `Latin-1`.
    pub encoding: String,
    /// What stands between its cells: `comma`, `semicolon` or `tab`.
    pub separator: String,
    /// Every row without a position.
    pub left: Vec<GeocodeRow>,
}

/// A row without a position. It says nothing of what stands in it: addresses of patients belong in no log.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GeocodeRow {
    /// Its line in the file.
    pub line: u64,
    /// Confidence of the best place found. Default: nothing was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
    /// Codes of what differs, explained in docs/addresses.md.
    pub codes: Vec<String>,
}
