//! A small simulated cluster: the namespace `shop` with the Ingresses `web-0` to `web-29`.

use kube_ingress_dash_simulator::{Match, Options, Resource, Simulator, Verb};
use serde_json::json;

pub async fn cluster() -> Simulator {
    let simulator = Simulator::start(Options::default()).await.unwrap();
    for namespace in ["pay", "shop"] {
        simulator.cluster().create_namespace(namespace).unwrap();
    }
    for number in 0..30 {
        let name = format!("web-{number}");
        simulator
            .cluster()
            .apply(json!({
                "metadata": {"namespace": "shop", "name": name},
                "spec": {"defaultBackend": {"service": {"name": name, "port": {"number": 80}}}},
            }))
            .unwrap();
    }
    simulator
}

/// What on-demand reads of one Ingress cost the API server.
pub fn gets() -> Match {
    Match::any().verb(Verb::Get).resource(Resource::Ingresses)
}

pub fn detail(number: usize) -> String {
    format!("/api/ingresses/shop/web-{number}")
}
