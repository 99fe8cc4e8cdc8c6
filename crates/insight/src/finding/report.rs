//! What becomes of what the rules find.
//!
//! An index keeps the kinds of what is found about every Ingress, and makes sentences for the few that somebody reads. A
//! rule tells a [`Report`] what it finds, and how to say it; who wants no words does not have them made.

use std::borrow::Cow;
use std::collections::HashMap;

use kube_ingress_dash_model::finding::FindingSet;

use super::{Evidence, Finding, FindingKind, Severity};
use crate::entry::Entry;

/// Takes what is found.
pub(crate) trait Report {
    /// This is found about the Ingress, and said in these words.
    fn found(&mut self, entry: &Entry, kind: FindingKind, severity: Severity, words: impl FnOnce() -> Words);
}

/// How a finding is said, where it is seen and what to do.
pub(crate) struct Words {
    sentence: String,
    remedy: &'static str,
    evidence: Vec<Evidence>,
}

impl Words {
    pub(super) fn new(sentence: impl Into<String>, remedy: &'static str) -> Self {
        Self { sentence: sentence.into(), remedy, evidence: Vec::new() }
    }

    pub(super) fn with(self, evidence: Evidence) -> Self {
        self.with_all([evidence])
    }

    pub(super) fn with_all(mut self, evidence: impl IntoIterator<Item = Evidence>) -> Self {
        self.evidence.extend(evidence);
        self
    }
}

/// All findings in their own words.
impl Report for Vec<Finding> {
    fn found(&mut self, entry: &Entry, kind: FindingKind, severity: Severity, words: impl FnOnce() -> Words) {
        let ingress = entry.key.clone();
        let Words { sentence, remedy, evidence } = words();
        let remedy = Cow::Borrowed(remedy);
        self.push(Finding { ingress, kind, severity, sentence, evidence, remedy });
    }
}

/// The findings of one Ingress alone.
pub(crate) struct About<'a> {
    entry: &'a Entry,
    findings: Vec<Finding>,
}

impl<'a> About<'a> {
    pub(crate) const fn new(entry: &'a Entry) -> Self {
        Self { entry, findings: Vec::new() }
    }

    /// What was found about it, by kind.
    pub(crate) fn into_findings(mut self) -> Vec<Finding> {
        self.findings.sort_by_key(|finding| finding.kind);
        self.findings
    }
}

impl Report for About<'_> {
    fn found(&mut self, entry: &Entry, kind: FindingKind, severity: Severity, words: impl FnOnce() -> Words) {
        if std::ptr::eq(entry, self.entry) {
            self.findings.found(entry, kind, severity, words);
        }
    }
}

/// The kinds of what is found, whichever Ingress it is about.
impl Report for FindingSet {
    fn found(&mut self, _: &Entry, kind: FindingKind, severity: Severity, _: impl FnOnce() -> Words) {
        self.insert(kind, severity);
    }
}

/// The kinds of what is found about each Ingress. Ingresses are told apart by the place of their entries in memory.
#[derive(Default)]
pub(crate) struct Kinds(HashMap<*const Entry, FindingSet>);

impl Kinds {
    /// Those of one Ingress.
    pub(crate) fn of(&self, entry: &Entry) -> FindingSet {
        self.0.get(&std::ptr::from_ref(entry)).copied().unwrap_or_default()
    }
}

impl Report for Kinds {
    fn found(&mut self, entry: &Entry, kind: FindingKind, severity: Severity, _: impl FnOnce() -> Words) {
        self.0.entry(std::ptr::from_ref(entry)).or_default().insert(kind, severity);
    }
}
