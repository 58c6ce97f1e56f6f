//! Many short texts in two columns, each once, by number.

use crate::column::Column;
use rustc_hash::FxHashMap;

/// Texts by number.
///
/// Invariants (verified by [`TextTable::is_sound`]): `first` begins at 0, never falls and ends at the length of `text`; every text
/// is UTF-8.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextTable {
    /// Where each text begins, and where the last ends.
    pub first: Column<u32>,
    /// All texts, one after the other.
    pub text: Column<u8>,
}

impl TextTable {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.first.len().saturating_sub(1)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// One of them.
    pub fn get(&self, number: u32) -> &str {
        let at = number as usize;
        let range = self.first[at] as usize..self.first[at + 1] as usize;
        std::str::from_utf8(&self.text[range]).unwrap_or_default()
    }

    /// Whether the invariants hold.
    pub fn is_sound(&self) -> bool {
        let ends =
            self.first.first() == Some(&0) && self.first.last().map(|&e| e as usize) == Some(self.text.len());
        let rises = self.first.windows(2).all(|w| w[0] <= w[1]);
        let Ok(text) = std::str::from_utf8(&self.text) else { return false };
        ends && rises && self.first.iter().all(|&at| text.is_char_boundary(at as usize))
    }
}

impl<T: AsRef<str>> FromIterator<T> for TextTable {
    fn from_iter<I: IntoIterator<Item = T>>(texts: I) -> Self {
        let (mut first, mut text) = (vec![0], Vec::new());
        for one in texts {
            text.extend_from_slice(one.as_ref().as_bytes());
            first.push(text.len() as u32);
        }
        Self { first: first.into(), text: text.into() }
    }
}

/// Gives each text a number; 0 is the empty text.
#[derive(Clone, Debug)]
pub struct Interner {
    numbers: FxHashMap<String, u32>,
    texts: Vec<String>,
}

impl Default for Interner {
    fn default() -> Self {
        Self { numbers: [(String::new(), 0)].into_iter().collect(), texts: vec![String::new()] }
    }
}

impl Interner {
    /// The number of a text, a new one if it is new.
    pub fn number(&mut self, text: &str) -> u32 {
        if let Some(&known) = self.numbers.get(text) {
            return known;
        }
        let new = self.texts.len() as u32;
        self.texts.push(text.to_owned());
        self.numbers.insert(text.to_owned(), new);
        new
    }

    /// The text of a number.
    pub fn text(&self, number: u32) -> &str {
        &self.texts[number as usize]
    }

    /// All texts by number.
    pub fn into_table(self) -> TextTable {
        self.texts.iter().collect()
    }
}
