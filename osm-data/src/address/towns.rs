//! The postal towns of an index as they are compared: each once, with its key and its words.

use super::fold::key;
use super::index::Area;
use super::near_keys::find_key;
use super::text_table::TextTable;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// A postal town.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Town {
    /// The number of its key in [`Towns::keys`].
    pub key: u32,
    /// The keys of the words of its name.
    pub words: Vec<String>,
}

/// Every postal town of an index. Made when the index is opened: an extract has hundreds of towns, and folding their names anew
/// for every question would cost more than all the rest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Towns {
    /// Their keys, rising.
    pub keys: TextTable,
    towns: Vec<Town>,
    /// The town of each area; `None` where it has none.
    of_area: Vec<Option<u32>>,
}

impl Towns {
    /// Of the areas of an index and its texts.
    pub fn of(areas: &[Area], texts: &TextTable) -> Self {
        let mut numbers: FxHashMap<u32, Option<u32>> = FxHashMap::default();
        let mut named: Vec<(String, &str)> = Vec::new();
        let of_area = areas.iter().map(|area| {
            *numbers.entry(area.city).or_insert_with(|| {
                let name = texts.get(area.city);
                let folded = key(name);
                if folded.is_empty() {
                    return None;
                }
                named.push((folded, name));
                Some(named.len() as u32 - 1)
            })
        });
        let of_area = of_area.collect();
        let keys: TextTable =
            named.iter().map(|(folded, _)| folded.as_str()).collect::<BTreeSet<_>>().into_iter().collect();
        let town = |(folded, name): &(String, &str)| Town {
            key: find_key(&keys, folded).expect("every key is in the table"),
            words: name.split([' ', '-']).map(key).filter(|w| !w.is_empty()).collect(),
        };
        let towns = named.iter().map(town).collect();
        Self { keys, towns, of_area }
    }

    /// The town of an area.
    pub fn of_area(&self, area: u32) -> Option<&Town> {
        self.of_area[area as usize].map(|town| &self.towns[town as usize])
    }
}
