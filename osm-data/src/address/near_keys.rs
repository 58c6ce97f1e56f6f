//! Which of many sorted keys are within a few typing errors of a word.
//!
//! An error is a letter too many, a letter missing, a wrong letter, or two neighbours exchanged: the optimal string alignment
//! distance. Keys in order are a trie without any pointers: the rows of the distance table for a common beginning are
//! computed once, and where a beginning is already too far off, all keys that share it are leapt over.
//! So nothing is stored beside the keys, and the answer is exact: no key within the distance is missed.

use super::text_table::TextTable;

/// The farthest distance that is searched for.
pub(super) const MOST_ERRORS: u8 = 2;

/// A longer word is no name.
const MOST_LETTERS: usize = 80;

/// The number of a key equal to `word`. `keys` must rise.
pub(super) fn find_key(keys: &TextTable, word: &str) -> Option<u32> {
    let at = first_at_least(keys, 0, word);
    (at < keys.len() && keys.get(at as u32) == word).then_some(at as u32)
}

/// The first key from `start` on that is not less than `word`.
fn first_at_least(keys: &TextTable, start: usize, word: &str) -> usize {
    let (mut low, mut high) = (start, keys.len());
    while low < high {
        let middle = low + (high - low) / 2;
        if keys.get(middle as u32) < word { low = middle + 1 } else { high = middle }
    }
    low
}

/// Every key at a distance of at most `most` from `word`, with its distance, in the order of keys. `keys` must rise.
pub(super) fn near_keys(keys: &TextTable, word: &str, most: u8) -> Vec<(u32, u8)> {
    let word: Vec<char> = word.chars().collect();
    if word.len() > MOST_LETTERS {
        return Vec::new();
    }
    let mut table = Table::new(&word, most);
    let mut found = Vec::new();
    let mut at = 0;
    while at < keys.len() {
        let key = keys.get(at as u32);
        match table.walk(key) {
            Walk::Ended(distance) => {
                if distance <= most {
                    found.push((at as u32, distance));
                }
                at += 1;
            }
            Walk::TooFar(bytes) => {
                // Leap in growing steps: most beginnings are shared by few keys.
                let beginning = &key[..bytes];
                let shares = |i: usize| keys.get(i as u32).starts_with(beginning);
                let (mut known, mut step) = (at, 1);
                while known + step < keys.len() && shares(known + step) {
                    known += step;
                    step *= 2;
                }
                let mut end = (known + step).min(keys.len());
                let mut begin = known + 1;
                while begin < end {
                    let middle = begin + (end - begin) / 2;
                    if shares(middle) { begin = middle + 1 } else { end = middle }
                }
                at = begin;
            }
        }
    }
    found
}

enum Walk {
    /// The whole key was compared: its distance.
    Ended(u8),
    /// Every key with so many bytes of this one at its beginning is too far off.
    TooFar(usize),
}

/// The distance table between the word (columns) and the letters of the present key (rows); only the cells within `most` of the
/// diagonal are computed, all others are too far.
struct Table<'w> {
    word: &'w [char],
    most: u8,
    far: u8,
    width: usize,
    /// The present key, letter by letter, with where each ends in bytes.
    letters: Vec<(char, usize)>,
    rows: Vec<u8>,
}

impl<'w> Table<'w> {
    fn new(word: &'w [char], most: u8) -> Self {
        let (width, far) = (word.len() + 1, most + 1);
        let rows = (0..width).map(|j| if j <= usize::from(most) { j as u8 } else { far }).collect();
        Self { word, most, far, width, letters: Vec::new(), rows }
    }

    fn walk(&mut self, key: &str) -> Walk {
        let mut depth = 0;
        let mut bytes = 0;
        for c in key.chars() {
            bytes += c.len_utf8();
            if self.letters.get(depth).is_some_and(|&(known, _)| known == c) {
                depth += 1;
                continue;
            }
            self.letters.truncate(depth);
            self.rows.truncate((depth + 1) * self.width);
            self.letters.push((c, bytes));
            depth += 1;
            if !self.add_row() {
                self.letters.pop();
                self.rows.truncate(depth * self.width);
                return Walk::TooFar(bytes);
            }
        }
        self.letters.truncate(depth);
        self.rows.truncate((depth + 1) * self.width);
        Walk::Ended(self.rows[depth * self.width + self.width - 1])
    }

    /// The row of the last letter; false when every cell in it is too far. Then no longer key comes back: an exchange of
    /// neighbours reaches back two rows, but a wrong letter would have cost the same by way of this row.
    fn add_row(&mut self) -> bool {
        let (width, most) = (self.width, usize::from(self.most));
        let row = self.letters.len();
        let base = row * width;
        self.rows.resize(base + width, self.far);
        let c = self.letters[row - 1].0;
        let before = (row >= 2).then(|| self.letters[row - 2].0);
        let mut least = self.far;
        if row <= most {
            self.rows[base] = row as u8;
            least = row as u8;
        }
        for j in row.saturating_sub(most).max(1)..=(row + most).min(width - 1) {
            let wrong = u8::from(self.word[j - 1] != c);
            let mut cell = self.rows[base - width + j - 1] + wrong;
            cell = cell.min(self.rows[base - width + j] + 1).min(self.rows[base + j - 1] + 1);
            if j >= 2 && before == Some(self.word[j - 1]) && self.word[j - 2] == c {
                cell = cell.min(self.rows[base - 2 * width + j - 2] + 1);
            }
            let cell = cell.min(self.far);
            self.rows[base + j] = cell;
            least = least.min(cell);
        }
        least <= self.most
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The slow twin: every key against the word.
    fn slow(keys: &TextTable, word: &str, most: u8) -> Vec<(u32, u8)> {
        (0..keys.len() as u32)
            .map(|at| (at, strsim::osa_distance(keys.get(at), word)))
            .filter(|&(_, distance)| distance <= usize::from(most))
            .map(|(at, distance)| (at, distance as u8))
            .collect()
    }

    fn table(mut words: Vec<String>) -> TextTable {
        words.sort();
        words.dedup();
        words.into_iter().collect()
    }

    #[test]
    fn an_exchange_of_neighbours_is_one_error() {
        let keys = table(["storgatan", "stortorget", "kungsgatan"].map(str::to_owned).to_vec());
        assert_eq!(near_keys(&keys, "stogratan", 2), [(1, 1)]);
        assert_eq!(near_keys(&keys, "storgatan", 0), [(1, 0)]);
        assert_eq!(find_key(&keys, "storgatan"), Some(1));
        assert_eq!(find_key(&keys, "storgata"), None);
        assert_eq!(near_keys(&TextTable::default(), "x", 2), []);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn no_key_within_the_distance_is_missed_and_none_is_invented(
            words in prop::collection::vec("[abcå]{0,7}", 0..60),
            word in "[abcåd]{0,7}",
            most in 0..4_u8,
        ) {
            let keys = table(words);
            prop_assert_eq!(near_keys(&keys, &word, most), slow(&keys, &word, most));
        }

        #[test]
        fn long_names_are_compared_as_short_ones_are(
            words in prop::collection::vec("(stor|lill|norra|kungs|kyrko)(gatan|vagen|torget){1,3}", 0..60),
            word in "(stor|lill|nora|kungs|kryko)(gatan|vagen|torgte){1,3}",
        ) {
            let keys = table(words);
            prop_assert_eq!(near_keys(&keys, &word, 2), slow(&keys, &word, 2));
        }
    }
}
