//! Bodies, paths and queries that fail in our own words.

use super::{ApiError, AppState};
use axum::body::Bytes;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use serde::de::DeserializeOwned;
use std::time::Duration;

/// Longest time in which a body must have arrived; half the time of the request, when that is shorter.
const BODY_TIME: Duration = Duration::from_secs(30);

/// Most values (items and members) of a body: read into memory, each takes many times the two bytes that it may take here.
const MOST_VALUES: usize = 10_000_000;

/// An object, however small, takes the memory of so many values in a list.
const OBJECT: usize = 8;

/// The text of a JSON body: declared as JSON, within the limit, in time, UTF-8.
pub struct JsonText(pub String);

impl FromRequest<AppState> for JsonText {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, ApiError> {
        let limit = state.config().body_limit;
        let too_large = || ApiError::BodyTooLarge { limit: format!("{limit} bytes") };
        let time = BODY_TIME.min(state.config().request_time / 2);
        expect_json(request.headers())?;
        let declared =
            request.headers().get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<u64>().ok());
        if declared.is_some_and(|length| length > limit as u64) {
            return Err(too_large());
        }
        let body = tokio::time::timeout(time, Bytes::from_request(request, state))
            .await
            .map_err(|_| {
                ApiError::BodyNotReceived(format!("the body did not arrive in {} s", time.as_secs_f32()))
            })?
            .map_err(|rejection| match rejection.status().as_u16() {
                413 => too_large(),
                _ => ApiError::BodyNotReceived("the connection broke before the body had arrived".to_owned()),
            })?;
        let text = String::from_utf8(body.into()).map_err(|e| ApiError::Malformed {
            detail: format!("byte {} of the body is not UTF-8", e.utf8_error().valid_up_to()),
            place: None,
        })?;
        if most_values(&text) > MOST_VALUES {
            return Err(ApiError::BodyTooLarge { limit: format!("{MOST_VALUES} values") });
        }
        Ok(Self(text))
    }
}

/// At least as many values as JSON text can hold: one for each comma and each opening bracket outside of texts, and one more.
/// An object takes the memory of several.
fn most_values(text: &str) -> usize {
    let (mut values, mut inside, mut escaped) = (1, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if inside => escaped = true,
            b'"' => inside = !inside,
            b',' | b'[' if !inside => values += 1,
            b'{' if !inside => values += OBJECT,
            _ => {}
        }
    }
    values
}

fn expect_json(headers: &HeaderMap) -> Result<(), ApiError> {
    let declared =
        headers.get(header::CONTENT_TYPE).map_or("nothing", |v| v.to_str().unwrap_or("something unreadable"));
    let essence = declared.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let json =
        essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"));
    if json { Ok(()) } else { Err(ApiError::UnsupportedMediaType(declared.to_owned())) }
}

/// A JSON body as a value.
pub struct Json<T>(pub T);

impl<T: DeserializeOwned> FromRequest<AppState> for Json<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, ApiError> {
        let JsonText(text) = JsonText::from_request(request, state).await?;
        parse(&text).map(Self)
    }
}

/// A value from JSON text, or what is wrong with it and where.
pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T, ApiError> {
    serde_json::from_str(text).map_err(|e| {
        let detail = e.to_string();
        let place = Some(format!("body, line {}, column {}", e.line(), e.column()));
        ApiError::Malformed { detail, place }
    })
}

/// Parameters of the path.
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let found = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        found.map(|p| Self(p.0)).map_err(|e: PathRejection| ApiError::Parameter {
            detail: e.body_text(),
            place: "path".to_owned(),
        })
    }
}

/// Parameters of the query.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let found = axum::extract::Query::<T>::from_request_parts(parts, state).await;
        found.map(|q| Self(q.0)).map_err(|e: QueryRejection| ApiError::Parameter {
            detail: e.body_text().replace("Failed to deserialize query string: ", ""),
            place: "query".to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{OBJECT, most_values};

    #[test]
    fn values_are_counted_outside_of_texts() {
        for (text, values) in
            [("1", 1), ("[1,2,3]", 4), (r#"{"a":[1,2],"b":"x,[{"}"#, 4 + OBJECT), (r#"["a\",[","b\\"]"#, 3)]
        {
            assert_eq!(most_values(text), values, "{text}");
        }
    }
}
