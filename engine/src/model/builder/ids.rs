//! Ids of one kind: registered once, looked up by reference, with the nearest known one as a remedy.

use super::defect_list::DefectList;
use crate::model::{DefectCode, Idx};
use rustc_hash::FxHashMap;

/// So many unknown ids get a suggestion: finding one reads all known ids.
const SUGGESTIONS: usize = 200;

/// The ids of one kind and what they stand for.
pub struct Ids<I> {
    kind: &'static str,
    known: FxHashMap<String, I>,
}

impl<I: Idx> Ids<I> {
    /// Registers the ids of `items`; `/section/number/id` is where each stands. Notes empty and repeated ones.
    pub fn register<'a>(
        kind: &'static str,
        section: &str,
        ids: impl Iterator<Item = &'a str>,
        defects: &mut DefectList,
    ) -> Self {
        let mut made = Self { kind, known: FxHashMap::default() };
        for (number, id) in ids.enumerate() {
            made.add(id, I::from_index(number), format!("/{section}/{number}/id"), defects);
        }
        made
    }

    /// Registers one id that stands at `place`.
    pub fn add(&mut self, id: &str, index: I, place: String, defects: &mut DefectList) {
        if id.is_empty() {
            defects.add(
                DefectCode::Empty,
                place,
                format!("the id of a {} is empty", self.kind),
                "give every item an id of its own",
            );
        } else if let Some(&first) = self.known.get(id) {
            defects.add(
                DefectCode::DuplicateId,
                place,
                format!("{} id `{id}` is already used by number {} of the list", self.kind, first.index()),
                "give every item an id of its own",
            );
        } else {
            self.known.insert(id.to_owned(), index);
        }
    }

    /// What `id` stands for; notes a defect at `place` when nothing does.
    pub fn find(&self, id: &str, place: impl FnOnce() -> String, defects: &mut DefectList) -> Option<I> {
        let found = self.known.get(id).copied();
        if found.is_none() {
            let nearest = if defects.len() < SUGGESTIONS { self.nearest(id) } else { None };
            let remedy = match nearest {
                Some(near) => {
                    format!("did you mean `{near}`? Otherwise add a {} `{id}` or remove this", self.kind)
                }
                None => format!("add a {} `{id}` or remove this", self.kind),
            };
            defects.add(DefectCode::UnknownId, place(), format!("there is no {} `{id}`", self.kind), remedy);
        }
        found
    }

    /// Silent look-up.
    pub fn get(&self, id: &str) -> Option<I> {
        self.known.get(id).copied()
    }

    /// The known id most like `id`, if one is at all like it: fewest edits, then first by alphabet.
    fn nearest(&self, id: &str) -> Option<&str> {
        let most = (id.chars().count() / 2).max(2);
        self.known
            .keys()
            .map(|known| (edit_distance(id, known), known.as_str()))
            .filter(|(distance, _)| *distance <= most)
            .min()
            .map(|(_, known)| known)
    }
}

/// Fewest insertions, deletions and replacements of characters that turn `a` into `b`.
pub fn edit_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    // row[j]: edits from the part of `a` read so far to the first j characters of `b`.
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted() {
        assert_eq!(edit_distance("anna", "anna"), 0);
        assert_eq!(edit_distance("anna", "hanna"), 1);
        assert_eq!(edit_distance("kitten", "sitting"), 3);
        assert_eq!(edit_distance("", "åäö"), 3);
    }
}
