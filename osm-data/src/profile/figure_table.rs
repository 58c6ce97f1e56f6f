//! The table of figures as text: every line a name, its values with their units, and the reason.
//!
//! ```text
//! name = value unit [label], value unit label … | reason and source
//! ```
//! A name may list several values of a tag, `car.surface.sand/grass`; a label is put behind the name,
//! `car.class.primary.rural`. `#` begins a remark. The first line is `version = N`.

use std::collections::BTreeMap;

/// What a figure measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// `km/h`, or `mph`, which is converted.
    Speed,
    /// `s` or `min`.
    Time,
    /// `%`.
    Percent,
    /// `m`.
    Length,
    /// `t`.
    Weight,
    /// `pc`: a number of things.
    Count,
}

/// One figure of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Figure {
    /// In thousandths of km/h (so metres an hour), of a second, of a percent, of a metre, of a tonne, of a thing.
    pub(super) thousandths: u32,
    pub(super) unit: Unit,
}

/// What is wrong with the table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum FigureError {
    #[error("line {0} is not `name = value unit | reason`")]
    Malformed(usize),
    #[error("figure `{0}` is given twice")]
    Double(String),
    #[error("figure `{0}` is missing")]
    Missing(String),
    #[error("figure `{0}` has another unit than the code expects")]
    WrongUnit(String),
    #[error("no code reads figure `{0}`")]
    Unread(String),
    #[error("figure `{0}` is not a whole number of its unit")]
    NotWhole(String),
}

/// The figures by name, from which the code takes each once.
#[derive(Debug)]
pub(super) struct FigureTable {
    left: BTreeMap<String, Figure>,
    errors: Vec<FigureError>,
}

impl FigureTable {
    /// Reads a table. What is wrong is kept until [`FigureTable::finish`], so that all of it is told at once.
    pub(super) fn read(text: &str) -> Self {
        let mut table = Self { left: BTreeMap::new(), errors: Vec::new() };
        for (number, line) in (1..).zip(text.lines()) {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') || (number == 1 && line.starts_with("version")) {
                continue;
            }
            match read_line(line) {
                None => table.errors.push(FigureError::Malformed(number)),
                Some(figures) => {
                    for (name, figure) in figures {
                        if table.left.insert(name.clone(), figure).is_some() {
                            table.errors.push(FigureError::Double(name));
                        }
                    }
                }
            }
        }
        table
    }

    /// A figure in thousandths; 1000 when it is missing, which is told at the end.
    pub(super) fn take(&mut self, name: &str, unit: Unit) -> u32 {
        match self.left.remove(name) {
            Some(figure) if figure.unit == unit => figure.thousandths,
            Some(_) => {
                self.errors.push(FigureError::WrongUnit(name.to_owned()));
                1000
            }
            None => {
                self.errors.push(FigureError::Missing(name.to_owned()));
                1000
            }
        }
    }

    /// A figure as a whole number of its unit.
    pub(super) fn take_whole(&mut self, name: &str, unit: Unit) -> u32 {
        let thousandths = self.take(name, unit);
        if !thousandths.is_multiple_of(1000) {
            self.errors.push(FigureError::NotWhole(name.to_owned()));
        }
        thousandths / 1000
    }

    /// Every figure whose name begins with `prefix`, by the rest of the name.
    pub(super) fn take_all(&mut self, prefix: &str, unit: Unit) -> BTreeMap<String, u32> {
        let names: Vec<String> = self.left.keys().filter(|name| name.starts_with(prefix)).cloned().collect();
        if names.is_empty() {
            self.errors.push(FigureError::Missing(prefix.to_owned()));
        }
        names.into_iter().map(|name| (name[prefix.len()..].to_owned(), self.take(&name, unit))).collect()
    }

    /// Everything that was wrong; figures that nobody took are wrong too.
    pub(super) fn finish(mut self) -> Result<(), Vec<FigureError>> {
        self.errors.extend(self.left.into_keys().map(FigureError::Unread));
        if self.errors.is_empty() { Ok(()) } else { Err(self.errors) }
    }
}

/// The figures of one line, each with its full name.
fn read_line(line: &str) -> Option<Vec<(String, Figure)>> {
    let (name, values, _) = parts(line)?;
    let (stem, last) = name.rsplit_once('.').map_or(("", name), |(stem, last)| (stem, last));
    let dot = if stem.is_empty() { "" } else { "." };
    let mut figures = Vec::new();
    for value in values.split(',') {
        let mut words = value.split_whitespace();
        let figure = read_value(words.next()?, words.next()?)?;
        let label = words.next();
        if words.next().is_some() {
            return None;
        }
        for tag_value in last.split('/') {
            let label = label.map_or_else(String::new, |label| format!(".{label}"));
            figures.push((format!("{stem}{dot}{tag_value}{label}"), figure.clone()));
        }
    }
    Some(figures)
}

/// Name, values and reason of a line; none may be empty.
pub(super) fn parts(line: &str) -> Option<(&str, &str, &str)> {
    let (figure, reason) = line.split_once('|')?;
    let (name, values) = figure.split_once('=')?;
    let parts = (name.trim(), values.trim(), reason.trim());
    (!parts.0.is_empty() && !parts.0.contains(' ') && !parts.1.is_empty() && !parts.2.is_empty())
        .then_some(parts)
}

fn read_value(number: &str, unit: &str) -> Option<Figure> {
    let (unit, factor) = match unit {
        "km/h" => (Unit::Speed, 1.0),
        "mph" => (Unit::Speed, 1.609_344),
        "s" => (Unit::Time, 1.0),
        "min" => (Unit::Time, 60.0),
        "%" => (Unit::Percent, 1.0),
        "m" => (Unit::Length, 1.0),
        "t" => (Unit::Weight, 1.0),
        "pc" => (Unit::Count, 1.0),
        _ => return None,
    };
    let number: f64 = number.parse().ok()?;
    let thousandths = (number * factor * 1000.0).round();
    (0.0..=1e9).contains(&thousandths).then_some(Figure { thousandths: thousandths as u32, unit })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_gives_a_figure_for_each_tag_value_and_label() {
        let mut table =
            FigureTable::read("version = 1\n# remark\na.b/c = 50 km/h urban, 1.5 s wait | because\n");
        assert_eq!(table.take("a.b.urban", Unit::Speed), 50_000);
        assert_eq!(table.take("a.c.wait", Unit::Time), 1_500);
        assert_eq!(table.take_all("a.b.", Unit::Time), [("wait".to_owned(), 1_500)].into());
        table.take("a.c.urban", Unit::Time);
        assert_eq!(table.finish().unwrap_err(), vec![FigureError::WrongUnit("a.c.urban".to_owned())]);
    }

    #[test]
    fn every_slip_in_a_table_is_told() {
        let mut table =
            FigureTable::read("a = 1 s | x\na = 2 s | x\nb = 1 furlong | x\nc = 1 s\nd = 1.5 pc | x\n");
        table.take("missing", Unit::Speed);
        table.take_whole("d", Unit::Count);
        assert_eq!(
            table.finish().unwrap_err(),
            vec![
                FigureError::Double("a".to_owned()),
                FigureError::Malformed(3),
                FigureError::Malformed(4),
                FigureError::Missing("missing".to_owned()),
                FigureError::NotWhole("d".to_owned()),
                FigureError::Unread("a".to_owned()),
            ]
        );
    }
}
