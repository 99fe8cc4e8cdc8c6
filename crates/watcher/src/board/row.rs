//! A row as the board keeps it: what it is found by, and all of it as the JSON that readers are sent.
//!
//! A board holds a hundred thousand of them and sends each to a thousand readers, but looks into none. As text a row
//! takes a third of the memory of its parts, and is encoded once in its life.

use std::sync::Arc;

use kube_ingress_dash_insight::FoundKinds;
use kube_ingress_dash_model::Timestamp;
use kube_ingress_dash_model::finding::FindingSet;
use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::key::IngressKey;

use crate::viewer::Sight;

/// What no value holds, since quotation marks within values are escaped.
const UNCHANGED: &str = "\"changedAt\":null";
const VALUE: usize = "\"changedAt\":".len();

/// One Ingress. Clones share its JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    object: Arc<Object>,
    /// When this server saw it change.
    changed_at: Option<Timestamp>,
    /// What is found about it.
    found: FoundKinds,
}

/// What does not change but with the object.
#[derive(Debug, PartialEq, Eq)]
struct Object {
    namespace: Box<str>,
    name: Box<str>,
    /// The row before it was seen to change and before anything was found.
    json: Box<str>,
    /// Where it is said in the JSON when it was seen to change.
    changed_at_value: usize,
}

impl Row {
    /// The row of this Ingress, which was not seen to change and about which nothing was found.
    pub fn new(ingress: &Ingress) -> serde_json::Result<Self> {
        let json = if ingress.changed_at.is_none() && ingress.findings.is_empty() {
            serde_json::to_string(ingress)?
        } else {
            let findings = FindingSet::default();
            serde_json::to_string(&Ingress { changed_at: None, findings, ..ingress.clone() })?
        };
        let changed_at_value = json.find(UNCHANGED).map_or(json.len(), |start| start + VALUE);
        let object = Object {
            namespace: ingress.namespace.as_str().into(),
            name: ingress.name.as_str().into(),
            json: json.into(),
            changed_at_value,
        };
        Ok(Self { object: Arc::new(object), changed_at: None, found: FoundKinds::default() })
    }

    /// The namespace that the object lives in.
    pub fn namespace(&self) -> &str {
        &self.object.namespace
    }

    /// The object's name.
    pub fn name(&self) -> &str {
        &self.object.name
    }

    /// What no other row has.
    pub fn key(&self) -> IngressKey {
        IngressKey::new(self.namespace(), self.name())
    }

    /// When this server saw it change.
    pub fn changed_at(&self) -> Option<Timestamp> {
        self.changed_at
    }

    /// The kinds of what is found about it, as a reader of this sight may know them.
    pub fn findings(&self, sight: Sight) -> FindingSet {
        match sight {
            Sight::Whole => self.found.all,
            Sight::Restricted => self.found.own,
        }
    }

    /// Whether readers of both sights are told the same.
    pub(super) fn is_plain(&self) -> bool {
        self.found.all == self.found.own
    }

    /// Whether this is what it says already of what is seen in the row alone.
    pub(super) fn has_own(&self, found: FoundKinds) -> bool {
        self.found.own == found.own
    }

    /// Whether this is what it says already of what is found about it.
    pub(super) fn has_found(&self, found: FoundKinds) -> bool {
        self.found == found
    }

    pub(super) fn with_change_at(self, changed_at: Option<Timestamp>) -> Self {
        Self { changed_at, ..self }
    }

    pub(super) fn with_found(self, found: FoundKinds) -> Self {
        Self { found, ..self }
    }

    /// Whether it is the same version of the same object, which says the same.
    pub fn same_version(&self, other: &Self) -> bool {
        self.object.json == other.object.json
    }

    /// Whether a reader of this sight is told the same of both.
    pub(super) fn reads_as(&self, other: &Self, sight: Sight) -> bool {
        self.same_version(other)
            && self.changed_at == other.changed_at
            && self.findings(sight) == other.findings(sight)
    }

    /// Its size as JSON, in bytes, less what is said of its change; of what is found it is a guess.
    pub fn size(&self) -> usize {
        /// The name of a kind in quotes, and its part of the severity's.
        const FINDING: usize = 40;
        self.object.json.len() + self.found.all.len() * FINDING
    }

    /// Its JSON, less what is said of its change and what is found about it.
    pub fn of_object(&self) -> &str {
        &self.object.json
    }

    /// Appends it as JSON, as a reader of this sight may know it.
    pub fn write(&self, out: &mut Vec<u8>, sight: Sight) {
        let (before, after) = self.object.json.split_at(self.object.changed_at_value);
        out.extend_from_slice(before.as_bytes());
        match self.changed_at {
            None => out.extend_from_slice(after.as_bytes()),
            Some(changed_at) => {
                out.extend_from_slice(format!("\"{changed_at}\"").as_bytes());
                out.extend_from_slice(after.get("null".len()..).unwrap_or_default().as_bytes());
            }
        }
        let findings = self.findings(sight);
        // They are the last field of a row.
        if !findings.is_empty()
            && let Ok(findings) = serde_json::to_string(&findings)
            && out.pop_if(|last| *last == b'}').is_some()
        {
            out.extend_from_slice(format!(",\"findings\":{findings}}}").as_bytes());
        }
    }

    /// The Ingress, read from its JSON, as a reader of this sight may know it.
    pub fn ingress(&self, sight: Sight) -> serde_json::Result<Ingress> {
        let ingress: Ingress = serde_json::from_str(&self.object.json)?;
        Ok(Ingress { changed_at: self.changed_at, findings: self.findings(sight), ..ingress })
    }
}

#[cfg(test)]
mod tests {
    use kube_ingress_dash_model::finding::{FindingKind, Severity};

    use super::*;
    use crate::board::tests::{at, ingress};

    fn written(row: &Row, sight: Sight) -> String {
        let mut out = Vec::new();
        row.write(&mut out, sight);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_is_written_is_the_ingress_as_its_reader_may_know_it() {
        let mut original = ingress("shop", "web", "1");
        original.annotations.insert("a\"changedAt\":null".to_owned(), "\"changedAt\":null".to_owned());
        original.uid = "\"changedAt\":null".to_owned();
        original.findings.insert(FindingKind::TlsMissing, Severity::Error);
        let own: FindingSet = [(Severity::Warning, FindingKind::RuleWithoutPaths)].into_iter().collect();
        let all: FindingSet = own.iter().chain([(Severity::Notice, FindingKind::TlsMissing)]).collect();
        let nothing = FoundKinds::default();
        for (changed_at, found) in [
            (None, nothing),
            (Some(at(3)), nothing),
            (None, FoundKinds { all, own }),
            (Some(at(3)), FoundKinds { all, own }),
        ] {
            let row = Row::new(&original).unwrap().with_change_at(changed_at).with_found(found);
            for (sight, findings) in [(Sight::Whole, found.all), (Sight::Restricted, found.own)] {
                let expected = Ingress { changed_at, findings, ..original.clone() };
                assert_eq!(written(&row, sight), serde_json::to_string(&expected).unwrap());
                assert_eq!(row.ingress(sight).unwrap(), expected);
            }
        }
    }

    #[test]
    fn another_version_and_another_object_are_not_the_same() {
        let row = |version: &str, uid: &str| {
            let ingress = Ingress { uid: uid.to_owned(), ..ingress("shop", "web", version) };
            Row::new(&ingress).unwrap()
        };
        assert!(row("1", "a").same_version(&row("1", "a").with_change_at(Some(at(1)))));
        assert!(!row("1", "a").same_version(&row("2", "a")));
        assert!(!row("1", "a").same_version(&row("1", "b")));
    }
}
