//! A JSON value against the published schema: every structural defect at once, and a value that can be read on.
//!
//! The walk follows the part of JSON Schema that our own types use. What is wrong is reported and then mended (an unknown field
//! is dropped, a bad optional one too, a bad required one gets a stand-in), so that the rest of the document can still be
//! checked for what it says.

use super::parse::{defect, quoted, step};
use engine::model::{Defect, DefectCode};
use serde_json::{Map, Value, json};

/// Stands in for a text that is missing; no document holds it, because JSON texts with control characters are refused here.
const STAND_IN: char = '\u{1}';

/// At most so many defects are listed; the last one says how many more there are.
pub(super) const MOST_DEFECTS: usize = 1_000;

/// What a walk found.
#[derive(Debug, Default)]
pub struct Shape {
    /// Structural defects, in the order of the walk.
    pub defects: Vec<Defect>,
    /// Places that were mended: what is said of them later is no news.
    pub mended: Vec<String>,
}

impl Shape {
    /// Checks `value` against `schema` (a published one) and mends it.
    pub fn check(schema: &Value, value: &mut Value) -> Self {
        let mut walk = Walk { root: schema, found: Self::default() };
        if !walk.visit(schema, value, "") {
            *value = walk.stand_in(schema, "");
            walk.found.mended.push(String::new());
        }
        walk.found
    }

    /// Whether a later defect only repeats what the walk said.
    pub fn covers(&self, later: &Defect) -> bool {
        later.cause.contains(STAND_IN)
            || self.mended.iter().any(|m| {
                later.place == *m
                    || later.place.strip_prefix(m.as_str()).is_some_and(|rest| rest.starts_with('/'))
            })
    }
}

struct Walk<'a> {
    root: &'a Value,
    found: Shape,
}

impl<'a> Walk<'a> {
    fn note(&mut self, code: DefectCode, at: &str, cause: String, remedy: impl Into<String>) {
        self.found.defects.push(defect(code, at, cause, remedy));
    }

    /// Follows references, also those wrapped in `allOf` for the sake of a description.
    fn resolve(&self, mut schema: &'a Value) -> &'a Value {
        loop {
            if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
                let name = name.rsplit('/').next().unwrap_or_default();
                match self.root.get("$defs").and_then(|d| d.get(name)) {
                    Some(next) => schema = next,
                    None => return schema,
                }
            } else if let Some([only]) = schema.get("allOf").and_then(Value::as_array).map(Vec::as_slice) {
                schema = only;
            } else {
                return schema;
            }
        }
    }

    /// The alternatives of a schema: itself, or those of `oneOf`.
    fn alternatives(&self, schema: &'a Value) -> Vec<&'a Value> {
        let schema = self.resolve(schema);
        match schema.get("oneOf").or_else(|| schema.get("anyOf")).and_then(Value::as_array) {
            Some(some) => some.iter().flat_map(|s| self.alternatives(s)).collect(),
            None => vec![schema],
        }
    }

    /// Whether `value` can be used as it is now (perhaps mended inside).
    fn visit(&mut self, schema: &'a Value, value: &mut Value, at: &str) -> bool {
        let alternatives = self.alternatives(schema);
        let fitting = alternatives.iter().copied().find(|s| type_fits(s, value));
        let Some(schema) = fitting else {
            let wanted: Vec<&str> = alternatives.iter().flat_map(|s| types(s)).map(spoken).collect();
            self.note(
                DefectCode::WrongType,
                at,
                format!("{} stands where {} belongs", shown(value), wanted.join(" or ")),
                format!("write {}", wanted.join(" or ")),
            );
            return false;
        };
        match value {
            Value::Object(fields) => self.visit_object(schema, fields, at),
            Value::Array(items) => self.visit_array(schema, items, at),
            Value::Number(_) => self.visit_number(schema, value, at),
            Value::String(text) => self.visit_text(schema, text, at),
            Value::Null | Value::Bool(_) => true,
        }
    }

    fn visit_object(&mut self, schema: &'a Value, fields: &mut Map<String, Value>, at: &str) -> bool {
        let empty = json!({});
        let known = schema.get("properties").and_then(Value::as_object);
        let of_any_name = schema.get("additionalProperties").filter(|s| s.is_object());
        let mut unknown = Vec::new();
        for (name, value) in fields.iter_mut() {
            let place = step(at, name);
            if let Some(part) = known.and_then(|k| k.get(name)) {
                if !self.visit(part, value, &place) {
                    let needed = required(schema).any(|r| r == name);
                    *value = if needed { self.stand_in(part, &place) } else { Value::Null };
                    self.found.mended.push(place);
                    if !needed {
                        unknown.push(name.clone());
                    }
                }
            } else if let Some(part) = of_any_name {
                if !self.visit(part, value, &place) {
                    self.found.mended.push(place);
                    unknown.push(name.clone());
                }
            } else {
                let names = known.unwrap_or_else(|| empty.as_object().expect("an object")).keys();
                let (cause, remedy) = unknown_name(name, names.map(String::as_str));
                self.note(DefectCode::UnknownField, &place, cause, remedy);
                unknown.push(name.clone());
            }
        }
        for name in unknown {
            fields.remove(&name);
        }
        for name in required(schema) {
            if !fields.contains_key(name) {
                let place = step(at, name);
                let part = known.and_then(|k| k.get(name));
                let wanted = part.map_or_else(String::new, |p| {
                    let all: Vec<&str> =
                        self.alternatives(p).into_iter().flat_map(types).map(spoken).collect();
                    format!(" ({})", all.join(" or "))
                });
                self.note(
                    DefectCode::MissingField,
                    &place,
                    format!("the field `{name}` is missing"),
                    format!("add `{name}`{wanted}"),
                );
                let mended = part.map_or(Value::Null, |p| self.stand_in(p, &place));
                fields.insert(name.to_owned(), mended);
                self.found.mended.push(place);
            }
        }
        true
    }

    fn visit_array(&mut self, schema: &'a Value, items: &mut [Value], at: &str) -> bool {
        let bound = |name: &str| schema.get(name).and_then(Value::as_u64).map(|n| n as usize);
        if let Some(most) = bound("maxItems").filter(|&most| items.len() > most) {
            let cause = format!("{} entries; at most {most} are taken", items.len());
            self.note(
                DefectCode::TooMany,
                at,
                cause,
                format!("shorten the list to {most}, or split the problem"),
            );
            self.found.mended.push(at.to_owned());
            return false;
        }
        if let Some(least) = bound("minItems").filter(|&least| items.len() < least) {
            let code = if items.is_empty() { DefectCode::Empty } else { DefectCode::OutOfRange };
            let cause = format!("{} entries; at least {least} needed", items.len());
            self.note(code, at, cause, "add what is missing");
            self.found.mended.push(at.to_owned());
        }
        let Some(part) = schema.get("items") else { return true };
        for (number, item) in items.iter_mut().enumerate() {
            // A matrix has millions of cells; the usual ones need no pointer.
            if item.is_u64() && part.get("type").is_some_and(|t| fits_plainly(t, part, item)) {
                continue;
            }
            let place = format!("{at}/{number}");
            if !self.visit(part, item, &place) {
                *item = self.stand_in(part, &place);
                self.found.mended.push(place);
            }
            if self.found.defects.len() > MOST_DEFECTS {
                return true;
            }
        }
        true
    }

    fn visit_number(&mut self, schema: &'a Value, value: &mut Value, at: &str) -> bool {
        let number = value.as_f64().unwrap_or(f64::NAN);
        let whole = types(schema).any(|t| t == "integer") && !types(schema).any(|t| t == "number");
        let least = schema.get("minimum").and_then(Value::as_f64);
        let most = schema.get("maximum").and_then(Value::as_f64);
        if least.is_some_and(|l| number < l) || most.is_some_and(|m| number > m) || !number.is_finite() {
            let range = match (least, most) {
                (Some(l), Some(m)) => format!("{l} to {m}"),
                (Some(l), None) => format!("{l} or more"),
                (None, Some(m)) => format!("at most {m}"),
                (None, None) => "a finite number".to_owned(),
            };
            let cause = format!("{} is out of range", shown(value));
            self.note(DefectCode::OutOfRange, at, cause, format!("write {range}"));
            return false;
        }
        if whole && !value.is_u64() && !value.is_i64() {
            if number.fract() != 0.0 || number.abs() > 9e15 {
                let cause = format!("{} stands where a whole number belongs", shown(value));
                self.note(DefectCode::WrongType, at, cause, "write a whole number");
                return false;
            }
            // JSON Schema holds 363.0 to be an integer; so do we.
            *value = json!(number as i64);
        }
        true
    }

    fn visit_text(&mut self, schema: &'a Value, text: &str, at: &str) -> bool {
        if let Some(choices) = schema.get("enum").and_then(Value::as_array) {
            let names: Vec<&str> = choices.iter().filter_map(Value::as_str).collect();
            if !names.contains(&text) {
                let nearest = nearest(text, names.iter().copied()).unwrap_or_default();
                let all: Vec<String> = names.iter().map(|n| format!("`{n}`")).collect();
                let cause =
                    format!("{} is none of the known words; the nearest is `{nearest}`", quoted(text));
                self.note(DefectCode::OutOfRange, at, cause, format!("write one of {}", all.join(", ")));
                return false;
            }
        }
        if text.len() > 4_000 {
            let cause = format!("a text of {} bytes", text.len());
            self.note(DefectCode::TooMany, at, cause, "shorten it to 4,000");
            return false;
        }
        if text.chars().any(char::is_control) {
            let cause = format!("{} holds control characters", quoted(text));
            self.note(DefectCode::OutOfRange, at, cause, "remove them");
            return false;
        }
        true
    }

    /// The plainest value of a schema, so that reading can go on.
    fn stand_in(&self, schema: &'a Value, at: &str) -> Value {
        let alternatives = self.alternatives(schema);
        let schema = alternatives.iter().find(|s| !types(s).any(|t| t == "null")).or(alternatives.first());
        let Some(schema) = schema else { return Value::Null };
        match types(schema).find(|t| *t != "null") {
            Some("string") => match schema.get("enum").and_then(|e| e.get(0)) {
                Some(choice) => choice.clone(),
                None => json!(format!("{STAND_IN}{at}")),
            },
            Some("integer") => json!(schema.get("minimum").and_then(Value::as_i64).unwrap_or(0)),
            Some("number") => json!(schema.get("minimum").and_then(Value::as_f64).unwrap_or(0.0)),
            Some("boolean") => json!(false),
            Some("array") => json!([]),
            Some("object") => {
                let parts = schema.get("properties");
                required(schema)
                    .filter_map(|name| Some((name, parts?.get(name)?)))
                    .map(|(name, part)| (name.to_owned(), self.stand_in(part, &step(at, name))))
                    .collect::<Map<_, _>>()
                    .into()
            }
            _ => Value::Null,
        }
    }
}

/// The common case of a matrix cell: a whole number where one may stand, without bounds that matter.
fn fits_plainly(types: &Value, schema: &Value, item: &Value) -> bool {
    let integer = types == "integer" || types.as_array().is_some_and(|a| a.iter().any(|t| t == "integer"));
    let most = schema.get("maximum").and_then(Value::as_u64).unwrap_or(u64::MAX);
    let least = schema.get("minimum").and_then(Value::as_u64).unwrap_or(0);
    integer && item.as_u64().is_some_and(|n| (least..=most).contains(&n))
}

fn required(schema: &Value) -> impl Iterator<Item = &str> {
    schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

/// The names in `type`, which is one name or a list.
fn types(schema: &Value) -> impl Iterator<Item = &str> {
    let stated = schema.get("type");
    let one = stated.and_then(Value::as_str);
    let many = stated.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    one.into_iter().chain(many)
}

fn type_fits(schema: &Value, value: &Value) -> bool {
    let mut any = false;
    for name in types(schema) {
        any = true;
        let fits = match name {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "boolean" => value.is_boolean(),
            "null" => value.is_null(),
            "integer" | "number" => value.is_number(),
            _ => false,
        };
        if fits {
            return true;
        }
    }
    !any
}

fn spoken(name: &str) -> &str {
    match name {
        "object" => "an object",
        "array" => "a list",
        "string" => "a text",
        "boolean" => "true or false",
        "null" => "null",
        "integer" => "a whole number",
        "number" => "a number",
        other => other,
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(b) => format!("`{b}`"),
        Value::Number(n) => format!("`{n}`"),
        Value::String(s) => format!("the text {}", quoted(s)),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

/// Cause and remedy for a name that a form does not know.
fn unknown_name<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> (String, String) {
    let known: Vec<&str> = known.collect();
    match nearest(name, known.iter().copied()) {
        Some(near) => (
            format!("the field {} is not known here; the nearest known one is `{near}`", quoted(name)),
            format!("write `{near}`, or remove the field"),
        ),
        None => (format!("the field {} is not known here", quoted(name)), "remove the field".to_owned()),
    }
}

/// The known name at the least edit distance; letters' case does not count.
pub fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let lower = |s: &str| s.chars().take(64).flat_map(char::to_lowercase).collect::<Vec<_>>();
    let wanted = lower(name);
    known.min_by_key(|k| edit_distance(&wanted, &lower(k)))
}

/// Levenshtein's distance: insertions, deletions and replacements that turn one text into the other.
fn edit_distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Problem, problem_schema};

    fn check(mut value: Value) -> (Vec<(DefectCode, String)>, Value) {
        let shape = Shape::check(&problem_schema(), &mut value);
        (shape.defects.into_iter().map(|d| (d.code, d.place)).collect(), value)
    }

    fn good() -> Value {
        json!({"version": 1, "horizon": {"from": "2026-11-23"}, "staff": [{"id": "S1", "role": "nurse"}],
            "shifts": [{"id": "D1", "staff": "S1", "start": "08:00", "end": "16:30"}],
            "patients": [{"id": "P1", "place": {"lat": 57.7, "lon": 12.0}}],
            "visits": [{"id": "V1", "patient": "P1", "slots": [{"roles": ["nurse"], "careMinutes": 30}]}]})
    }

    #[test]
    fn a_small_document_fits_the_schema_and_the_types() {
        let (defects, value) = check(good());
        assert_eq!(defects, []);
        serde_json::from_value::<Problem>(value).expect("fits the types");
    }

    #[test]
    fn every_structural_defect_is_told_at_once_and_the_rest_can_still_be_read() {
        let mut bad = good();
        bad["visits"][0]["windws"] = json!([]);
        bad["visits"][0]["priority"] = json!(17);
        bad["visits"][0]["urgency"] = json!("acut");
        bad["shifts"][0].as_object_mut().expect("object").remove("start");
        bad["staff"][0]["role"] = json!(7);
        bad["patients"][0]["place"] = json!([57.7, 12.0]);
        let (defects, value) = check(bad);
        let want = [
            (DefectCode::WrongType, "/staff/0/role"),
            (DefectCode::MissingField, "/shifts/0/start"),
            (DefectCode::WrongType, "/patients/0/place"),
            (DefectCode::UnknownField, "/visits/0/windws"),
            (DefectCode::OutOfRange, "/visits/0/priority"),
            (DefectCode::OutOfRange, "/visits/0/urgency"),
        ];
        for (code, place) in want {
            assert!(defects.contains(&(code, place.to_owned())), "{place} in {defects:?}");
        }
        assert_eq!(defects.len(), want.len());
        serde_json::from_value::<Problem>(value).expect("mended to fit the types");
    }

    #[test]
    fn an_unknown_field_is_answered_with_the_nearest_known_name() {
        let mut bad = good();
        bad["visits"][0]["soft_window"] = json!([]);
        let shape = Shape::check(&problem_schema(), &mut bad);
        assert!(shape.defects[0].cause.contains("`softWindows`"), "{}", shape.defects[0]);
    }

    #[test]
    fn a_whole_number_may_be_written_with_a_point() {
        let mut value = good();
        value["version"] = json!(1.0);
        let (defects, value) = check(value);
        assert_eq!(defects, []);
        serde_json::from_value::<Problem>(value).expect("fits the types");
    }

    #[test]
    fn a_document_of_another_kind_is_told_so() {
        assert_eq!(check(json!([])).0, [(DefectCode::WrongType, String::new())]);
        assert_eq!(check(json!({})).0.len(), 6);
    }

    #[test]
    fn edit_distance_counts_single_changes() {
        let chars = |s: &str| s.chars().collect::<Vec<_>>();
        assert_eq!(edit_distance(&chars("kitten"), &chars("sitting")), 3);
        assert_eq!(edit_distance(&chars(""), &chars("abc")), 3);
    }
}
