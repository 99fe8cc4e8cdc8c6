//! What the page can be told to do, by a key or from the palette.

use crate::settings::{Density, Theme};

/// Something to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// Go to the search.
    Search,
    /// Go to the page that explains which Ingress answers a URL.
    Explain,
    /// Go to the tree of the domains.
    Domains,
    /// Open the palette.
    Palette,
    /// Open the help.
    Help,
    /// Open the settings.
    Settings,
    /// Choose a theme.
    Theme(Theme),
    /// Choose how high rows are.
    Density(Density),
    /// Something that concerns all rows that are shown.
    Page(PageCommand),
    /// Something that concerns the Ingress in the drawer, else the row that the keyboard is on.
    Row(RowCommand),
}

impl Command {
    /// Whether the details have a key of their own for it.
    pub fn is_of_details(self) -> bool {
        matches!(self, Self::Row(command) if command != RowCommand::Explain)
    }
}

/// What concerns all rows that are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageCommand {
    /// Choose a grouping.
    Group,
    /// Group by this, as the URL calls it.
    GroupBy(&'static str),
    /// Pause live updates, or resume them.
    Pause,
    /// Show what changed, or show it no longer.
    Changes,
    /// Export as CSV.
    ExportCsv,
    /// Export as JSON.
    ExportJson,
    /// Copy the link to what is shown.
    CopyLink,
}

/// What concerns one Ingress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowCommand {
    /// Show its YAML.
    Yaml,
    /// Open its host in a new tab.
    OpenHost,
    /// Copy its host.
    CopyHost,
    /// Copy its YAML.
    CopyYaml,
    /// Copy the link to it.
    CopyLink,
    /// Explain what answers its first host.
    Explain,
}

/// A command that the palette offers.
pub struct Offer {
    /// What people read.
    pub name: &'static str,
    /// What is done.
    pub command: Command,
}

/// Every command that the palette offers.
pub const OFFERS: [Offer; 21] = [
    Offer { name: "Search", command: Command::Search },
    Offer { name: "Explain a URL", command: Command::Explain },
    Offer { name: "Domains", command: Command::Domains },
    Offer { name: "Group by nothing", command: Command::Page(PageCommand::GroupBy("none")) },
    Offer { name: "Group by namespace", command: Command::Page(PageCommand::GroupBy("namespace")) },
    Offer { name: "Group by class", command: Command::Page(PageCommand::GroupBy("class")) },
    Offer { name: "Group by host", command: Command::Page(PageCommand::GroupBy("host")) },
    Offer { name: "Group by domain", command: Command::Page(PageCommand::GroupBy("domain")) },
    Offer { name: "Group by TLS", command: Command::Page(PageCommand::GroupBy("tls")) },
    Offer { name: "Pause or resume live updates", command: Command::Page(PageCommand::Pause) },
    Offer { name: "What changed", command: Command::Page(PageCommand::Changes) },
    Offer { name: "Copy link to this view", command: Command::Page(PageCommand::CopyLink) },
    Offer { name: "Export as CSV", command: Command::Page(PageCommand::ExportCsv) },
    Offer { name: "Export as JSON", command: Command::Page(PageCommand::ExportJson) },
    Offer { name: "Theme: auto", command: Command::Theme(Theme::Auto) },
    Offer { name: "Theme: light", command: Command::Theme(Theme::Light) },
    Offer { name: "Theme: dark", command: Command::Theme(Theme::Dark) },
    Offer { name: "Density: comfortable", command: Command::Density(Density::Comfortable) },
    Offer { name: "Density: compact", command: Command::Density(Density::Compact) },
    Offer { name: "Settings", command: Command::Settings },
    Offer { name: "Help: keys and query", command: Command::Help },
];
