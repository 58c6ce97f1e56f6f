//! /v1/schema: the published form of documents.

use super::openapi;
use axum::http::header;
use axum::response::IntoResponse;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Get the JSON Schema of the problem document.
#[utoipa::path(get, path = "/v1/schema/problem", tag = "problems", responses((status = 200, description = "JSON Schema 2020-12", content_type = "application/schema+json", body = Object)))]
pub async fn problem() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/schema+json")], schema_of("Problem").to_string())
}

/// The schema of one type as a document of its own: the type and all that it refers to.
fn schema_of(name: &str) -> Value {
    let document = serde_json::to_value(openapi()).unwrap_or_default();
    let all = &document["components"]["schemas"];
    let (mut wanted, mut open) = (BTreeSet::new(), vec![name.to_owned()]);
    while let Some(next) = open.pop() {
        if wanted.insert(next.clone()) {
            references(&all[&next], &mut open);
        }
    }
    let mut definitions: serde_json::Map<String, Value> =
        wanted.iter().map(|n| (n.clone(), all[n].clone())).collect();
    definitions.values_mut().for_each(point_inside);
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": name,
        "$ref": format!("#/$defs/{name}"),
        "$defs": definitions,
    })
}

const PREFIX: &str = "#/components/schemas/";

fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match member.as_str().and_then(|text| text.strip_prefix(PREFIX)) {
                    Some(target) if name == "$ref" => found.push(target.to_owned()),
                    _ => references(member, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn point_inside(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, member) in members.iter_mut() {
                match member.as_str().and_then(|text| text.strip_prefix(PREFIX)) {
                    Some(target) if name == "$ref" => *member = json!(format!("#/$defs/{target}")),
                    _ => point_inside(member),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(point_inside),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
