//! The flags of the configuration as a whole.

use std::path::PathBuf;

use clap::Args;

/// Where settings come from, beside flags and the environment, and whether they are only shown.
#[derive(Debug, Clone, Args)]
pub struct ConfigFlags {
    /// A TOML file of settings, each called as its flag without the dashes. [default: none]
    ///
    /// A flag counts before its environment variable, both before the file, and all of them before the default.
    #[arg(long, env = "KUBE_INGRESS_DASH_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Print the settings that are in force, and where each comes from, as a file for --config, and do nothing else.
    #[arg(long, env = "KUBE_INGRESS_DASH_PRINT_CONFIG")]
    pub print_config: bool,
}

/// The settings that make no sense in a file.
pub(super) const NOT_IN_A_FILE: [&str; 4] = ["config", "print-config", "help", "version"];
