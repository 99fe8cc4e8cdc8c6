//! Which version of an Ingress is shown, for what the server tells of it beyond its row.

use kube_ingress_dash_model::finding::FindingSet;
use kube_ingress_dash_model::key::IngressKey;
use leptos::prelude::*;

use super::subject::Subject;
use crate::ask::{self, Fetched, Question, encoded};

/// The version of an Ingress that is asked about: a later one is asked for again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    key: IngressKey,
    uid: String,
    resource_version: String,
    /// What is found may be another thing without a new version.
    findings: FindingSet,
}

impl Wanted {
    /// What the Ingress is called as a file.
    pub fn file_name(&self) -> String {
        [&self.key.namespace, "-", &self.key.name, ".yaml"].concat()
    }

    fn question(&self, suffix: &str) -> Question {
        let findings = self.findings.iter();
        let findings: String =
            findings.flat_map(|(severity, kind)| [" ", severity.name(), " ", kind.name()]).collect();
        Question {
            path: [&path(&self.key), suffix].concat(),
            version: [&self.uid, " ", &self.resource_version, &findings].concat(),
        }
    }
}

/// Where the server tells of an Ingress beyond its row.
pub fn path(key: &IngressKey) -> String {
    ["api/ingresses/", &encoded(&key.namespace), "/", &encoded(&key.name)].concat()
}

/// The version of the subject that there is something to ask about, once the selection has rested.
pub fn wanted(rested: ReadSignal<Option<IngressKey>>, subject: Memo<Subject>) -> Memo<Option<Wanted>> {
    Memo::new(move |_| {
        let key = rested.get()?;
        subject.with(|subject| {
            let row = subject.row.as_ref().filter(|row| row.key() == key)?;
            let (uid, resource_version) = (row.uid.clone(), row.resource_version.clone());
            Some(Wanted { key: key.clone(), uid, resource_version, findings: row.findings })
        })
    })
}

/// Asks for what stands at `suffix` below the Ingress, for as long as the present owner lives.
pub fn fetch(wanted: Memo<Option<Wanted>>, suffix: &'static str) -> Fetched {
    ask::ask(Memo::new(move |_| wanted.with(|wanted| wanted.as_ref().map(|wanted| wanted.question(suffix)))))
}
