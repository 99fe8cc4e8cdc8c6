//! The service as Actix runs it, once for each of its workers.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::from_fn;
use actix_web::web::{self, Data};
use actix_web::{App, Error};
use actix_web_lab::middleware::CatchPanic;
use kube_ingress_dash_model::client_config::ClientConfig;
use kube_ingress_dash_watcher::board::BoardReader;

use crate::assets::Assets;
use crate::auth::Authentication;
use crate::cli::BasePath;
use crate::client::TrustedProxies;
use crate::health::HealthCheck;
use crate::list::Lists;
use crate::metrics::Metrics;
use crate::middleware::{
    AllowedHosts, OpenPath, RateLimit, add_headers, authenticate, check_host, explain, measure,
};
use crate::on_demand::OnDemand;
use crate::routes::{self, Document};
use crate::stream::Streams;

/// What the routes read; clones share it.
#[derive(Clone)]
pub struct Service {
    /// The path that every route starts with.
    pub base_path: BasePath,
    /// The names by which a loopback listener may be called.
    pub allowed_hosts: AllowedHosts,
    /// Whose word on a client's address is taken.
    pub trusted_proxies: TrustedProxies,
    /// Who is let in, and what they may see.
    pub authentication: Authentication,
    /// What one client may ask for.
    pub rate_limit: RateLimit,
    /// The rows.
    pub board: BoardReader,
    /// The rows for whoever reads them once.
    pub lists: Lists,
    /// The rows and their changes.
    pub streams: Streams,
    /// Whether it works.
    pub health: HealthCheck,
    /// What the board does not hold.
    pub on_demand: OnDemand,
    /// What Prometheus is told.
    pub metrics: Metrics,
    /// Whether it is told here, rather than on a port of its own.
    pub shows_metrics: bool,
    /// What the browser client needs to know.
    pub client_config: ClientConfig,
    /// The browser client.
    pub assets: Assets,
}

/// The service with its middleware.
pub fn app(
    service: Service,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = Error,
        InitError = (),
    >,
> {
    let Service {
        base_path,
        allowed_hosts,
        trusted_proxies,
        authentication,
        rate_limit,
        board,
        lists,
        streams,
        health,
        on_demand,
        metrics,
        shows_metrics,
        client_config,
        assets,
    } = service;
    App::new()
        .app_data(Data::new(allowed_hosts))
        .app_data(Data::new(trusted_proxies))
        .app_data(Data::new(rate_limit))
        .app_data(Data::new(board))
        .app_data(Data::new(lists))
        .app_data(Data::new(streams))
        .app_data(Data::new(health))
        .app_data(Data::new(on_demand))
        .app_data(Data::new(metrics))
        .app_data(Data::new(client_config))
        .app_data(Data::new(assets))
        .app_data(Data::new(Document::new(&base_path, shows_metrics, &authentication)))
        .app_data(Data::new(OpenPath::under(&base_path)))
        .app_data(Data::new(authentication))
        .configure(|services| routes::configure(services, &base_path, shows_metrics))
        .wrap(from_fn(authenticate))
        .wrap(from_fn(check_host))
        .wrap(CatchPanic::default())
        .wrap(from_fn(explain))
        .wrap(from_fn(add_headers))
        .wrap(from_fn(measure))
}

/// What machines ask on a port of its own: metrics and health, at the root, without a login.
pub(crate) fn app_for_machines(
    service: Service,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = Error,
        InitError = (),
    >,
> {
    let Service { allowed_hosts, trusted_proxies, rate_limit, health, metrics, .. } = service;
    App::new()
        .app_data(Data::new(allowed_hosts))
        .app_data(Data::new(trusted_proxies))
        .app_data(Data::new(rate_limit))
        .app_data(Data::new(health))
        .app_data(Data::new(metrics))
        .app_data(Data::new(OpenPath::default()))
        .app_data(Data::new(Authentication::none()))
        .configure(|services| routes::configure_for_machines(services, true))
        .default_service(web::to(routes::not_found))
        .wrap(from_fn(authenticate))
        .wrap(from_fn(check_host))
        .wrap(CatchPanic::default())
        .wrap(from_fn(explain))
        .wrap(from_fn(add_headers))
}
