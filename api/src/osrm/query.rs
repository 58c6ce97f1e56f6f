//! The text after the question mark: options, each with its place for whoever wrote it wrongly.

/// One option as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Written<'q> {
    pub(super) key: &'q str,
    pub(super) value: &'q str,
    /// Where it begins, in bytes of path and query.
    pub(super) at: usize,
}

/// Cuts a query into options; the place of the first that is none as the error.
pub(super) fn written(query: &str, prefix: usize) -> Result<Vec<Written<'_>>, usize> {
    let mut at = prefix;
    let mut found = Vec::new();
    for option in query.split('&') {
        let (key, value) = option.split_once('=').ok_or(at)?;
        found.push(Written { key, value, at });
        at += option.len() + 1;
    }
    Ok(found)
}

impl<'q> Written<'q> {
    /// A list, one element for each coordinate; empty elements stand for the default.
    pub(super) fn each<T>(&self, read: impl Fn(&'q str) -> Option<T>) -> Result<Vec<Option<T>>, usize> {
        let element = |text: &'q str| {
            if text.is_empty() { Ok(None) } else { read(text).map(Some).ok_or(self.at) }
        };
        self.value.split(';').map(element).collect()
    }

    /// A value that may be one of these.
    pub(super) fn one_of<T: Copy>(&self, known: &[(&str, T)]) -> Result<T, usize> {
        known.iter().find(|(name, _)| *name == self.value).map(|(_, value)| *value).ok_or(self.at)
    }

    pub(super) fn truth(&self) -> Result<bool, usize> {
        self.one_of(&[("true", true), ("false", false)])
    }

    pub(super) fn real(&self) -> Result<f64, usize> {
        real(self.value).ok_or(self.at)
    }

    /// A list of positions among the coordinates; `None` for `all`.
    pub(super) fn indices(&self) -> Result<Option<Vec<usize>>, usize> {
        if self.value == "all" {
            return Ok(None);
        }
        let each = self.value.split(';').map(|text| whole(text).ok_or(self.at));
        each.collect::<Result<_, _>>().map(Some)
    }
}

/// A decimal number without an exponent.
pub(super) fn real(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|b| b.is_ascii_digit() || b"+-.".contains(&b));
    plain.then(|| text.parse().ok()).flatten()
}

pub(super) fn whole(text: &str) -> Option<usize> {
    let plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}
