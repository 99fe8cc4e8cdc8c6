//! The board and the breaker as they stand when somebody asks, of the board as much as that reader may see.

use std::collections::BTreeMap;
use std::fmt;

use kube_ingress_dash_core::breaker::Breaker;
use kube_ingress_dash_core::observe::BreakerState;
use kube_ingress_dash_model::finding::FindingKind;
use kube_ingress_dash_model::status::WatchState;
use kube_ingress_dash_watcher::board::BoardReader;
use kube_ingress_dash_watcher::viewer::Selection;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric as _};
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::metrics::{MetricType, TypedMetric as _};

/// Reads the board and the breaker for one scrape.
pub(super) struct BoardCollector {
    board: BoardReader,
    breaker: Breaker,
    selection: Selection,
}

impl fmt::Debug for BoardCollector {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("BoardCollector").finish_non_exhaustive()
    }
}

impl BoardCollector {
    pub(super) fn new(board: BoardReader, breaker: Breaker, selection: Selection) -> Self {
        Self { board, breaker, selection }
    }
}

impl Collector for BoardCollector {
    fn encode(&self, mut encoder: DescriptorEncoder) -> fmt::Result {
        let counts = self.board.counts(&self.selection);
        gauge(&mut encoder, "ingresses", "Ingresses on the board", counts.ingresses)?;
        gauge(&mut encoder, "namespaces", "Namespaces that have rows", counts.namespaces)?;
        let sources: BTreeMap<WatchState, usize> = counts.sources;
        by_state(
            &mut encoder,
            "watches",
            "Watches of the API server, by their state",
            WatchState::ALL
                .iter()
                .map(|state| (state.as_str(), sources.get(state).copied().unwrap_or_default())),
        )?;
        let totals = self.board.finding_totals(&self.selection);
        let help = "Ingresses about which something is found, by its kind and severity (docs/insight.md)";
        let mut findings = encoder.encode_descriptor("findings", help, None, MetricType::Gauge)?;
        for kind in FindingKind::ALL {
            for severity in kind.severities() {
                let labels = [("kind", kind.name()), ("severity", severity.name())];
                let count = ConstGauge::new(signed(totals.of(*severity, kind)));
                count.encode(findings.encode_family(&labels)?)?;
            }
        }
        let state = self.breaker.state();
        by_state(
            &mut encoder,
            "kube_breaker_state",
            "The state of the circuit breaker is the one whose value is 1",
            BreakerState::ALL.iter().map(|each| (each.as_str(), usize::from(*each == state))),
        )
    }
}

fn gauge(encoder: &mut DescriptorEncoder<'_>, name: &str, help: &str, value: usize) -> fmt::Result {
    let gauge = ConstGauge::new(signed(value));
    gauge.encode(encoder.encode_descriptor(name, help, None, ConstGauge::<i64>::TYPE)?)
}

fn by_state(
    encoder: &mut DescriptorEncoder<'_>,
    name: &str,
    help: &str,
    values: impl Iterator<Item = (&'static str, usize)>,
) -> fmt::Result {
    let mut metric = encoder.encode_descriptor(name, help, None, MetricType::Gauge)?;
    for (state, value) in values {
        ConstGauge::new(signed(value)).encode(metric.encode_family(&[("state", state)])?)?;
    }
    Ok(())
}

fn signed(value: usize) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
