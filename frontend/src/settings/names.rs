//! The lists of names of which some can be hidden.

use std::collections::BTreeSet;
use std::sync::Arc;

use kube_ingress_dash_model::ingress::Ingress;

use super::Preferences;
use crate::state::Store;

/// One of the lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Names {
    Columns,
    Namespaces,
    Labels,
    Annotations,
}

impl Names {
    /// Those that are hidden.
    pub(super) fn hidden(self, preferences: &Preferences) -> &[String] {
        match self {
            Self::Columns => &preferences.hidden_columns,
            Self::Namespaces => &preferences.hidden_namespaces,
            Self::Labels => &preferences.hidden_labels,
            Self::Annotations => &preferences.hidden_annotations,
        }
    }

    /// Shows or hides one.
    pub(super) fn show(self, preferences: &mut Preferences, name: &str, shown: bool) {
        let hidden = match self {
            Self::Columns => &mut preferences.hidden_columns,
            Self::Namespaces => &mut preferences.hidden_namespaces,
            Self::Labels => &mut preferences.hidden_labels,
            Self::Annotations => &mut preferences.hidden_annotations,
        };
        hidden.retain(|known| known != name);
        if !shown {
            hidden.push(name.to_owned());
        }
    }

    /// Those that the rows have now, and those that are hidden: they can be shown again wherever they went.
    pub(super) fn known(self, store: Store, preferences: &Preferences) -> Vec<String> {
        let mut names: BTreeSet<String> = self.hidden(preferences).iter().cloned().collect();
        let mut add = |name: &String| {
            if !names.contains(name) {
                names.insert(name.clone());
            }
        };
        store.each_row(&mut |row: &Arc<Ingress>| match self {
            Self::Columns => {}
            Self::Namespaces => add(&row.namespace),
            Self::Labels => row.labels.keys().for_each(&mut add),
            Self::Annotations => row.annotations.keys().for_each(&mut add),
        });
        names.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_hidden_once_and_shown_again() {
        let mut preferences = Preferences::default();
        for _ in 0..2 {
            Names::Labels.show(&mut preferences, "team", false);
        }
        assert_eq!(preferences.hidden_labels, ["team"]);
        Names::Labels.show(&mut preferences, "team", true);
        assert_eq!(preferences, Preferences::default());
    }
}
