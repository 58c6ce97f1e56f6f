//! Every route on one page.

use super::{
    ApiError, AppState, calendar, events, exports, health, jobs, observe, plans, problems, roads, schema, ui,
};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use utoipa::OpenApi;
use utoipa::openapi::OpenApi as Document;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use utoipa_swagger_ui::{Config as ApiPage, SwaggerUi};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Rond",
        description = "Plans rounds of doctors and nurses who care for people at home. People appear by pseudonymous ids alone. \
                       Problems, plans and jobs are kept in memory within bounds, and are gone when the service stops.\n\n\
                       Every error is `application/problem+json` (RFC 9457) with code, what, where and remedy.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    tags(
        (name = "problems", description = "Facts: who needs what, who works when, and where"),
        (name = "plans", description = "Plans: ordered, fetched, judged, explained"),
        (name = "jobs", description = "Plans in the making"),
        (name = "exports", description = "A plan for maps and paper"),
        (name = "roads", description = "Travel times and routes"),
        (name = "calendar", description = "Swedish working days"),
        (name = "service", description = "The service itself"),
    )
)]
struct Described;

fn described() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(Described::openapi())
        .routes(routes!(problems::send, problems::list))
        .routes(routes!(problems::get))
        .routes(routes!(plans::order, plans::list))
        .routes(routes!(plans::check))
        .routes(routes!(plans::get))
        .routes(routes!(plans::verdict))
        .routes(routes!(plans::explanation))
        .routes(routes!(exports::as_geojson))
        .routes(routes!(exports::sheets))
        .routes(routes!(exports::sheet))
        .routes(routes!(jobs::get, jobs::cancel))
        .routes(routes!(events::follow))
        .routes(routes!(roads::route))
        .routes(routes!(roads::nearest))
        .routes(routes!(roads::table))
        .routes(routes!(calendar::next_working_day))
        .routes(routes!(schema::problem))
        .routes(routes!(schema::plan))
        .routes(routes!(health::health))
}

/// The description of every route, as OpenAPI 3.1.
pub fn openapi() -> Document {
    described().into_openapi()
}

/// The whole service, ready to be served or called.
pub fn app(state: AppState) -> Router {
    let (routes, document) = described().split_for_parts();
    let files = ui::names().fold(Router::new().route("/", get(ui::page)), |router, name| {
        router.route(&format!("/{name}"), get(ui::page))
    });
    // `none`: the page would otherwise ask a validator elsewhere about our description.
    let api_page = SwaggerUi::new("/api-docs")
        .url("/openapi.json", document)
        .config(ApiPage::default().validator_url("none").try_it_out_enabled(true));
    routes
        .merge(files)
        .route("/docs", get(|| async { Redirect::temporary("/api-docs/") }))
        .merge(api_page)
        .fallback(no_route)
        .method_not_allowed_fallback(no_method)
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::custom(observe::panicked))
        .layer(DefaultBodyLimit::max(state.config().body_limit))
        .layer(from_fn_with_state(state.clone(), observe::observe))
        .with_state(state)
}

async fn no_route(request: Request) -> (StatusCode, impl IntoResponse) {
    (StatusCode::NOT_FOUND, ApiError::NoRoute(request.uri().path().to_owned()))
}

async fn no_method(request: Request) -> (StatusCode, impl IntoResponse) {
    (StatusCode::METHOD_NOT_ALLOWED, ApiError::MethodNotAllowed(request.method().to_string()))
}
