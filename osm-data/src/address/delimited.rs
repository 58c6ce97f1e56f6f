//! Tables of text with a header: comma, semicolon or tab; UTF-8 or Latin-1; columns found by their names.
//!
//! The only file that names the CSV library.

use super::fold::letters;
use std::borrow::Cow;
use std::io::Read;

/// How the bytes of a table are letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextEncoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// Latin-1, as older programs write it: taken when the bytes are not UTF-8.
    Latin1,
}

impl TextEncoding {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Latin1 => "Latin-1",
        }
    }
}

/// Why a table cannot be read at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableDefect {
    /// Nothing in it.
    #[error("the file is empty; write a header and one address a line")]
    Empty,
    /// Two bytes a letter.
    #[error("the file is UTF-16; save it as CSV in UTF-8")]
    Utf16,
    /// A cell goes on in the next line: mostly a quote that is never closed, and swallows the rows below it.
    #[error(
        "line {line}: a cell goes on in the next line; close its quote, or take the line break out of the cell"
    )]
    LineBreak {
        /// Where the row begins.
        line: u64,
    },
    /// A column that must be there is not.
    #[error("the header has no column for {what}; name one of: {names}")]
    NoColumn {
        /// What the column would hold.
        what: &'static str,
        /// The names that are understood.
        names: String,
    },
    /// A column whose meaning differs from file to file.
    #[error(
        "the header has `x` or `y`, which is north in some files and east in others; name the columns `n` and `e`"
    )]
    XAndY,
}

/// A table as text.
#[derive(Clone, Debug)]
pub struct Delimited<'b> {
    text: Cow<'b, str>,
    /// What stands between cells.
    pub separator: u8,
    /// How the bytes were read.
    pub encoding: TextEncoding,
    /// The names of the columns, as written.
    pub header: Vec<String>,
}

impl<'b> Delimited<'b> {
    /// Reads the header, and looks through the whole text for a quote that is not closed.
    ///
    /// # Errors
    /// [`TableDefect::Empty`], [`TableDefect::Utf16`] or [`TableDefect::LineBreak`].
    pub fn of(bytes: &'b [u8]) -> Result<Self, TableDefect> {
        if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
            return Err(TableDefect::Utf16);
        }
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let (text, encoding) = match std::str::from_utf8(bytes) {
            Ok(text) => (Cow::Borrowed(text), TextEncoding::Utf8),
            // In Latin-1 every byte is the letter of its number.
            Err(_) => (Cow::Owned(bytes.iter().map(|&b| char::from(b)).collect()), TextEncoding::Latin1),
        };
        let first = text.lines().find(|l| !l.trim().is_empty()).ok_or(TableDefect::Empty)?;
        let count = |c: char| first.chars().filter(|&x| x == c).count();
        let separator = [(',', b','), (';', b';'), ('\t', b'\t')]
            .into_iter()
            .max_by_key(|&(c, byte)| (count(c), byte == b','))
            .map_or(b',', |(_, byte)| byte);
        let mut made = Self { text, separator, encoding, header: Vec::new() };
        let (mut header, mut broken) = (None, None);
        made.for_each_record(|line, cells| {
            header.get_or_insert_with(|| cells.iter().map(|c| c.trim().to_owned()).collect::<Vec<_>>());
            // No address holds a line break, and nobody can say which rows a forgotten quote has swallowed.
            broken = cells.iter().any(|c| c.contains(['\n', '\r'])).then_some(line);
            broken.is_none()
        });
        if let Some(line) = broken {
            return Err(TableDefect::LineBreak { line });
        }
        made.header = header.ok_or(TableDefect::Empty)?;
        Ok(made)
    }

    /// What stands between cells, in words.
    pub fn separator_name(&self) -> &'static str {
        match self.separator {
            b';' => "semicolon",
            b'\t' => "tab",
            _ => "comma",
        }
    }

    /// The column that has one of `names`; cases, accents and punctuation of names do not matter.
    pub fn column(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.header.iter().position(|h| letters(h) == letters(name)))
    }

    /// As [`Self::column`].
    ///
    /// # Errors
    /// [`TableDefect::NoColumn`] when there is none.
    pub fn needed_column(&self, what: &'static str, names: &[&str]) -> Result<usize, TableDefect> {
        self.column(names).ok_or_else(|| TableDefect::NoColumn { what, names: names.join(", ") })
    }

    /// Visits every row below the header with the number of its line; empty lines are passed over.
    pub fn for_each(&self, mut visit: impl FnMut(u64, &[&str])) {
        let mut first = true;
        self.for_each_record(|line, cells| {
            if !std::mem::take(&mut first) && cells.iter().any(|c| !c.trim().is_empty()) {
                visit(line, cells);
            }
            true
        });
    }

    /// Visits every record until `visit` says no.
    fn for_each_record(&self, mut visit: impl FnMut(u64, &[&str]) -> bool) {
        // With a line end after it, a quote that is open at the end leaves a line break in the last cell.
        let text = self.text.as_bytes().chain(&b"\n"[..]);
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(self.separator)
            .from_reader(text);
        let mut record = csv::StringRecord::new();
        // Text in memory, of rows of any length: nothing is left that could fail.
        while reader.read_record(&mut record).unwrap_or(false) {
            // Where the reader stood before the record: above the empty lines that it passes over.
            let (line, byte) = record.position().map_or((0, 0), |p| (p.line(), p.byte() as usize));
            let empty = self.text.bytes().skip(byte).take_while(|b| matches!(b, b'\r' | b'\n'));
            let line = line + empty.filter(|&b| b == b'\n').count() as u64;
            if !visit(line, &record.iter().collect::<Vec<_>>()) {
                return;
            }
        }
    }
}

/// Rows as text, with quotes where they are needed.
pub fn delimited_text(separator: u8, rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().delimiter(separator).flexible(true).from_writer(Vec::new());
    for row in rows {
        // Into memory nothing fails to be written.
        let _ = writer.write_record(row);
    }
    writer.into_inner().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(bytes: &[u8]) -> Vec<(u64, Vec<String>)> {
        let mut found = Vec::new();
        let table = Delimited::of(bytes).expect("a table");
        table.for_each(|line, cells| found.push((line, cells.iter().map(|&c| c.to_owned()).collect())));
        found
    }

    #[test]
    fn separators_encodings_and_quotes_are_told_apart() {
        let table = Delimited::of(b"\xef\xbb\xbfGata;Postnr\nS;1\n").expect("a table");
        assert_eq!((table.separator, table.encoding), (b';', TextEncoding::Utf8));
        assert_eq!(table.column(&["street", "gata"]), Some(0));
        let latin = Delimited::of(b"Adress\tOrt\n\xd6stra\tG\xf6teborg").expect("a table");
        assert_eq!((latin.separator, latin.encoding), (b'\t', TextEncoding::Latin1));
        assert_eq!(rows(b"Adress\tOrt\n\xd6stra\tG\xf6teborg")[0].1, ["Östra", "Göteborg"]);
        let quoted = rows(b"a,b\n\"x, y\",\"one \"\"line\"\"\"\n\n  \n3,4,5\n");
        assert_eq!(quoted[0], (2, vec!["x, y".to_owned(), "one \"line\"".to_owned()]));
        assert_eq!((quoted[1].0, quoted[1].1.len(), quoted.len()), (5, 3, 2));
        assert_eq!(rows(b"\n\na,b\r\n\r\n\n1,2\n3,4\n").iter().map(|r| r.0).collect::<Vec<_>>(), [6, 7]);
        assert_eq!(Delimited::of(b"\n \n").expect_err("empty"), TableDefect::Empty);
        assert_eq!(Delimited::of(b"\xff\xfea").expect_err("wide"), TableDefect::Utf16);
    }

    #[test]
    fn a_quote_that_is_not_closed_swallows_no_row_in_silence() {
        for (text, line) in [
            ("a;b\n1;x\n2;\"y\n3;z\n4;w\n", 3),
            ("a;b\n1;x\n2;\"y", 3),
            ("a;b\n1;x\n2;\"y\r\n", 3),
            ("a;b\n1;\"x\n2;\"\n3;z\n", 2),
            ("a;\"b\n1;x\n", 1),
        ] {
            let refused = Delimited::of(text.as_bytes()).expect_err(text);
            assert_eq!(refused, TableDefect::LineBreak { line }, "{text}");
            assert!(refused.to_string().contains(&format!("line {line}")));
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(cells in prop::collection::vec(prop::collection::vec("\\PC{1,8}", 2), 1..6)) {
            let header = vec!["a".to_owned(), "b".to_owned()];
            let all: Vec<Vec<String>> = std::iter::once(header).chain(cells.clone()).collect();
            let back = rows(&delimited_text(b',', &all));
            let kept: Vec<Vec<String>> = cells.into_iter().filter(|r| r.iter().any(|c| !c.trim().is_empty())).collect();
            prop_assert_eq!(back.into_iter().map(|(_, row)| row).collect::<Vec<_>>(), kept);
        }

        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            if let Ok(table) = Delimited::of(&bytes) {
                table.for_each(|line, _| assert!(line > 0));
            }
        }
    }
}
