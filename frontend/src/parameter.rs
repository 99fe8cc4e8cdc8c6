//! A parameter of the page's address, which a signal follows.
//!
//! The router's own signals for queries decode what is decoded already, so that texts would lose their percent signs.
//! What nobody sets stays in the address letter by letter.

use std::cell::RefCell;
use std::str::FromStr;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use web_sys::UrlSearchParams;

use crate::ask::encoded;
use crate::browser;

thread_local! {
    /// What is set before the next frame, which becomes one navigation.
    static CHANGES: RefCell<Vec<(&'static str, Option<String>)>> = const { RefCell::new(Vec::new()) };
}

/// The parameter, below a router, and what sets it: the first of those that are set before the next frame says how the
/// browser's history takes them. Null where it is absent or cannot be read.
pub fn parameter_signal<T>(
    name: &'static str,
    options: NavigateOptions,
) -> (Memo<Option<T>>, SignalSetter<Option<T>>)
where
    T: FromStr + ToString + PartialEq + Send + Sync + 'static,
{
    let (location, navigate) = (use_location(), use_navigate());
    let search = location.search;
    let value = Memo::new(move |_| search.with(|search| read(search, name)?.parse().ok()));
    let set = SignalSetter::map(move |value: Option<T>| {
        let change = (name, value.map(|value| value.to_string()));
        let is_first = CHANGES.with_borrow_mut(|changes| {
            changes.push(change);
            changes.len() == 1
        });
        if !is_first {
            return;
        }
        let (location, navigate, options) = (location.clone(), navigate.clone(), options.clone());
        let path = location.pathname.get_untracked();
        browser::soon(move || {
            let changes = CHANGES.take();
            let written = location.search.try_get_untracked().unwrap_or_default();
            let query = changes
                .iter()
                .fold(written, |search, (name, value)| with_parameter(&search, name, value.as_deref()));
            let mark = if query.is_empty() { "" } else { "?" };
            let hash = location.hash.try_get_untracked().unwrap_or_default();
            navigate(&[&path, mark, &query, &hash].concat(), options);
        });
    });
    (value, set)
}

/// The query, without its mark, with this parameter set, or without it.
pub fn with_parameter(query: &str, name: &str, value: Option<&str>) -> String {
    let mut written = value.map(|value| [name, "=", &encoded(value)].concat());
    let mut pairs = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        if pair.split('=').next() == Some(name) {
            pairs.extend(written.take());
        } else {
            pairs.push(pair.to_owned());
        }
    }
    pairs.extend(written);
    pairs.join("&")
}

fn read(query: &str, name: &str) -> Option<String> {
    UrlSearchParams::new_with_str(query).ok()?.get(name)
}
