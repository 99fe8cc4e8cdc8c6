//! The counters as Prometheus text, under the names and labels of the API server, so that one check of
//! what clients cost runs against both.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::call::{Call, Target, Verb};
use crate::counts::Counts;

/// Encodes the counters.
pub(crate) fn encode(counts: &Counts) -> String {
    let mut requests: BTreeMap<String, u64> = BTreeMap::new();
    for ((call, code), count) in &counts.requests {
        if let Some(labels) = labels(call) {
            *requests.entry(format!("code=\"{code}\",dry_run=\"\",{labels}")).or_default() += count;
        }
    }
    let mut watches: BTreeMap<String, usize> = BTreeMap::new();
    for labels in counts.requests.keys().filter(|(call, _)| call.verb == Verb::Watch) {
        watches.extend(self::labels(&labels.0).map(|labels| (labels, 0)));
    }
    for (call, count) in &counts.open_watches {
        *watches.entry(labels(call).unwrap_or_default()).or_default() += count;
    }
    let mut text = String::new();
    text.push_str("# TYPE apiserver_request_total counter\n");
    for (labels, count) in requests {
        let _ = writeln!(text, "apiserver_request_total{{{labels}}} {count}");
    }
    text.push_str("# TYPE apiserver_longrunning_requests gauge\n");
    for (labels, count) in watches {
        let _ = writeln!(text, "apiserver_longrunning_requests{{{labels}}} {count}");
    }
    text
}

fn labels(call: &Call) -> Option<String> {
    let resource = call.target.resource()?;
    let scope = match &call.target {
        Target::Object { .. } => "resource",
        Target::Collection { namespace: Some(_), .. } => "namespace",
        Target::Collection { .. } | Target::Path(_) => "cluster",
    };
    let subresource = if matches!(call.target, Target::Object { status: true, .. }) { "status" } else { "" };
    Some(format!(
        "component=\"apiserver\",group=\"{}\",resource=\"{}\",scope=\"{scope}\",subresource=\"{subresource}\",verb=\"{}\",version=\"v1\"",
        resource.group(),
        resource.plural(),
        call.verb.metric_label(),
    ))
}
