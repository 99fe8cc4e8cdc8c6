//! Changes of a query's text that leave the rest of it as a person wrote it. The menus edit nothing else.

use std::ops::Range;

use crate::finding::{FindingKind, Severity};

use super::field::Field;
use super::term::Term;
use super::written::{Alternative, NONE, Written, terms};

/// Takes a value of a field into the text, or out of it where it is chosen.
///
/// Values of one field are alternatives, and so are the values of one label, which are written `key=value`, severities,
/// and kinds of findings. A value that was asked not to be is no longer asked so.
pub fn toggle(text: &str, field: Field, value: &str) -> String {
    if chosen(text, field).iter().any(|chosen| is_same(chosen, value)) {
        return remove_value(text, field, value, false);
    }
    let text = remove_value(text, field, value, true);
    let is_alternative = |term: &Written| {
        let values = term.values();
        match field {
            // A key alone would be read as a further value of the key before it.
            _ if field.has_keys() => {
                value.contains('=') && values.iter().any(|(_, own)| is_same(key_of(own), key_of(value)))
            }
            Field::Finding => values.iter().all(|(alternative, own)| {
                !alternative.has_stars() && Named::of(own).is_some_and(|own| Named::of(value) == Some(own))
            }),
            _ => true,
        }
    };
    let term = terms(&text).into_iter().find(|term| offers(term, field) && is_alternative(term));
    if let Some(term) = term {
        let (before, after) = text.split_at(term.range.end);
        return [before, ",", &written_value(field, value), after].concat();
    }
    let before = closed(&text);
    let before = before.trim_end();
    let space = if before.is_empty() { "" } else { " " };
    [before, space, &written(field, value)].concat()
}

/// The text with an end to the quotation that it may end in.
fn closed(text: &str) -> String {
    let is_open = |text: &str| terms(text).last().is_some_and(|term| term.is_open);
    match [text, "\""].concat() {
        _ if !is_open(text) => text.to_owned(),
        closed if !is_open(&closed) => closed,
        // The backslash at the end was about to make the next sign mean itself.
        _ => [text, "\\\""].concat(),
    }
}

/// The values of a field that the text asks for as a whole and without stars, in order.
pub fn chosen(text: &str, field: Field) -> Vec<String> {
    let mut chosen: Vec<String> = Vec::new();
    for term in terms(text).iter().filter(|term| offers(term, field)) {
        for (alternative, value) in term.values() {
            if !alternative.has_stars() && !chosen.contains(&value) {
                chosen.push(value);
            }
        }
    }
    chosen
}

/// The text without what stands in this range, and without the space that this leaves over.
pub fn without(text: &str, range: Range<usize>) -> String {
    let (Some(before), Some(after)) = (text.get(..range.start), text.get(range.end..)) else {
        return text.to_owned();
    };
    let (before, after) = (before.trim_end(), after.trim_start());
    let between = if before.is_empty() || after.is_empty() { "" } else { " " };
    [before, between, after].concat()
}

/// The text without the terms that make no sense.
pub fn sensible(text: &str) -> String {
    let mut edited = text.to_owned();
    for term in terms(text).into_iter().rev().filter(|term| Term::read(term).is_err()) {
        edited = without(&edited, term.range);
    }
    edited
}

/// The text without any term about this field.
pub fn drop_field(text: &str, field: Field) -> String {
    let mut edited = text.to_owned();
    for term in terms(text).into_iter().rev().filter(|term| term.field == Some(field)) {
        edited = without(&edited, term.range);
    }
    edited
}

/// A term that asks for this very value.
pub fn written(field: Field, value: &str) -> String {
    let sign = if field.is_whole() || field.is_time() { ":" } else { ":=" };
    match field {
        // What follows is the URL as it is.
        Field::Url => [field.name(), ":", value].concat(),
        _ => [field.name(), sign, &written_value(field, value)].concat(),
    }
}

fn written_value(field: Field, value: &str) -> String {
    match value.split_once('=') {
        Some((key, value)) if field.has_keys() => {
            [quoted(key).as_str(), "=", quoted(value).as_str()].concat()
        }
        _ if field.knows_none() && value.is_empty() => NONE.to_owned(),
        _ if field.knows_none() && value.eq_ignore_ascii_case(NONE) => in_quotes(value),
        _ => quoted(value),
    }
}

/// The value in quotes, if it needs them.
fn quoted(value: &str) -> String {
    let means_itself = |character: char| !character.is_whitespace() && !"\"*,=".contains(character);
    if !value.is_empty() && value.chars().all(means_itself) {
        return value.to_owned();
    }
    in_quotes(value)
}

fn in_quotes(value: &str) -> String {
    let mut quoted = String::from("\"");
    for character in value.chars() {
        if matches!(character, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(character);
    }
    quoted.push('"');
    quoted
}

/// Whether the term asks for wholes of the field, so that another can be added as an alternative.
fn offers(term: &Written, field: Field) -> bool {
    term.field == Some(field) && !term.is_negated && term.is_of_wholes()
}

/// What the name of something that is found is a name of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Named {
    /// How bad it is, or that nothing is found.
    Severity,
    /// What it is.
    Kind,
}

impl Named {
    fn of(value: &str) -> Option<Self> {
        let is_severity = value.is_empty() || Severity::named(value).is_some();
        let kind = || FindingKind::named(value).map(|_| Self::Kind);
        if is_severity { Some(Self::Severity) } else { kind() }
    }
}

pub(super) fn key_of(value: &str) -> &str {
    value.split_once('=').map_or(value, |(key, _)| key)
}

pub(super) fn is_same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// The text without this value in the terms that ask for it, or in those that ask for the contrary.
fn remove_value(text: &str, field: Field, value: &str, is_negated: bool) -> String {
    let mut edited = text.to_owned();
    for term in terms(text).into_iter().rev() {
        if term.field != Some(field) || term.is_negated != is_negated || !term.is_of_wholes() {
            continue;
        }
        let all = term.values();
        let is_it =
            |(alternative, own): &(&Alternative, String)| !alternative.has_stars() && is_same(own, value);
        if !all.iter().any(is_it) {
            continue;
        }
        let kept: Vec<String> = all
            .iter()
            .filter(|each| !is_it(each))
            .map(|(alternative, own)| {
                let source = text.get(alternative.range.clone()).unwrap_or_default();
                // What goes on from the key before it must be able to stand alone.
                let goes_on = own.len() > alternative.text().len();
                if goes_on { [&quoted(key_of(own)), "=", source].concat() } else { source.to_owned() }
            })
            .collect();
        match (kept.is_empty(), term.alternatives.first()) {
            (false, Some(first)) => edited.replace_range(first.range.start..term.range.end, &kept.join(",")),
            _ => edited = without(&edited, term.range),
        }
    }
    edited
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::Query;
    use proptest::prelude::*;

    #[test]
    fn a_value_is_added_to_its_field_and_taken_out_again() {
        for (before, field, value, after) in [
            ("", Field::Namespace, "shop", "ns:shop"),
            ("cart ", Field::Namespace, "shop", "cart ns:shop"),
            ("ns:pay  cart", Field::Namespace, "shop", "ns:pay,shop  cart"),
            ("-ns:pay cart", Field::Namespace, "shop", "-ns:pay cart ns:shop"),
            ("host:a", Field::Host, "a.example.com", "host:a host:=a.example.com"),
            ("", Field::Class, "", "class:none"),
            ("class:nginx", Field::Class, "", "class:nginx,none"),
            ("", Field::Class, "none", "class:\"none\""),
            ("", Field::Address, "", "address:=none"),
            ("", Field::Address, "203.0.113.7", "address:=203.0.113.7"),
            ("", Field::Label, "team=a b", "label:team=\"a b\""),
            ("label:team=a", Field::Label, "team=b", "label:team=a,team=b"),
            ("label:team=a", Field::Label, "app=b", "label:team=a label:app=b"),
            ("label:team=a", Field::Label, "team", "label:team=a label:team"),
            ("tls:no", Field::Tls, "edge", "tls:no,edge"),
            ("finding:error", Field::Finding, "warning", "finding:error,warning"),
            ("finding:error", Field::Finding, "tls-missing", "finding:error finding:tls-missing"),
            ("finding:tls-*", Field::Finding, "error", "finding:tls-* finding:error"),
            ("finding:tls-*", Field::Finding, "class-absent", "finding:tls-* finding:class-absent"),
            ("finding:any", Field::Finding, "error", "finding:any finding:error"),
            (
                "finding:error,tls-missing",
                Field::Finding,
                "warning",
                "finding:error,tls-missing finding:warning",
            ),
            ("finding:any", Field::Finding, "class-absent", "finding:any finding:class-absent"),
            ("finding:tls-missing", Field::Finding, "class-absent", "finding:tls-missing,class-absent"),
        ] {
            assert_eq!(toggle(before, field, value), after, "{before:?} and {value:?}");
            let again = toggle(after, field, value);
            assert_eq!(again, before.trim_end(), "{after:?} less {value:?}");
        }
    }

    #[test]
    fn what_was_excluded_can_be_chosen() {
        assert_eq!(toggle("-ns:shop,pay", Field::Namespace, "shop"), "-ns:pay ns:shop");
        assert_eq!(toggle("-ns:shop", Field::Namespace, "SHOP"), "ns:SHOP");
    }

    #[test]
    fn values_that_go_on_from_a_key_can_stand_alone() {
        assert_eq!(
            chosen("label:team=a,b,app=c label:env", Field::Label),
            ["team=a", "team=b", "app=c", "env"]
        );
        assert_eq!(toggle("label:team=a,b*,\"c d\"", Field::Label, "team=a"), "label:team=b*,team=\"c d\"");
    }

    #[test]
    fn an_open_quotation_is_ended_before_more_is_added() {
        assert_eq!(toggle("name:\"a b", Field::Namespace, "shop"), "name:\"a b\" ns:shop");
        assert_eq!(toggle("\"a\\", Field::Namespace, "shop"), "\"a\\\\\" ns:shop");
    }

    #[test]
    fn stars_and_parts_are_not_chosen() {
        assert_eq!(chosen("ns:sh*,pay NS:pay host:a host:=b", Field::Namespace), ["pay"]);
        assert_eq!(chosen("host:a host:=b -host:=c", Field::Host), ["b"]);
    }

    #[test]
    fn terms_are_dropped_with_their_space() {
        assert_eq!(without("a  b c", 3..4), "a c");
        assert_eq!(without("a b", 0..1), "b");
        assert_eq!(without("a", 5..9), "a");
        assert_eq!(drop_field("ns:a x -ns:b y", Field::Namespace), "x y");
    }

    proptest! {
        #[test]
        fn a_value_that_is_written_is_read_again(text in "[a-z :,\"=*-]{0,12}", value in "none|.{0,8}", at in 0..4_usize) {
            let field = [Field::Namespace, Field::Class, Field::Host, Field::Address][at];
            let edited = toggle(&text, field, &value);
            let is_chosen = chosen(&edited, field).iter().any(|chosen| is_same(chosen, &value));
            prop_assert_ne!(is_chosen, chosen(&text, field).iter().any(|chosen| is_same(chosen, &value)));
            prop_assert!(Query::parse(&edited).problems().len() <= Query::parse(&text).problems().len());
        }

        #[test]
        fn labels_are_read_again(key in "[a-zA-Z./-]{1,8}", value in ".{0,8}") {
            let asked = format!("{key}={value}");
            prop_assert_eq!(chosen(&written(Field::Label, &asked), Field::Label), [asked]);
        }
    }
}
