//! The command line: what was asked for, or one line that says why it makes no sense.

mod auth_flags;
mod cache_flags;
mod completions;
mod config_file;
mod config_flags;
mod effective;
mod flags;
mod kube_flags;
mod limits;
mod plugin;
mod redis_flags;
#[cfg(test)]
mod reference;
mod refusal;
mod tls_flags;
mod values;
mod watch_flags;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{ArgMatches, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

pub use auth_flags::{AuthFlags, AuthMethod};
pub use completions::CompletionsArguments;
use config_file::ConfigFile;
pub use config_flags::ConfigFlags;
use effective::Effective;
pub use flags::{
    CacheFlags, ClusterFlags, DemoFlags, KubeFlags, LogFlags, LogFormat, LogLevel, ServiceFlags, StreamFlags,
};
pub use limits::LimitFlags;
pub use redis_flags::RedisFlags;
pub use refusal::Refusal;
pub use tls_flags::TlsFlags;
pub(crate) use values::host;
pub use values::{BasePath, MalformedBasePath, MalformedRate, MaxRate};
pub use watch_flags::{WatchFlags, WatchMode};

/// What the binary was asked to do.
#[derive(Debug, Clone, Subcommand)]
pub enum Command {
    /// Shows the Ingresses of a cluster. This is what happens without a command.
    Serve(ServeArguments),
    /// Shows the Ingresses of a simulated cluster that lives in this process.
    Demo(DemoArguments),
    /// Prints version, commit and build.
    Version,
    /// Prints a script that completes commands and flags in a shell.
    Completions(CompletionsArguments),
}

impl Command {
    fn service(&self) -> Option<&ServiceFlags> {
        match self {
            Self::Serve(arguments) => Some(&arguments.service),
            Self::Demo(arguments) => Some(&arguments.service),
            Self::Version | Self::Completions(_) => None,
        }
    }
}

/// The arguments of `serve`.
#[derive(Debug, Clone, clap::Args)]
pub struct ServeArguments {
    #[command(flatten)]
    /// Which cluster is shown.
    pub cluster: ClusterFlags,
    #[command(flatten)]
    /// What the service does.
    pub service: ServiceFlags,
}

/// The arguments of `demo`.
#[derive(Debug, Clone, clap::Args)]
pub struct DemoArguments {
    #[command(flatten)]
    /// What the simulated cluster is like.
    pub demo: DemoFlags,
    #[command(flatten)]
    /// What the service does.
    pub service: ServiceFlags,
}

const NAME: &str = "kube-ingress-dash";

/// A live dashboard of every Ingress in a Kubernetes cluster.
///
/// Every flag has an environment variable: `KUBE_INGRESS_DASH_` and its name in capitals.
#[derive(Debug, Parser)]
#[command(
    name = NAME,
    version,
    args_conflicts_with_subcommands = true,
    disable_help_subcommand = true
)]
struct CommandLine {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: ServeArguments,
}

/// Reads the command line, the program's name first, the environment, and the file of settings that they name.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, Refusal> {
    let mut arguments = plugin::arguments(arguments);
    let without_file = read(&arguments)?;
    let given = chosen(&without_file);
    let command = definition(&without_file);
    let file = given.try_get_one::<PathBuf>("config").ok().flatten();
    let matches = match file {
        None => without_file.clone(),
        Some(path) => {
            let file = ConfigFile::read(path)?;
            let flags_begin = if without_file.subcommand().is_some() { 2 } else { 1 };
            arguments.splice(flags_begin..flags_begin, file.arguments(&command, given)?);
            read(&arguments).map_err(|refusal| file.refusal(refusal))?
        }
    };
    let line = CommandLine::from_arg_matches(&matches)?;
    let wanted = line.command.unwrap_or(Command::Serve(line.serve));
    if let Some(flags) = wanted.service().filter(|flags| flags.config.print_config) {
        let effective = Effective {
            command: &command,
            matches: chosen(&matches),
            without_file: given,
            file: file.map(PathBuf::as_path),
        };
        let text = flags.check().and_then(|()| effective.print());
        return Err(text.map_or_else(Refusal::Mistake, Refusal::Print));
    }
    Ok(wanted)
}

fn read(arguments: &[OsString]) -> Result<ArgMatches, Refusal> {
    Ok(CommandLine::command().try_get_matches_from(arguments)?)
}

/// What was given to the command that was chosen.
fn chosen(matches: &ArgMatches) -> &ArgMatches {
    matches.subcommand().map_or(matches, |(_, given)| given)
}

/// What may be given to it.
fn definition(matches: &ArgMatches) -> clap::Command {
    let line = CommandLine::command();
    matches.subcommand_name().and_then(|name| line.find_subcommand(name)).unwrap_or(&line).clone()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn parse_words(words: &str) -> Result<Command, Refusal> {
        parse(std::iter::once("kube-ingress-dash").chain(words.split_ascii_whitespace()).map(OsString::from))
    }

    #[test]
    fn the_definition_is_sound() {
        CommandLine::command().debug_assert();
    }

    #[test]
    fn every_flag_has_the_environment_variable_of_its_name() {
        let command = CommandLine::command();
        let commands = std::iter::once(&command).chain(command.get_subcommands());
        for argument in commands.flat_map(clap::Command::get_arguments) {
            let Some(flag) = argument.get_long().filter(|flag| !matches!(*flag, "help" | "version")) else {
                continue;
            };
            let expected = format!("KUBE_INGRESS_DASH_{}", flag.replace('-', "_").to_uppercase());
            assert_eq!(argument.get_env().and_then(|name| name.to_str()), Some(expected.as_str()));
        }
    }

    #[test]
    fn serve_is_what_happens_without_a_command() {
        for words in ["--namespaces shop,pay --heartbeat 5s", "serve --namespaces shop,pay --heartbeat 5s"] {
            let Ok(Command::Serve(arguments)) = parse_words(words) else {
                panic!("{words}");
            };
            assert_eq!(arguments.service.watch.namespaces, ["shop", "pay"]);
            assert_eq!(arguments.service.stream.heartbeat, Duration::from_secs(5));
        }
    }

    #[test]
    fn what_is_opened_is_on_a_free_port_unless_another_is_named() {
        for (words, listen) in [
            ("serve", "127.0.0.1:8080"),
            ("serve --open", "127.0.0.1:0"),
            ("serve --open --listen 127.0.0.1:9000", "127.0.0.1:9000"),
        ] {
            let Ok(Command::Serve(arguments)) = parse_words(words) else {
                panic!("{words}");
            };
            assert_eq!(arguments.service.listen, [listen.parse().unwrap()], "{words}");
        }
    }

    #[test]
    fn the_demo_takes_the_flags_of_the_service_and_its_own() {
        let Ok(Command::Demo(arguments)) = parse_words("demo --listen 127.0.0.1:0,[::1]:0 --demo-seed 7")
        else {
            panic!("not the demo");
        };
        assert_eq!(arguments.service.listen.len(), 2);
        assert_eq!(arguments.demo.demo_seed, 7);
    }
}
