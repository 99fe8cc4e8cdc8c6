//! The service, its board and its end in the hands of a test.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use actix_web::body::{BoxBody, MessageBody as _};
use actix_web::dev::ServiceResponse;
use actix_web::test::{self, TestRequest};
use kube_ingress_dash_api::cli::BasePath;
use kube_ingress_dash_api::{
    AllowedHosts, Assets, Authentication, Drain, HealthCheck, Lists, Metrics, OnDemand, Pulse, RateLimit,
    Service, Source, StreamLimits, Streams, TrustedProxies, TrustedProxy, app,
};
use kube_ingress_dash_core::breaker::Breaker;
use kube_ingress_dash_core::cache::{Cache, Lifetime};
use kube_ingress_dash_core::limit::Quota;
use kube_ingress_dash_core::stack::Settings;
use kube_ingress_dash_insight::Facts;
use kube_ingress_dash_model::client_config::{ClientConfig, ClientLimits};
use kube_ingress_dash_model::position::Epoch;
use kube_ingress_dash_watcher::board::{Board, Change, Plan};
use kube_ingress_dash_watcher::narrowing::Narrowing;
use kube_ingress_dash_watcher::probe::SharedCheck;

use super::{Answer, Objects, Reading, Scripted, at, listed};

const LIFETIME: Lifetime = Lifetime { fresh: Duration::from_mins(1), stale: Duration::from_mins(10) };
const CACHE_BYTES: u64 = 1024 * 1024;

/// What a test wants to be different.
pub struct Setup {
    pub base_path: &'static str,
    pub replay: usize,
    pub stream_limits: StreamLimits,
    pub quota: Option<Quota>,
    pub trusted_proxies: Vec<TrustedProxy>,
    pub authentication: Authentication,
    pub api_server: Scripted,
    pub objects: Objects,
    pub shows_metrics: bool,
    pub allowed_hosts: Vec<String>,
    pub files: BTreeMap<String, Source>,
    pub facts: Facts,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            base_path: "/",
            replay: 100,
            stream_limits: StreamLimits::default(),
            quota: None,
            trusted_proxies: Vec::new(),
            authentication: Authentication::none(),
            api_server: Scripted::Up,
            objects: Objects::default(),
            shows_metrics: true,
            allowed_hosts: Vec::new(),
            files: BTreeMap::new(),
            facts: Facts::default(),
        }
    }
}

/// Watches the namespaces `pay` and `shop`.
pub struct Dashboard {
    pub board: Board,
    pub drain: Drain,
    pub service: Service,
}

impl Dashboard {
    /// Nothing is known yet.
    pub fn connecting(setup: Setup) -> Self {
        let namespaces = ["pay", "shop"].map(str::to_owned);
        let plan = Plan::of_namespaces(namespaces, "the namespaces are named");
        let board = Board::new(Epoch::new("e1").unwrap(), setup.replay, &plan, Narrowing::default(), at(0))
            .with_facts(setup.facts);
        let base_path: BasePath = setup.base_path.parse().unwrap();
        let drain = Drain::new(Duration::from_secs(25));
        let reader = board.reader();
        let heartbeat = Duration::from_secs(15);
        let metrics = Metrics::default();
        metrics.watch(reader.clone(), Breaker::new(Settings::default().breaker, Arc::new(())));
        let service = Service {
            allowed_hosts: AllowedHosts::new(setup.allowed_hosts),
            trusted_proxies: TrustedProxies::new(setup.trusted_proxies),
            authentication: setup.authentication.clone(),
            rate_limit: RateLimit::new(setup.quota),
            lists: Lists::new(reader.clone(), &metrics),
            streams: Streams::new(reader.clone(), heartbeat, setup.stream_limits, drain.clone(), &metrics),
            health: HealthCheck::new(
                Arc::new(SharedCheck::new(setup.api_server)),
                reader.clone(),
                Pulse::start(),
                drain.clone(),
            ),
            on_demand: OnDemand::new(
                setup.objects,
                Cache::new(CACHE_BYTES, None, Arc::new(())),
                LIFETIME,
                &metrics,
            ),
            metrics: metrics.clone(),
            shows_metrics: setup.shows_metrics,
            client_config: ClientConfig {
                cluster_name: "test".to_owned(),
                version: "1.2.3".to_owned(),
                build: "abc".to_owned(),
                base_path: base_path.to_string(),
                demo: false,
                tls_at_edge: vec!["edge".to_owned()],
                auth: setup.authentication.mode(),
                viewer: None,
                limits: ClientLimits { heartbeat: 15_000 },
            },
            assets: Assets::new(setup.files, &base_path, "'none'"),
            board: reader,
            base_path,
        };
        Self { board, drain, service }
    }

    /// Both namespaces are listed; the board stands at `e1.5`.
    pub fn live(setup: Setup) -> Self {
        let mut dashboard = Self::connecting(setup);
        dashboard.apply(listed("pay", &["api"]));
        dashboard.apply(listed("shop", &["admin", "web"]));
        dashboard
    }

    /// Tells the board, a second after its making.
    pub fn apply(&mut self, change: Change) {
        self.board.apply(change, at(1));
    }

    pub async fn call(&self, request: TestRequest) -> ServiceResponse<BoxBody> {
        let app = test::init_service(app(self.service.clone())).await;
        let answer = test::call_service(&app, request.to_request()).await;
        answer.map_body(|_, body| body.boxed())
    }

    /// The whole answer.
    pub async fn answer(&self, request: TestRequest) -> Answer {
        Answer::read(self.call(request).await).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.answer(TestRequest::get().uri(path)).await
    }

    /// Opens a stream.
    pub async fn open(&self, request: TestRequest) -> Reading {
        let answer = self.call(request).await;
        assert_eq!(answer.status(), 200);
        Reading::new(answer.into_body())
    }

    pub async fn stream(&self, query: &str) -> Reading {
        self.open(TestRequest::get().uri(&format!("/api/ingresses/stream{query}"))).await
    }
}
