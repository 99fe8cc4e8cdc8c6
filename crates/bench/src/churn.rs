//! Changes at a steady rate, each with a number by which clients recognise it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::key::IngressKey;
use parking_lot::RwLock;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use serde_json::json;

use crate::objects;
use crate::outcome::Result;
use crate::upstream::Writer;

/// The annotation that holds the number of the change that made the object what it is.
pub(crate) const MARK: &str = "bench.example.com/change";

/// What the names of Ingresses begin with that come and go.
const PASSING: &str = "passing-";

/// When each change was made.
#[derive(Debug, Default)]
pub(crate) struct Ledger(RwLock<Vec<Instant>>);

impl Ledger {
    /// When the change was made, if it was.
    pub(crate) fn made(&self, change: usize) -> Option<Instant> {
        self.0.read().get(change).copied()
    }

    /// The number of a change that is made now.
    fn begin(&self) -> usize {
        let mut made = self.0.write();
        made.push(Instant::now());
        made.len() - 1
    }

    /// How many changes there were.
    pub(crate) fn len(&self) -> usize {
        self.0.read().len()
    }
}

/// The change that made this row what it is.
pub(crate) fn change_of_row(row: &Ingress) -> Option<usize> {
    row.annotations.get(MARK)?.parse().ok()
}

/// The change that removed this row: the one after that which created it.
pub(crate) fn change_of_removal(key: &IngressKey) -> Option<usize> {
    let creation: usize = key.name.strip_prefix(PASSING)?.parse().ok()?;
    Some(creation + 1)
}

/// What is changed and how fast.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Churn {
    /// How many Ingresses of [`objects`] there are.
    pub(crate) ingresses: usize,
    pub(crate) namespaces: usize,
    pub(crate) per_second: f64,
    /// How long it goes on.
    pub(crate) lasts: Duration,
    /// Whether some changes create an Ingress and delete it again.
    pub(crate) creates: bool,
    pub(crate) seed: u64,
}

impl Churn {
    /// Makes the changes, one after the other, and notes each in the ledger before it is made.
    pub(crate) async fn run(self, writer: Writer, ledger: Arc<Ledger>) -> Result<()> {
        let mut random = StdRng::seed_from_u64(self.seed);
        let mut ticks = tokio::time::interval(Duration::from_secs_f64(1.0 / self.per_second));
        let end = Instant::now() + self.lasts;
        loop {
            ticks.tick().await;
            let is_over = Instant::now() >= end;
            let change = ledger.len();
            // One in ten creates what the next deletes.
            match change % 10 {
                9 if self.creates => {
                    ledger.begin();
                    let (namespace, name) = self.passing(change - 1);
                    writer.delete(&namespace, &name).await?;
                }
                _ if is_over => return Ok(()),
                8 if self.creates => {
                    let (namespace, name) = self.passing(change);
                    // Its hosts are its own, so that nothing else is found about others because of it.
                    let mut object = objects::ingress(self.ingresses + change, self.namespaces);
                    object["metadata"]["namespace"] = namespace.into();
                    object["metadata"]["name"] = name.into();
                    object["metadata"]["annotations"][MARK] = change.to_string().into();
                    ledger.begin();
                    writer.create(object).await?;
                }
                _ => {
                    let number = random.random_range(0..self.ingresses);
                    let (namespace, name) = objects::place(number, self.namespaces);
                    let patch = json!({"metadata": {"annotations": {MARK: change.to_string()}}});
                    ledger.begin();
                    writer.patch(&namespace, &name, patch).await?;
                }
            }
        }
    }

    fn passing(&self, change: usize) -> (String, String) {
        (objects::namespace(change % self.namespaces), format!("{PASSING}{change}"))
    }
}
