//! Which findings a row has: a few bits, since a client holds a hundred thousand rows.

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Finding, FindingKind, Severity};

/// The kinds of an Ingress's findings by severity, each kind once.
///
/// On the wire it is `{"error":["route-shadowed"],"notice":["tls-missing"]}`; severities without a finding are left
/// out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct FindingSet {
    /// What does not work as it is written.
    #[serde(skip_serializing_if = "KindSet::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<FindingKind>, required = false))]
    error: KindSet,
    /// What probably does not work as it is meant.
    #[serde(skip_serializing_if = "KindSet::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<FindingKind>, required = false))]
    warning: KindSet,
    /// What is to be known.
    #[serde(skip_serializing_if = "KindSet::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<FindingKind>, required = false))]
    notice: KindSet,
}

/// A bit for each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
struct KindSet(u32);

impl FindingSet {
    /// Adds a finding.
    pub fn insert(&mut self, kind: FindingKind, severity: Severity) {
        self.of_mut(severity).0 |= bit(kind);
    }

    /// Whether there is no finding.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        Severity::ALL.into_iter().map(|severity| self.of(severity).0.count_ones() as usize).sum()
    }

    /// The severity of the worst; none where there is no finding.
    pub fn worst(&self) -> Option<Severity> {
        Severity::ALL.into_iter().find(|severity| !self.of(*severity).is_empty())
    }

    /// Whether there is a finding of this severity.
    pub fn has_severity(&self, severity: Severity) -> bool {
        !self.of(severity).is_empty()
    }

    /// Whether there is a finding of this kind.
    pub fn has_kind(&self, kind: FindingKind) -> bool {
        Severity::ALL.into_iter().any(|severity| self.of(severity).0 & bit(kind) != 0)
    }

    /// Whether both have a finding in common.
    pub fn intersects(&self, other: &Self) -> bool {
        Severity::ALL.into_iter().any(|severity| self.of(severity).0 & other.of(severity).0 != 0)
    }

    /// The findings, the worst first.
    pub fn iter(&self) -> impl Iterator<Item = (Severity, FindingKind)> + use<> {
        let set = *self;
        let kinds = move |severity| set.of(severity).iter().map(move |kind| (severity, kind));
        Severity::ALL.into_iter().flat_map(kinds)
    }

    /// The kinds of this severity.
    pub fn kinds(&self, severity: Severity) -> impl Iterator<Item = FindingKind> + use<> {
        self.of(severity).iter()
    }

    const fn of(&self, severity: Severity) -> KindSet {
        match severity {
            Severity::Error => self.error,
            Severity::Warning => self.warning,
            Severity::Notice => self.notice,
        }
    }

    const fn of_mut(&mut self, severity: Severity) -> &mut KindSet {
        match severity {
            Severity::Error => &mut self.error,
            Severity::Warning => &mut self.warning,
            Severity::Notice => &mut self.notice,
        }
    }
}

impl Extend<(Severity, FindingKind)> for FindingSet {
    fn extend<I: IntoIterator<Item = (Severity, FindingKind)>>(&mut self, findings: I) {
        findings.into_iter().for_each(|(severity, kind)| self.insert(kind, severity));
    }
}

impl FromIterator<(Severity, FindingKind)> for FindingSet {
    fn from_iter<I: IntoIterator<Item = (Severity, FindingKind)>>(findings: I) -> Self {
        let mut set = Self::default();
        set.extend(findings);
        set
    }
}

impl<'a> FromIterator<&'a Finding> for FindingSet {
    fn from_iter<I: IntoIterator<Item = &'a Finding>>(findings: I) -> Self {
        findings.into_iter().map(|finding| (finding.severity, finding.kind)).collect()
    }
}

impl KindSet {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
    const fn is_empty(&self) -> bool {
        self.0 == 0
    }

    fn iter(self) -> impl Iterator<Item = FindingKind> {
        FindingKind::ALL.into_iter().filter(move |kind| self.0 & bit(*kind) != 0)
    }
}

const fn bit(kind: FindingKind) -> u32 {
    1 << kind as u32
}

impl Serialize for KindSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for KindSet {
    /// Kinds that are not known here are left out: a client may be older than its server.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Kinds)
    }
}

struct Kinds;

impl<'de> Visitor<'de> for Kinds {
    type Value = KindSet;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a list of kinds of findings")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut kinds: A) -> Result<KindSet, A::Error> {
        let mut set = KindSet::default();
        while let Some(kind) = kinds.next_element::<Known>()? {
            set.0 |= kind.0.map_or(0, bit);
        }
        Ok(set)
    }
}

/// A kind, if it is one that is known.
struct Known(Option<FindingKind>);

struct Name;

impl<'de> Deserialize<'de> for Known {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Name)
    }
}

impl Visitor<'_> for Name {
    type Value = Known;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a kind of findings")
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Known, E> {
        Ok(Known(FindingKind::named(name)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> serde_json::Result<FindingSet> {
        serde_json::from_str(json)
    }

    #[test]
    fn it_is_readable_on_the_wire_and_small_in_memory() {
        let mut set = FindingSet::default();
        assert_eq!((serde_json::to_string(&set).unwrap().as_str(), set.is_empty()), ("{}", true));
        set.extend([
            (Severity::Notice, FindingKind::TlsMissing),
            (Severity::Error, FindingKind::RuleNeverMatches),
            (Severity::Error, FindingKind::RouteShadowed),
            (Severity::Notice, FindingKind::TlsMissing),
        ]);
        let json = r#"{"error":["route-shadowed","rule-never-matches"],"notice":["tls-missing"]}"#;
        assert_eq!(serde_json::to_string(&set).unwrap(), json);
        assert_eq!(read(json).unwrap(), set);
        assert!(size_of::<FindingSet>() <= 12);
        assert_eq!((set.len(), set.worst(), set.iter().count()), (3, Some(Severity::Error), 3));
        assert!(set.has_kind(FindingKind::TlsMissing) && !set.has_severity(Severity::Warning));
    }

    #[test]
    fn what_a_newer_server_finds_is_left_out() {
        let set = read(r#"{"error":["unheard-of","route-shadowed"],"fatal":["x"]}"#).unwrap();
        assert_eq!(set.iter().collect::<Vec<_>>(), [(Severity::Error, FindingKind::RouteShadowed)]);
        assert!(read(r#"{"error":[1]}"#).is_err());
    }

    #[test]
    fn a_kind_is_told_apart_by_its_severity() {
        let of = |severity| FindingSet::from_iter([(severity, FindingKind::TlsMissing)]);
        assert!(!of(Severity::Notice).intersects(&of(Severity::Warning)));
        assert!(of(Severity::Notice).intersects(&of(Severity::Notice)));
    }
}
