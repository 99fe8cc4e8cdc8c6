//! The row that an event happened in: rows have no listeners of their own, since each would have to be made and dropped
//! with every row that comes into view.

use kube_ingress_dash_model::key::IngressKey;

use crate::browser;

/// The key of the row that the event's target lies in, if it does.
pub(super) fn row_of(event: &web_sys::Event) -> Option<IngressKey> {
    browser::target(event)?.closest("[data-key]").ok().flatten()?.get_attribute("data-key")?.parse().ok()
}
