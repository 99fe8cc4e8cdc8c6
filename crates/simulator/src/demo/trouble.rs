//! The namespace that fails now and then.

use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;

use crate::fault::{Answer, Effect, Rule};
use crate::handler::Api;
use crate::matching::Match;
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
        let effect = Effect::Answer(Answer::status(StatusCode::SERVICE_UNAVAILABLE));
        let rule = api.faults.add(Rule::new(when.clone(), effect));
        api.ledger.close_watches(&when);
        tokio::time::sleep(ILL).await;
        api.faults.remove(rule);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::{Call, Target, Verb};
    use crate::simulator::{Options, Simulator};

    #[tokio::test(start_paused = true)]
    async fn the_namespace_is_well_then_ill_then_well_again_and_no_other_suffers() {
        let api = Simulator::prepare(&Options::default()).api;
        tokio::spawn(fail_now_and_then(Arc::clone(&api), "ill"));
        let call = |namespace: &str| Call {
            verb: Verb::List,
            target: Target::Collection {
                resource: Resource::Ingresses,
                namespace: Some(namespace.to_owned()),
            },
        };
        let open = api.ledger.open_watch(&call("ill"));
        let other = api.ledger.open_watch(&call("well"));
        for _ in 0..2 {
            tokio::time::sleep(WELL / 2).await;
            assert_eq!(api.faults.take(&call("ill")), None);
            tokio::time::sleep(WELL / 2 + ILL / 2).await;
            assert!(matches!(api.faults.take(&call("ill")), Some(Effect::Answer(_))));
            assert_eq!(api.faults.take(&call("well")), None);
            tokio::time::sleep(ILL / 2).await;
        }
        assert!(open.closed.is_cancelled());
        assert!(!other.closed.is_cancelled());
    }
}
