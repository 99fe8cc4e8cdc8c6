//! Numbers and lists in sentences.

use std::fmt::Display;

/// How many names a sentence lists.
const LISTED: usize = 3;

/// "1 path", "3 paths".
pub(crate) fn count(number: usize, what: &str) -> String {
    let plural = match number {
        1 => "",
        _ if what.ends_with('s') => "es",
        _ => "s",
    };
    format!("{number} {what}{plural}")
}

/// "a", "a and b", "a, b, c and 4 more", of so many in all.
pub(crate) fn list<T: Display>(items: impl IntoIterator<Item = T>, total: usize) -> String {
    let mut named: Vec<_> = items.into_iter().take(LISTED).map(|item| item.to_string()).collect();
    match total.saturating_sub(named.len()) {
        0 => {}
        more => named.push(format!("{more} more")),
    }
    match named.pop() {
        Some(last) if named.is_empty() => last,
        Some(last) => format!("{} and {last}", named.join(", ")),
        None => String::new(),
    }
}

/// The host of a rule as it is shown; none is any host.
pub(crate) fn host(host: Option<&str>) -> &str {
    host.filter(|host| !host.is_empty()).unwrap_or("any host")
}
