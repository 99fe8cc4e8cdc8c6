//! Clients that share one guarded transport and differ in what their calls are made for.
//!
//! kube's calls take no extensions, so the purpose of a call is given by the client that makes it.

use http::Request;
use kube::Client;
use kube::client::Body;
use kube_ingress_dash_core::purpose::Purpose;
use kube_ingress_dash_core::retry::TryCloneBody;
use kube_ingress_dash_core::stack::Guards;
use tower::{ServiceExt as _, service_fn};

use super::wish::with_wish;

/// A client for each purpose. There is no other way to the API server.
#[derive(Clone)]
pub struct Clients {
    /// Asks whether the API server answers.
    pub probe: Client,
    /// Opens watches.
    pub watch: Client,
    /// Lists what is then watched.
    pub list: Client,
    /// Reads what somebody waits for.
    pub on_demand: Client,
}

impl Clients {
    /// Clients that reach the API server by `transport`, behind these guards.
    pub fn new(transport: &Client, guards: &Guards) -> Self {
        let client = |purpose| guarded(transport.clone(), guards, purpose);
        Self {
            probe: client(Purpose::Probe),
            watch: client(Purpose::Watch),
            list: client(Purpose::List),
            on_demand: client(Purpose::OnDemand),
        }
    }
}

fn guarded(transport: Client, guards: &Guards, purpose: Purpose) -> Client {
    let namespace = transport.default_namespace().to_owned();
    let transport = service_fn(move |request: Request<Repeatable>| {
        let transport = transport.clone();
        async move { transport.send(request.map(|Repeatable(body)| body)).await }
    });
    let stack = guards.around(transport);
    let service = service_fn(move |request: Request<Body>| {
        let mut request = request.map(Repeatable);
        request.extensions_mut().insert(purpose);
        let stack = stack.clone();
        async move { with_wish(stack.oneshot(request).await?).await }
    });
    Client::new(service, namespace)
}

/// kube's body, which can be sent again unless it is a stream.
struct Repeatable(Body);

impl TryCloneBody for Repeatable {
    fn try_clone(&self) -> Option<Self> {
        self.0.try_clone().map(Self)
    }
}
