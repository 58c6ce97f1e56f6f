//! Bytes → JSON value, strictly: nothing in the bytes is overlooked, nothing in them makes the program fall.

use engine::model::{Defect, DefectCode, InvalidProblem};
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::cell::RefCell;
use std::fmt;

/// The longest document that is read, in bytes.
pub const MAX_BYTES: usize = 64 << 20;

/// A defect, in one call.
pub(super) fn defect(
    code: DefectCode,
    place: impl Into<String>,
    cause: impl Into<String>,
    remedy: impl Into<String>,
) -> Defect {
    Defect { code, place: place.into(), cause: cause.into(), remedy: remedy.into() }
}

/// A text from outside, fit to stand in a sentence: cut, and without line breaks.
pub(super) fn quoted(text: &str) -> String {
    let mut shown: String =
        text.chars().take(60).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if text.chars().nth(60).is_some() {
        shown.push('…');
    }
    format!("`{shown}`")
}

/// One step further down a JSON pointer (RFC 6901: `~` and `/` are escaped).
pub(super) fn step(at: &str, field: &str) -> String {
    format!("{at}/{}", field.replace('~', "~0").replace('/', "~1"))
}

/// Reads JSON. A key that an object has twice is a defect (the first value is kept); everything else that is not JSON stops
/// the reading.
///
/// # Errors
/// One defect, when the bytes are not JSON or too many.
pub fn parse(bytes: &[u8]) -> Result<(Value, Vec<Defect>), InvalidProblem> {
    let stop = |code, cause: String, remedy: &str| {
        Err(InvalidProblem { defects: vec![defect(code, "", cause, remedy)] })
    };
    if bytes.len() > MAX_BYTES {
        return stop(
            DefectCode::TooMany,
            format!("the document has {} bytes; at most {MAX_BYTES} are read", bytes.len()),
            "split the problem by area or day, or let a map file give travel times instead of a matrix",
        );
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return stop(DefectCode::Malformed, "the document is empty".to_owned(), "send a JSON document");
    }
    let doubles = RefCell::new(Vec::new());
    let path = RefCell::new(String::new());
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let read = Strict { path: &path, doubles: &doubles }
        .deserialize(&mut reader)
        .and_then(|value| reader.end().map(|()| value));
    match read {
        Ok(value) => Ok((value, doubles.into_inner())),
        Err(e) if e.to_string().contains("recursion limit") => stop(
            DefectCode::Malformed,
            format!("the document is nested too deeply (line {}, column {})", e.line(), e.column()),
            "no field of the form needs more than a few levels",
        ),
        Err(e) if e.to_string().contains("number out of range") => stop(
            DefectCode::OutOfRange,
            format!("a number too large for any field (line {}, column {})", e.line(), e.column()),
            "write a number within the range of its field",
        ),
        Err(e) => stop(
            DefectCode::Malformed,
            format!("not JSON: {e}"),
            "correct the text at that line and column; a JSON checker in any editor shows the spot",
        ),
    }
}

/// Builds a [`Value`] and notes keys that come twice.
#[derive(Clone, Copy)]
struct Strict<'a> {
    path: &'a RefCell<String>,
    doubles: &'a RefCell<Vec<Defect>>,
}

/// More keys twice than this say nothing new.
const MOST_DOUBLES: usize = 200;

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, v: bool) -> Result<Value, E> {
        Ok(Value::Bool(v))
    }

    fn visit_i64<E>(self, v: i64) -> Result<Value, E> {
        Ok(Value::Number(v.into()))
    }

    fn visit_u64<E>(self, v: u64) -> Result<Value, E> {
        Ok(Value::Number(v.into()))
    }

    fn visit_f64<E>(self, v: f64) -> Result<Value, E> {
        Ok(Number::from_f64(v).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, v: &str) -> Result<Value, E> {
        Ok(Value::String(v.to_owned()))
    }

    fn visit_string<E>(self, v: String) -> Result<Value, E> {
        Ok(Value::String(v))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let depth = self.path.borrow().len();
        let mut items = Vec::new();
        loop {
            self.path.borrow_mut().push_str(&format!("/{}", items.len()));
            let item = from.next_element_seed(self)?;
            self.path.borrow_mut().truncate(depth);
            match item {
                Some(item) => items.push(item),
                None => return Ok(Value::Array(items)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let depth = self.path.borrow().len();
        let mut fields = Map::new();
        while let Some(key) = from.next_key::<String>()? {
            let place = step(&self.path.borrow(), &key);
            self.path.replace(place);
            let value = from.next_value_seed(self)?;
            if fields.contains_key(&key) {
                let mut doubles = self.doubles.borrow_mut();
                if doubles.len() < MOST_DOUBLES {
                    doubles.push(defect(
                        DefectCode::Malformed,
                        self.path.borrow().clone(),
                        format!("the field {} stands twice in one object", quoted(&key)),
                        "remove one of the two",
                    ));
                }
            } else {
                fields.insert(key, value);
            }
            self.path.borrow_mut().truncate(depth);
        }
        Ok(Value::Object(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(bytes: &[u8]) -> Defect {
        parse(bytes).expect_err("a defect").defects.remove(0)
    }

    #[test]
    fn what_is_not_json_is_told_with_line_and_column() {
        assert!(first(b"{\n  \"a\": ,}").cause.contains("line 2 column"));
        assert_eq!(first(b"").code, DefectCode::Malformed);
        assert_eq!(first(b"{} {}").code, DefectCode::Malformed);
        assert_eq!(first(&[0xff, 0xfe, b'{']).code, DefectCode::Malformed);
        assert_eq!(first(b"[NaN]").code, DefectCode::Malformed);
        assert_eq!(first(b"[1e999]").code, DefectCode::OutOfRange);
    }

    #[test]
    fn deep_nesting_is_an_answer_and_not_a_crash() {
        let deep = vec![b'['; 1_000_000];
        assert!(first(&deep).cause.contains("nested too deeply"));
    }

    #[test]
    fn too_long_a_document_is_refused_before_it_is_read() {
        assert_eq!(first(&vec![b' '; MAX_BYTES + 1]).code, DefectCode::TooMany);
    }

    #[test]
    fn a_key_that_stands_twice_is_a_defect_at_its_place() {
        let (value, doubles) = parse(br#"{"a":[{"b/c":1,"b/c":2}]}"#).expect("JSON");
        assert_eq!(doubles[0].place, "/a/0/b~1c");
        assert_eq!(value["a"][0]["b/c"], 1);
    }

    #[test]
    fn a_byte_order_mark_is_no_defect() {
        assert_eq!(parse(b"\xef\xbb\xbf{}").expect("JSON").0, serde_json::json!({}));
    }
}
