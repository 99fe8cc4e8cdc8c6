//! Any text is a query, and any text may be marked by it.

use kube_ingress_dash_model::query::Query;

/// The first line is the query, the second an object that it is held against and whose text is marked.
pub fn check(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (text, object) = text.split_once('\n').unwrap_or((&text, ""));
    let query = Query::parse(text);
    let shouted = Query::parse(&text.to_ascii_uppercase());
    if let Ok(object) = serde_json::from_str(object)
        && let Ok(row) = super::object::projection().row(object)
    {
        let matches = query.matches(&row);
        assert_eq!(matches, shouted.matches(&row), "case matters in {text:?}");
        assert!(matches || !query.is_empty(), "the empty query does not match");
    }
    let mut last = 0;
    for mark in query.marks(object) {
        assert!(last <= mark.start && mark.start < mark.end, "{mark:?} follows {last} in {text:?}");
        last = mark.end;
        assert!(object.get(mark).is_some(), "a mark splits a character: {text:?} in {object:?}");
    }
}
