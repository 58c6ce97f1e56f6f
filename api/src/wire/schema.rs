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
            if let Some(example) = fields.remove("example") {
                fields.insert("examples".to_owned(), json!([example]));
            }
            hoist_description(fields);
            fields.values_mut().for_each(rename_references);
        }
        Value::Array(items) => items.iter_mut().for_each(rename_references),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A field that may be null has its description beside the alternative it describes; readers look for it at the field.
fn hoist_description(fields: &mut Map<String, Value>) {
    let of_alternative = fields
        .get_mut("oneOf")
        .and_then(Value::as_array_mut)
        .filter(|some| some.iter().any(|s| s.get("type").is_some_and(|t| t == "null")))
        .and_then(|some| some.iter_mut().find_map(|s| s.as_object_mut()?.remove("description")));
    if let Some(description) = of_alternative {
        fields.insert("description".to_owned(), description);
    }
}

#[cfg(test)]
mod tests {
    use crate::wire::{plan_page, plan_schema, problem_page, problem_schema};
    use std::fs;
    use std::path::Path;

    fn pretty(schema: &serde_json::Value) -> String {
        serde_json::to_string_pretty(schema).expect("JSON") + "\n"
    }

    #[test]
    fn the_published_forms_are_those_of_the_types() {
        let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
        for (file, made, how) in [
            ("schema/problem-v1.json", pretty(&problem_schema()), "--problem"),
            ("schema/plan-v1.json", pretty(&plan_schema()), "--plan"),
            ("problem-document.md", problem_page(), "--problem-page"),
            ("plan-document.md", plan_page(), "--plan-page"),
        ] {
            let stored = fs::read_to_string(docs.join(file)).unwrap_or_default();
            assert!(stored == made, "docs/{file} is stale; make it anew: ./rond schema {how} > docs/{file}");
        }
    }

    #[test]
    fn every_field_is_explained() {
        fn walk(at: &str, node: &serde_json::Value, silent: &mut Vec<String>) {
            if let Some(fields) = node.get("properties").and_then(serde_json::Value::as_object) {
                for (name, field) in fields {
                    if field.get("description").is_none() {
                        silent.push(format!("{at}/{name}"));
                    }
                }
            }
            if let Some(parts) = node.get("$defs").and_then(serde_json::Value::as_object) {
                parts.iter().for_each(|(name, part)| walk(name, part, silent));
            }
        }
        let mut silent = Vec::new();
        walk("Problem", &problem_schema(), &mut silent);
        walk("Plan", &plan_schema(), &mut silent);
        assert_eq!(silent, Vec::<String>::new());
    }
}
