//! Which path is answered by what. All of them live under the base path.

mod assets;
mod config;
mod csv;
mod detail;
mod events;
mod explain;
mod health;
mod ingresses;
mod metrics;
mod namespaces;
mod openapi;
mod row;
mod stream;

use actix_web::body::MessageBody;
use actix_web::dev::{Handler, ServiceRequest, ServiceResponse};
use actix_web::http::header::{CACHE_CONTROL, HeaderValue, LOCATION};
use actix_web::middleware::{Compress, Next, from_fn};
use actix_web::web::{self, ServiceConfig};
use actix_web::{Error, FromRequest, HttpResponse, Resource, Responder};

pub(crate) use self::openapi::Document;
use crate::cli::BasePath;
use crate::middleware::limit_rate;
use crate::problem::Problem;

/// The route that tells whether the service works.
pub(crate) const HEALTH: &str = "/api/health";

/// Adds all routes.
pub(crate) fn configure(services: &mut ServiceConfig, base_path: &BasePath, shows_metrics: bool) {
    let api = web::scope("/api")
        .wrap(from_fn(limit_rate))
        .wrap(from_fn(revalidate))
        .service(
            read_only("/ingresses", ingresses::ingresses)
                .wrap(Compress::default())
                .wrap(from_fn(ingresses::vary)),
        )
        .service(read_only("/ingresses.csv", csv::csv).wrap(Compress::default()))
        .service(read_only("/ingresses/stream", stream::stream))
        .service(read_only("/ingresses/{namespace}/{name}", detail::detail).wrap(Compress::default()))
        .service(read_only("/ingresses/{namespace}/{name}/events", events::events).wrap(Compress::default()))
        .service(read_only("/explain", explain::explain).wrap(Compress::default()))
        .service(read_only("/namespaces", namespaces::namespaces).wrap(Compress::default()))
        .service(read_only("/config", config::config))
        .service(read_only("/openapi.json", openapi::openapi).wrap(Compress::default()))
        .default_service(web::to(not_found));
    if base_path.prefix().is_empty() {
        services
            .configure(|services| configure_for_machines(services, shows_metrics))
            .service(api)
            .default_service(web::to(assets::assets));
        return;
    }
    let entry = base_path.to_string();
    let to_entry = move || {
        let entry = entry.clone();
        async move { HttpResponse::PermanentRedirect().insert_header((LOCATION, entry)).finish() }
    };
    let outside = Problem::OutsideBasePath(base_path.to_string());
    let refuse = move || {
        let outside = outside.clone();
        async move { Err::<HttpResponse, Problem>(outside) }
    };
    services
        .service(read_only(base_path.prefix(), to_entry))
        .service(
            web::scope(base_path.prefix())
                .configure(|services| configure_for_machines(services, shows_metrics))
                .service(api)
                .default_service(web::to(assets::assets)),
        )
        .default_service(web::to(refuse));
}

/// Adds what is asked by machines, and answered however much they ask for.
pub(crate) fn configure_for_machines(services: &mut ServiceConfig, shows_metrics: bool) {
    services.service(read_only(HEALTH, health::health).wrap(from_fn(revalidate)));
    if shows_metrics {
        services.service(read_only("/metrics", metrics::metrics));
    }
}

/// The answer where nothing is.
pub(crate) async fn not_found() -> Result<HttpResponse, Problem> {
    Err(Problem::NotFound)
}

/// A path that answers GET and HEAD, and nothing else.
fn read_only<F, Args>(path: &str, handler: F) -> Resource
where
    F: Handler<Args> + Clone,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    web::resource(path)
        .route(web::get().to(handler.clone()))
        .route(web::head().to(handler))
        .default_service(web::to(method_not_allowed))
}

async fn method_not_allowed() -> Result<HttpResponse, Problem> {
    Err(Problem::MethodNotAllowed)
}

/// What a cache keeps of the API it must ask about each time; the bytes stay as they are for the stream's sake.
async fn revalidate<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let mut answer = next.call(request).await?;
    let headers = answer.headers_mut();
    if !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache, no-transform"));
    }
    Ok(answer)
}
