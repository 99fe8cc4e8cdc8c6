//! The parts that the details come in.

use std::fmt;
use std::str::FromStr;

/// One part of the details.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tab {
    /// What the row says.
    #[default]
    Overview,
    /// Labels and annotations.
    Labels,
    /// The object as kubectl prints it.
    Yaml,
    /// What Kubernetes recorded about it.
    Events,
}

/// No part is called so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownTab;

impl Tab {
    /// All of them, in their order on the screen.
    pub const ALL: [Self; 4] = [Self::Overview, Self::Labels, Self::Yaml, Self::Events];

    /// What people read.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Labels => "Labels & annotations",
            Self::Yaml => "YAML",
            Self::Events => "Events",
        }
    }

    /// What stands in the URL.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Labels => "labels",
            Self::Yaml => "yaml",
            Self::Events => "events",
        }
    }

    /// The tab that a key leads to from this one, by the ARIA pattern for tabs; null if the key has no meaning there.
    pub fn after(self, key: &str) -> Option<Self> {
        let here = Self::ALL.iter().position(|tab| *tab == self)?;
        let count = Self::ALL.len();
        let there = match key {
            "ArrowRight" => (here + 1) % count,
            "ArrowLeft" => (here + count - 1) % count,
            "Home" => 0,
            "End" => count - 1,
            _ => return None,
        };
        Some(Self::ALL[there])
    }
}

impl fmt::Display for Tab {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl FromStr for Tab {
    type Err = UnknownTab;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|tab| tab.name() == text).ok_or(UnknownTab)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tab_survives_the_url() {
        for tab in Tab::ALL {
            assert_eq!(tab.to_string().parse(), Ok(tab));
        }
        assert_eq!("nonsense".parse::<Tab>(), Err(UnknownTab));
    }

    #[test]
    fn arrows_go_around() {
        assert_eq!(Tab::Overview.after("ArrowRight"), Some(Tab::Labels));
        assert_eq!(Tab::Overview.after("ArrowLeft"), Some(Tab::Events));
        assert_eq!(Tab::Events.after("ArrowRight"), Some(Tab::Overview));
        assert_eq!(Tab::Labels.after("End"), Some(Tab::Events));
        assert_eq!(Tab::Labels.after("x"), None);
    }
}
