//! Events of Kubernetes, which say when and how often in three different ways.

use k8s_openapi::api::core::v1::Event;
use kube_ingress_dash_model::detail::KubernetesEvent;

/// The Events, those that happened last first.
pub(super) fn newest_first(events: Vec<Event>) -> Vec<KubernetesEvent> {
    let mut events: Vec<KubernetesEvent> = events.into_iter().map(event).collect();
    events.sort_by_key(|event| std::cmp::Reverse(event.last_seen));
    events
}

fn event(event: Event) -> KubernetesEvent {
    let series = event.series.unwrap_or_default();
    let at = event.event_time.map(|time| time.0);
    let first_seen = event.first_timestamp.map(|time| time.0).or(at);
    let last_seen = series
        .last_observed_time
        .map(|time| time.0)
        .or(event.last_timestamp.map(|time| time.0))
        .or(first_seen)
        .or(event.metadata.creation_timestamp.map(|time| time.0));
    let count = series.count.or(event.count).unwrap_or(1);
    KubernetesEvent {
        kind: event.type_.unwrap_or_default(),
        reason: event.reason.unwrap_or_default(),
        message: event.message.unwrap_or_default(),
        source: source(event.reporting_component, event.source.and_then(|source| source.component)),
        count: u32::try_from(count).unwrap_or_default().max(1),
        first_seen: first_seen.or(last_seen),
        last_seen,
    }
}

fn source(reporting: Option<String>, legacy: Option<String>) -> String {
    [reporting, legacy].into_iter().flatten().find(|name| !name.is_empty()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn read(events: &[Value]) -> Vec<KubernetesEvent> {
        newest_first(events.iter().map(|event| serde_json::from_value(event.clone()).unwrap()).collect())
    }

    #[test]
    fn the_newest_comes_first_however_it_tells_its_time() {
        let classic = json!({"reason": "Sync", "lastTimestamp": "2026-01-15T10:00:00Z"});
        let modern = json!({"reason": "Issued", "eventTime": "2026-01-15T11:00:00.000000Z"});
        let series = json!({"reason": "Failed", "eventTime": "2026-01-15T09:00:00.000000Z",
            "series": {"count": 7, "lastObservedTime": "2026-01-15T12:00:00.000000Z"}});
        let bare = json!({"reason": "Bare", "metadata": {}});
        let events = read(&[bare, classic, modern, series]);
        let reasons: Vec<&str> = events.iter().map(|event| event.reason.as_str()).collect();
        assert_eq!(reasons, ["Failed", "Issued", "Sync", "Bare"]);
        assert_eq!((events[0].count, events[3].count), (7, 1));
    }

    #[test]
    fn who_recorded_it_stands_in_one_of_two_places() {
        let modern = json!({"reportingComponent": "cert-manager", "source": {"component": ""}});
        let classic = json!({"reportingComponent": "", "source": {"component": "nginx-ingress-controller"}});
        let sources: Vec<String> = read(&[modern, classic]).into_iter().map(|event| event.source).collect();
        assert_eq!(sources, ["cert-manager", "nginx-ingress-controller"]);
    }
}
