//! The same on a real etcd and kube-apiserver, which is cut off and killed.

use http::Request;
use kube::client::Body;
use kube_ingress_dash_simulator::link::Link;
use serde_json::Value;
use tokio::task::block_in_place;

use crate::fault::{Fault, Palette};
use crate::objects::{NAMESPACES, ingress, name};
use crate::real::Real;
use crate::scenario::{Operation, Scenario, Size, Target};
use crate::world::World;
use crate::{converge, number};

const STEPS: usize = 80;
const INGRESSES: &str = "/apis/networking.k8s.io/v1";

struct RealWorld {
    real: Real,
    link: Link,
    kubeconfig: String,
    revision: usize,
    is_running: bool,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_knows_the_truth_of_a_real_api_server_in_the_end() {
    let seed = number("KUBE_INGRESS_DASH_SEED").unwrap_or_else(|| rand::random_range(0..1_000_000));
    converge([seed], async |seed| (Scenario::of(seed, STEPS, Palette::REAL), RealWorld::start().await)).await;
}

impl RealWorld {
    async fn start() -> Self {
        let real = Real::start().await;
        for namespace in NAMESPACES {
            real.create_namespace(namespace).await;
        }
        let (link, kubeconfig) = real.link();
        Self { real, link, kubeconfig, revision: 0, is_running: true }
    }

    /// Asks for what an API server that is away cannot do.
    async fn attempt(&self, request: http::request::Builder, body: Vec<u8>) {
        if let Err(error) = self.real.client.send(request.body(Body::from(body)).unwrap()).await {
            assert!(!self.is_running, "{error}");
        }
    }

    async fn put(&mut self, namespace: &str, name: &str, size: Size) {
        self.revision += 1;
        let object = ingress(namespace, name, self.revision, size);
        let parameters = "fieldManager=convergence&force=true";
        let path = format!("{INGRESSES}/namespaces/{namespace}/ingresses/{name}?{parameters}");
        let request = Request::patch(path).header("content-type", "application/apply-patch+yaml");
        self.attempt(request, serde_json::to_vec(&object).unwrap()).await;
    }

    async fn delete(&self, target: Target) {
        let Target { namespace, .. } = target;
        let path = format!("{INGRESSES}/namespaces/{namespace}/ingresses/{}", name(target));
        self.attempt(Request::delete(path), Vec::new()).await;
    }

    fn stop(&mut self) {
        if std::mem::take(&mut self.is_running) {
            self.real.control_plane.command("kill", "killed");
        }
    }

    fn run(&mut self) {
        if !std::mem::replace(&mut self.is_running, true) {
            self.real.control_plane.command("start", "ready");
        }
    }
}

impl World for RealWorld {
    fn kubeconfig(&self) -> String {
        self.kubeconfig.clone()
    }

    async fn operate(&mut self, operation: Operation) {
        match operation {
            Operation::Put(target, size) => self.put(target.namespace, &name(target), size).await,
            Operation::Delete(target) => self.delete(target).await,
            Operation::Recreate(target) => {
                self.delete(target).await;
                self.put(target.namespace, &name(target), Size::Small).await;
            }
            // There is no controller here that would empty a namespace.
            Operation::DeleteNamespace(_) | Operation::CreateNamespace(_) => {}
        }
    }

    async fn fill(&mut self, namespace: &str, number: usize) {
        for number in 0..number {
            self.put(namespace, &format!("bulk-{number:03}"), Size::Small).await;
        }
    }

    async fn break_down(&mut self, fault: &Fault) {
        match fault {
            Fault::Link(fault) => fault.befall(&self.link).await,
            Fault::Stop => block_in_place(|| self.stop()),
            Fault::Start => block_in_place(|| self.run()),
            Fault::Expire => block_in_place(|| {
                self.stop();
                self.real.control_plane.command("compact", "compacted");
                self.run();
            }),
            other => panic!("{other:?} is not in the palette"),
        }
    }

    async fn heal(&mut self) {
        block_in_place(|| self.run());
        self.link.restore().await.unwrap();
    }

    async fn objects(&self) -> Vec<Value> {
        let request = Request::get(format!("{INGRESSES}/ingresses")).body(Vec::new()).unwrap();
        let mut list: Value = self.real.client.request(request).await.unwrap();
        serde_json::from_value(list["items"].take()).unwrap()
    }
}
