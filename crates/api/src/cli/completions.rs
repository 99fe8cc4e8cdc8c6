//! Scripts by which a shell completes commands and flags.

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use super::{CommandLine, NAME};

/// The arguments of `completions`.
#[derive(Debug, Clone, Args)]
pub struct CompletionsArguments {
    /// The shell.
    #[arg(value_enum, value_name = "SHELL")]
    shell: Shell,
}

impl CompletionsArguments {
    /// The script for the shell.
    pub(crate) fn script(&self) -> String {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut CommandLine::command(), NAME, &mut script);
        let script = String::from_utf8_lossy(&script);
        // The script for bash spells a name with hyphens in two ways (github.com/clap-rs/clap/issues/6421).
        script.replace(&NAME.replace('-', "__subcmd__"), &NAME.replace('-', "__"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bash_finds_the_flags_of_each_command() {
        let script = CompletionsArguments { shell: Shell::Bash }.script();
        let found = script.lines().filter_map(|line| line.trim().strip_prefix("cmd=\"")?.strip_suffix('"'));
        let states: Vec<&str> = found.filter(|state| !state.is_empty()).collect();
        assert_eq!(states.len(), 5, "the program and its commands");
        for state in states {
            assert!(script.lines().any(|line| line.trim() == format!("{state})")), "{state}");
        }
    }
}
