//! Roles, skills, missions and the like are data: a table of the names that a document uses.

use super::Idx;
use std::marker::PhantomData;

/// The names of one kind, each once, in order of first use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameTable<I> {
    names: Vec<String>,
    index: PhantomData<I>,
}

impl<I> Default for NameTable<I> {
    fn default() -> Self {
        Self { names: Vec::new(), index: PhantomData }
    }
}

impl<I: Idx> NameTable<I> {
    /// The index of `name`, added when it is new.
    pub fn intern(&mut self, name: &str) -> I {
        self.find(name).unwrap_or_else(|| {
            self.names.push(name.to_owned());
            I::from_index(self.names.len() - 1)
        })
    }

    /// The index of `name`, if the table has it.
    pub fn find(&self, name: &str) -> Option<I> {
        self.names.iter().position(|n| n == name).map(I::from_index)
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
