//! The service as a whole: what its routes share, and what every request passes.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::from_fn;
use actix_web::{App, Error, web};
use kube_ingress_dash_model::client_config::ClientConfig;
use kube_ingress_dash_watcher::board::BoardReader;

use crate::assets::Assets;
use crate::cli::BasePath;
use crate::health::HealthCheck;
use crate::middleware::{AllowedHosts, add_headers, check_host, explain};
use crate::routes;
use crate::stream::Streams;

/// What the routes share. Each worker makes its own app of a clone.
#[derive(Clone)]
pub struct Service {
    /// The rows.
    pub board: BoardReader,
    /// Open streams.
    pub streams: Streams,
    /// The probes.
    pub health: HealthCheck,
    /// The browser client.
    pub assets: Assets,
    /// What the browser client is told.
    pub config: ClientConfig,
    /// Who may be called on loopback.
    pub allowed_hosts: AllowedHosts,
    /// Where everything lives.
    pub base_path: BasePath,
}

impl Service {
    /// The app that answers requests.
    pub fn app(
        self,
    ) -> App<
        impl ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<impl MessageBody>,
            Error = Error,
            InitError = (),
        >,
    > {
        let Self { board, streams, health, assets, config, allowed_hosts, base_path } = self;
        App::new()
            .app_data(web::Data::new(board))
            .app_data(web::Data::new(streams))
            .app_data(web::Data::new(health))
            .app_data(web::Data::new(assets))
            .app_data(web::Data::new(config))
            .app_data(web::Data::new(allowed_hosts))
            .configure(|services| routes::configure(services, &base_path))
            .wrap(from_fn(explain))
            .wrap(from_fn(check_host))
            .wrap(from_fn(add_headers))
    }
}
