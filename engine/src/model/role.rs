//! Roles, skills, missions and the like are data: a table of the names that a document uses.

use super::Idx;
use rustc_hash::FxHashMap;

/// The names of one kind, each once, in order of first use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameTable<I> {
    names: Vec<String>,
    positions: FxHashMap<String, I>,
}

impl<I> Default for NameTable<I> {
    fn default() -> Self {
        Self { names: Vec::new(), positions: FxHashMap::default() }
    }
}

impl<I: Idx> NameTable<I> {
    /// The index of `name`, added when it is new.
    pub fn intern(&mut self, name: &str) -> I {
        self.find(name).unwrap_or_else(|| {
            let index = I::from_index(self.names.len());
            self.names.push(name.to_owned());
            self.positions.insert(name.to_owned(), index);
            index
        })
    }

    /// The index of `name`, if the table has it.
    pub fn find(&self, name: &str) -> Option<I> {
        self.positions.get(name).copied()
    }

    /// The name at `index`.
    pub fn name(&self, index: I) -> &str {
        &self.names[index.index()]
    }

    /// How many names there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Index and name, in order of first use.
    pub fn enumerate(&self) -> impl Iterator<Item = (I, &str)> {
        self.names.iter().enumerate().map(|(i, n)| (I::from_index(i), n.as_str()))
    }
}
