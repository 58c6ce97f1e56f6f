//! The published forms: JSON Schema made from the types.

use super::{Plan, Problem};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

/// JSON Schema (draft 2020-12) of the problem document, version 1.
pub fn problem_schema() -> Value {
    published::<Problem>("problem-v1", "Rond problem document, version 1")
}

/// JSON Schema (draft 2020-12) of the plan document, version 1.
pub fn plan_schema() -> Value {
    published::<Plan>("plan-v1", "Rond plan document, version 1")
}

/// One type and everything it refers to, as one self-contained document.
fn published<T: ToSchema>(id: &str, title: &str) -> Value {
    let mut parts = Vec::new();
    T::schemas(&mut parts);
    let mut named: Vec<(String, Value)> = parts
        .into_iter()
        .map(|(name, schema)| (name, serde_json::to_value(schema).expect("schemas are JSON")))
        .collect();
    named.sort_by(|a, b| a.0.cmp(&b.0));
    named.dedup_by(|a, b| a.0 == b.0);
    let mut whole = Map::new();
    whole.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    whole.insert("$id".to_owned(), json!(format!("urn:rond:{id}")));
    whole.insert("title".to_owned(), json!(title));
    if let Value::Object(root) = serde_json::to_value(T::schema()).expect("schemas are JSON") {
        whole.extend(root);
    }
    whole.insert("$defs".to_owned(), Value::Object(named.into_iter().collect()));
    let mut whole = Value::Object(whole);
    rename_references(&mut whole);
    whole
}

/// OpenAPI keeps named schemas under `components`, JSON Schema under `$defs`. OpenAPI's `int32` for an unsigned number says less
/// than its range does.
fn rename_references(node: &mut Value) {
    match node {
        Value::Object(fields) => {
            if let Some(Value::String(to)) = fields.get_mut("$ref") {
                *to = to.replace("#/components/schemas/", "#/$defs/");
            }
            if fields.get("format").is_some_and(|f| f == "int32") {
                fields.remove("format");
                let least = fields.get("minimum").and_then(Value::as_i64).unwrap_or(i64::from(i32::MIN));
                let most = if least >= 0 { i64::from(u32::MAX) } else { i64::from(i32::MAX) };
                fields.entry("minimum").or_insert_with(|| json!(least));
                fields.entry("maximum").or_insert_with(|| json!(most));
            }
            if fields.get("format").is_some_and(|f| f == "int64" || f == "double" || f == "float") {
                fields.remove("format");
            }
            fields.values_mut().for_each(rename_references);
        }
        Value::Array(items) => items.iter_mut().for_each(rename_references),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
