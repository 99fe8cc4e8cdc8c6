//! What fits what was typed, best first.

use std::sync::Arc;

use kube_ingress_dash_model::fuzzy::{Best, Pattern};
use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::url::Url;

use crate::command::{OFFERS, Offer};
use crate::state::Store;

/// Entries that are shown.
const MOST: usize = 50;

/// What can be chosen.
#[derive(Clone)]
pub(super) enum Entry {
    /// To do something.
    Command(&'static Offer),
    /// To go to an Ingress.
    Row(Arc<Ingress>),
    /// To have explained what answers this URL.
    Url(String),
}

/// The best entries for this text; the commands where nothing was typed. A text that is a URL can be explained, at last
/// where it fits others as well.
pub(super) fn find(text: &str, pattern: &Pattern, store: Store) -> Vec<Entry> {
    if pattern.is_empty() {
        return OFFERS.iter().map(Entry::Command).collect();
    }
    let mut search = Search::new(pattern);
    store.each_row(&mut |row| search.offer(row));
    search.best.into_candidates().chain(url(text).map(Entry::Url)).collect()
}

/// The text, where it is a URL: its host has several labels, which tells it from `namespace/name`.
fn url(text: &str) -> Option<String> {
    let text = text.trim();
    let url = Url::parse(text).filter(|url| url.host().contains('.') && !text.contains(char::is_whitespace));
    url.map(|_| text.to_owned())
}

struct Search<'a> {
    pattern: &'a Pattern,
    best: Best<Entry>,
    /// The key of the row at hand, in one allocation for all of them.
    key: String,
}

impl<'a> Search<'a> {
    /// One that has tried the commands.
    fn new(pattern: &'a Pattern) -> Self {
        let mut best = Best::new(MOST);
        for offer in &OFFERS {
            if let Some(score) = pattern.score(&std::iter::once(offer.name)) {
                best.offer(score, || Entry::Command(offer));
            }
        }
        Self { pattern, best, key: String::new() }
    }

    fn offer(&mut self, row: &Arc<Ingress>) {
        self.key.clear();
        self.key.push_str(&row.namespace);
        self.key.push('/');
        self.key.push_str(&row.name);
        let hosts = row.rules.iter().filter_map(|rule| rule.host.as_deref());
        let texts = std::iter::once(self.key.as_str()).chain(hosts);
        if let Some(score) = self.pattern.score(&texts) {
            self.best.offer(score, || Entry::Row(Arc::clone(row)));
        }
    }
}

/// The host that the pattern is about, else the first.
pub(super) fn host<'a>(ingress: &'a Ingress, pattern: &Pattern) -> Option<&'a str> {
    let mut best = Best::new(1);
    for host in ingress.hosts().flatten() {
        best.offer(pattern.share(host), || host);
    }
    best.into_candidates().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(namespace: &str, name: &str, hosts: &[&str]) -> Arc<Ingress> {
        let rules: Vec<_> = hosts.iter().map(|host| serde_json::json!({"host": host, "paths": []})).collect();
        serde_json::from_value(serde_json::json!({
            "namespace": namespace, "name": name, "uid": "", "resourceVersion": "", "createdAt": null,
            "changedAt": null, "class": null, "defaultBackend": null, "tls": [], "addresses": [],
            "labels": {}, "annotations": {}, "rules": rules,
        }))
        .unwrap()
    }

    fn found(text: &str, rows: &[Arc<Ingress>]) -> Vec<String> {
        let pattern = Pattern::new(text);
        let mut search = Search::new(&pattern);
        for row in rows {
            search.offer(row);
        }
        let written = |entry| match entry {
            Entry::Command(offer) => offer.name.to_owned(),
            Entry::Row(row) => row.key().to_string(),
            Entry::Url(url) => url,
        };
        search.best.into_candidates().map(written).collect()
    }

    #[test]
    fn rows_are_found_by_key_and_host_and_commands_by_name() {
        let rows = [row("shop", "cart", &["basket.example.com"]), row("pay", "dark", &["pay.example.com"])];
        assert_eq!(found("shop/cart", &rows), ["shop/cart"]);
        assert_eq!(found("shop basket", &rows), ["shop/cart"]);
        assert_eq!(found("dark", &rows), ["pay/dark", "Theme: dark"]);
        assert!(found("nowhere-at-all", &rows).is_empty());
    }

    #[test]
    fn a_text_with_a_host_of_several_labels_is_a_url() {
        for text in [" https://shop.example.com/cart ", "shop.example.com/cart", "shop.example.com"] {
            assert_eq!(url(text).as_deref(), Some(text.trim()));
        }
        for text in ["shop/cart", "shop", "shop. cart", "ftp://shop.example.com", ""] {
            assert_eq!(url(text), None, "{text}");
        }
    }

    #[test]
    fn no_more_are_found_than_shown() {
        let rows: Vec<_> = (0..MOST + 10).map(|index| row("shop", &format!("web-{index}"), &[])).collect();
        assert_eq!(found("web-", &rows).len(), MOST);
    }

    #[test]
    fn the_host_is_the_one_that_was_meant() {
        let row = row("shop", "cart", &["one.example.com", "two.example.com"]);
        assert_eq!(host(&row, &Pattern::new("shop two")), Some("two.example.com"));
        assert_eq!(host(&row, &Pattern::new("cart")), Some("one.example.com"));
    }
}
