//! What the table goes by while the search is typed: on the way to `ns:shop` the text makes no sense for a moment, and
//! the table must not show all rows then.

use kube_ingress_dash_model::query::{Query, edit};

/// The text that the table goes by: this one if all of its reading makes sense, else still the one before. Where there
/// was none, it is what makes sense of this one.
pub fn standing(before: Option<&str>, text: &str, reading: &Query) -> String {
    match before {
        Some(before) if !reading.problems().is_empty() => before.to_owned(),
        _ => edit::sensible(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(before: Option<&str>, text: &str) -> String {
        super::standing(before, text, &Query::parse(text))
    }

    #[test]
    fn what_makes_no_sense_leaves_the_text_before_standing() {
        for text in ["web ns:", "age:soon", "-", "\"web"] {
            assert_eq!(standing(Some("web"), text), "web", "{text}");
        }
        assert_eq!(standing(Some("web"), "web ns:s"), "web ns:s");
        assert_eq!(standing(Some("web"), ""), "");
    }

    #[test]
    fn where_there_was_none_what_makes_sense_stands() {
        assert_eq!(standing(None, "web ns: cart"), "web cart");
        assert_eq!(standing(None, "ns:"), "");
    }
}
