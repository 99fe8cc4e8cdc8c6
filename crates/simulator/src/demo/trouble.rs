//! The namespace that fails now and then.

use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;

use crate::call::Match;
use crate::fault::{Effect, Rule};
use crate::handler::Api;
use crate::resource::Resource;

/// How long the namespace can be read between two failures.
pub(crate) const WELL: Duration = Duration::from_secs(45);

/// How long a failure lasts.
pub(crate) const ILL: Duration = Duration::from_secs(10);

/// For ever: requests for the namespace's Ingresses get 503 for a while, and its watches end.
pub(crate) async fn fail_now_and_then(api: Arc<Api>, namespace: &str) {
    let when = Match::any().resource(Resource::Ingresses).namespace(namespace);
    loop {
        tokio::time::sleep(WELL).await;
        let effect = Effect::Status { code: StatusCode::SERVICE_UNAVAILABLE, retry_after: None };
        let rule = api.faults.add(Rule { when: when.clone(), times: None, effect });
        api.ledger.close_watches(&when);
        tokio::time::sleep(ILL).await;
        api.faults.remove(rule);
    }
}
