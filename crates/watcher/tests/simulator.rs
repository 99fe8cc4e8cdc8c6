//! The promises of the watcher, held against the simulator.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(unreachable_pub, reason = "the suite is a module of each test crate")]

mod suite;

use kube::config::Kubeconfig;
use kube_ingress_dash_simulator::{Account, Options, Resource, Rules, Simulator};
use suite::{Cluster, every_case, run_against};

const TOKEN: &str = "restricted";

struct Simulated(Simulator);

impl Simulated {
    fn change_rules(&self, change: impl FnOnce(&mut Rules)) {
        self.0.change_access(|access| change(&mut access.accounts.get_mut(TOKEN).unwrap().rules));
    }
}

impl Cluster for Simulated {
    async fn start() -> Self {
        Self(Simulator::start(Options::default()).await.unwrap())
    }

    fn kubeconfig(&self) -> Kubeconfig {
        Kubeconfig::from_yaml(&self.0.kubeconfig()).unwrap()
    }

    async fn restricted(&self, _granted: &[&str], refused: &[&str]) -> Kubeconfig {
        let rules = Rules {
            denied_namespaces: refused.iter().map(|name| (*name).to_owned()).collect(),
            cluster_wide: false,
            denied_resources: [Resource::Namespaces, Resource::IngressClasses].into(),
        };
        self.0.set_account(TOKEN, Account { user: "restricted".to_owned(), rules });
        Kubeconfig::from_yaml(&self.0.kubeconfig_with_token(TOKEN)).unwrap()
    }

    async fn grant(&self, namespace: &str) {
        self.0.change_access(|access| {
            let account = access.accounts.get_mut(TOKEN).unwrap();
            assert!(account.rules.denied_namespaces.remove(namespace));
        });
    }

    async fn withdraw(&self, namespace: &str) {
        self.change_rules(|rules| assert!(rules.denied_namespaces.insert(namespace.to_owned())));
    }

    async fn issue_token(&self, name: &str) -> String {
        self.0.change_access(|access| {
            let account = access.accounts[TOKEN].clone();
            access.accounts.insert(name.to_owned(), account);
        });
        name.to_owned()
    }

    async fn revoke_token(&self, name: &str) {
        self.0.revoke(name);
    }

    async fn grant_namespaces(&self) {
        self.change_rules(|rules| assert!(rules.denied_resources.remove(&Resource::Namespaces)));
    }

    async fn grant_everything(&self) {
        self.change_rules(|rules| {
            rules.cluster_wide = true;
            rules.denied_namespaces.clear();
        });
    }

    async fn withdraw_everything(&self, refused: &[&str]) {
        self.change_rules(|rules| {
            rules.cluster_wide = false;
            rules.denied_namespaces.extend(refused.iter().map(|name| (*name).to_owned()));
        });
    }

    async fn kill(&mut self) {
        self.0.stop().await;
    }

    async fn start_again(&mut self) {
        self.0.restart().await.unwrap();
    }

    async fn forget_versions(&mut self) {
        self.0.compact();
    }
}

every_case!(Simulated);
