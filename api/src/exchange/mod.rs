//! OTHER PEOPLE'S FORMATS: a plan as GeoJSON for maps, and as a readable text for each person's day.
//!
//! In: wire documents. Out: text or JSON of another's form. Ids alone; never a diagnosis.

mod geojson;
mod local_time;
mod polyline;
mod run_sheet;
mod sheet_words;

pub use geojson::{Along, MapOptions, geojson};
pub use polyline::{decode_polyline, encode_polyline};
pub use run_sheet::{run_sheet, run_sheets};
