//! The pages that explain every field, made from the published schemas.

use super::schema::{plan_schema, problem_schema};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write;

/// docs/problem-document.md.
pub fn problem_page() -> String {
    page(
        &problem_schema(),
        "Problem",
        "# The problem document, version 1\n\nThe facts of one planning problem, as JSON. Made by `rond schema --problem-page` from the types in \
         `api/src/wire`; a test compares the two.\nThe same as JSON Schema: [schema/problem-v1.json](schema/problem-v1.json). \
         Unknown fields are refused, and every defect of a document is reported at once, with code, place, cause and remedy \
         ([errors.md](errors.md)).\n\nA field may be left out when a default is named; `null` says the same. Durations are in minutes and may have \
         fractions down to whole seconds; times are Swedish local time.\n",
    )
}

/// docs/plan-document.md.
pub fn plan_page() -> String {
    page(
        &plan_schema(),
        "Plan",
        "# The plan document, version 1\n\nWho does what, when, and what is left out, as JSON. Made by `rond schema --plan-page` from the types in \
         `api/src/wire`; a test compares the two.\nThe same as JSON Schema: [schema/plan-v1.json](schema/plan-v1.json).\n\nThe shortest plan that \
         `rond check` takes names shifts and visits in order, and nothing else; times are then derived:\n\n```json\n{\"version\": 1, \
         \"routes\": [{\"shift\": \"D1\", \"stops\": [{\"visit\": \"V1\"}, {\"visit\": \"V2\"}]}]}\n```\n",
    )
}

fn page(schema: &Value, root: &str, head: &str) -> String {
    let mut text = head.to_owned();
    let mut order = vec![root.to_owned()];
    let mut seen: BTreeSet<String> = order.iter().cloned().collect();
    let mut next = 0;
    while next < order.len() {
        let name = order[next].clone();
        next += 1;
        let part = if name == root { Some(schema) } else { schema.get("$defs").and_then(|d| d.get(&name)) };
        let Some(part) = part else { continue };
        section(&mut text, &name, part);
        for reference in references(part, name == root) {
            if seen.insert(reference.clone()) {
                order.push(reference);
            }
        }
    }
    text
}

/// Names of other types, in the order of the fields.
fn references(part: &Value, is_root: bool) -> Vec<String> {
    let mut found = Vec::new();
    collect(part, is_root, &mut found);
    found
}

fn collect(node: &Value, is_root: bool, found: &mut Vec<String>) {
    match node {
        Value::Object(fields) => {
            if let Some(Value::String(to)) = fields.get("$ref") {
                found.push(to.rsplit('/').next().unwrap_or_default().to_owned());
            }
            for (name, value) in fields {
                if !(is_root && name == "$defs") {
                    collect(value, false, found);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, false, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn described(node: &Value) -> String {
    let text = node.get("description").and_then(Value::as_str).unwrap_or_default();
    text.split("\n\n")
        .map(|p| p.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect::<Vec<_>>()
        .join("\n\n")
}

fn section(text: &mut String, name: &str, part: &Value) {
    let _ = write!(text, "\n## {name}\n\n{}\n", described(part));
    if let Some(words) = part.get("enum").and_then(Value::as_array) {
        let words: Vec<String> =
            words.iter().map(|w| format!("`{}`", w.as_str().unwrap_or_default())).collect();
        let _ = write!(text, "\nOne of {}.\n", words.join(", "));
        return;
    }
    let Some(fields) = part.get("properties").and_then(Value::as_object) else {
        let _ = write!(text, "\nWritten as {}.\n", kind(part));
        return;
    };
    let needed: Vec<&str> = part
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    text.push_str("\n| field | form | needed | meaning |\n| --- | --- | --- | --- |\n");
    for (field, schema) in fields {
        let needed = if needed.contains(&field.as_str()) { "yes" } else { "" };
        let meaning = described(schema).replace("\n\n", " ").replace('|', "\\|");
        let _ = writeln!(text, "| `{field}` | {} | {needed} | {meaning} |", kind(schema));
    }
}

/// The form of a value in a few words.
fn kind(schema: &Value) -> String {
    if let Some(to) = schema.get("$ref").and_then(Value::as_str) {
        let name = to.rsplit('/').next().unwrap_or_default();
        return format!("[{name}](#{})", name.to_lowercase());
    }
    if let Some(some) =
        ["oneOf", "anyOf", "allOf"].iter().find_map(|k| schema.get(k)).and_then(Value::as_array)
    {
        let forms: Vec<String> =
            some.iter().filter(|s| s.get("type").is_none_or(|t| t != "null")).map(kind).collect();
        return forms.join(" or ");
    }
    let stated = schema.get("type");
    let name = stated
        .and_then(Value::as_str)
        .or_else(|| stated.and_then(Value::as_array)?.iter().filter_map(Value::as_str).find(|t| *t != "null"))
        .unwrap_or("any");
    let range = match (schema.get("minimum"), schema.get("maximum")) {
        (Some(least), Some(most)) => format!(", {least} to {most}"),
        (Some(least), None) => format!(", {least} or more"),
        (None, Some(most)) => format!(", at most {most}"),
        (None, None) => String::new(),
    };
    match name {
        "array" => {
            let items = schema.get("items").map_or_else(|| "anything".to_owned(), kind);
            let bound = |key: &str| schema.get(key).and_then(Value::as_u64);
            let count = match (bound("minItems"), bound("maxItems")) {
                (Some(least), Some(most)) => format!(" ({least} to {most})"),
                (Some(least), None) => format!(" ({least} or more)"),
                (None, Some(most)) => format!(" (at most {most})"),
                (None, None) => String::new(),
            };
            format!("list of {items}{count}")
        }
        "object" => match schema.get("additionalProperties").filter(|s| s.is_object()) {
            Some(values) => format!("object of {} by name", kind(values)),
            None => "object".to_owned(),
        },
        "string" => "text".to_owned(),
        "integer" => format!("whole number{range}"),
        "number" => format!("number{range}"),
        "boolean" => "true or false".to_owned(),
        other => other.to_owned(),
    }
}
