//! A row as the board keeps it: what it is found by, and all of it as the JSON that readers are sent.
//!
//! A board holds a hundred thousand of them and sends each to a thousand readers, but looks into none. As text a row
//! takes a third of the memory of its parts, and is encoded once in its life.

use kube_ingress_dash_model::Timestamp;
use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::key::IngressKey;

/// What no value holds, since quotation marks within values are escaped.
const UNCHANGED: &str = "\"changedAt\":null";
const VALUE: usize = "\"changedAt\":".len();

/// One Ingress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    namespace: Box<str>,
    name: Box<str>,
    /// When this server saw it change.
    changed_at: Option<Timestamp>,
    /// The row before it was seen to change.
    json: Box<str>,
    /// Where that is said in it.
    changed_at_value: usize,
}

impl Row {
    /// The row of this Ingress, which was not seen to change.
    pub fn new(ingress: &Ingress) -> serde_json::Result<Self> {
        let json = match ingress.changed_at {
            None => serde_json::to_string(ingress)?,
            Some(_) => serde_json::to_string(&Ingress { changed_at: None, ..ingress.clone() })?,
        };
        let changed_at_value = json.find(UNCHANGED).map_or(json.len(), |start| start + VALUE);
        Ok(Self {
            namespace: ingress.namespace.as_str().into(),
            name: ingress.name.as_str().into(),
            changed_at: None,
            json: json.into(),
            changed_at_value,
        })
    }

    /// The namespace that the object lives in.
    pub fn namespace(&self) -> &str {
        &self.namespace
    }

    /// The object's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What no other row has.
    pub fn key(&self) -> IngressKey {
        IngressKey::new(self.namespace(), self.name())
    }

    /// When this server saw it change.
    pub fn changed_at(&self) -> Option<Timestamp> {
        self.changed_at
    }

    pub(super) fn with_change_at(self, changed_at: Option<Timestamp>) -> Self {
        Self { changed_at, ..self }
    }

    /// Whether it is the same version of the same object, which says the same.
    pub fn same_version(&self, other: &Self) -> bool {
        self.json == other.json
    }

    /// Its size as JSON, in bytes, less what is said of its change.
    pub fn size(&self) -> usize {
        self.json.len()
    }

    /// Its JSON, less what is said of its change.
    pub fn before_changes(&self) -> &str {
        &self.json
    }

    /// Appends it as JSON.
    pub fn write(&self, out: &mut Vec<u8>) {
        let (before, after) = self.json.split_at(self.changed_at_value);
        let Some(changed_at) = self.changed_at else {
            return out.extend_from_slice(self.json.as_bytes());
        };
        out.extend_from_slice(before.as_bytes());
        out.extend_from_slice(format!("\"{changed_at}\"").as_bytes());
        out.extend_from_slice(after.get("null".len()..).unwrap_or_default().as_bytes());
    }

    /// The Ingress, read from its JSON.
    pub fn ingress(&self) -> serde_json::Result<Ingress> {
        let ingress: Ingress = serde_json::from_str(&self.json)?;
        Ok(Ingress { changed_at: self.changed_at, ..ingress })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::board::tests::{at, ingress};

    fn written(row: &Row) -> String {
        let mut out = Vec::new();
        row.write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_is_written_is_the_ingress_as_it_was_seen_to_change() {
        let mut original = ingress("shop", "web", "1");
        original.annotations.insert("a\"changedAt\":null".to_owned(), "\"changedAt\":null".to_owned());
        original.uid = "\"changedAt\":null".to_owned();
        for changed_at in [None, Some(at(3))] {
            let row = Row::new(&original).unwrap().with_change_at(changed_at);
            let expected = Ingress { changed_at, ..original.clone() };
            assert_eq!(written(&row), serde_json::to_string(&expected).unwrap());
            assert_eq!(row.ingress().unwrap(), expected);
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
