//! A command line that cannot be obeyed, condensed to one line: the flag, the value, what is accepted.

use std::error::Error as _;
use std::fmt;

use clap::error::{ContextKind, ContextValue, ErrorKind};

/// Why nothing is run: either something was to be printed, or the command line makes no sense.
#[derive(Debug)]
pub enum Refusal {
    /// Help or the version was asked for; this is its text.
    Print(String),
    /// One line that names the flag, the value and what is accepted.
    Mistake(String),
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Print(text) => formatter.write_str(text.trim_end()),
            Self::Mistake(line) => write!(formatter, "error: {line}"),
        }
    }
}

impl From<clap::Error> for Refusal {
    fn from(error: clap::Error) -> Self {
        match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Self::Print(error.to_string()),
            _ => Self::Mistake(one_line(&error)),
        }
    }
}

const FLAGS_AFTER_COMMAND: &str = "flags go after the command, as in demo --listen 127.0.0.1:8080";

fn one_line(error: &clap::Error) -> String {
    let value = text(error, ContextKind::InvalidValue).unwrap_or_default();
    let argument = text(error, ContextKind::InvalidArg);
    let flag = argument.as_deref().map(flag_of);
    match (error.kind(), flag) {
        (ErrorKind::InvalidValue | ErrorKind::ValueValidation, Some(flag)) => match accepted(error) {
            _ if value.is_empty() && error.source().is_none() => {
                format!("{flag}: a value is missing{}", accepted_suffix(error))
            }
            Some(accepted) => format!("{flag} {}: {accepted}", quoted(&value)),
            None => format!("{flag} {}: not accepted", quoted(&value)),
        },
        (ErrorKind::UnknownArgument, Some(flag)) => match text(error, ContextKind::SuggestedArg) {
            Some(similar) => format!("{flag}: no such flag; did you mean {similar}?"),
            None => format!("{flag}: no such flag; --help lists all"),
        },
        (ErrorKind::MissingRequiredArgument, Some(argument)) => {
            format!("{argument}: a value is missing; --help tells what is accepted")
        }
        (ErrorKind::InvalidSubcommand, _) => {
            let word = text(error, ContextKind::InvalidSubcommand).unwrap_or_default();
            format!("{word}: no such command; expected serve, demo, completions or version")
        }
        (ErrorKind::ArgumentConflict, Some(flag)) => match text(error, ContextKind::PriorArg) {
            Some(prior) if flag_of(&prior) == flag => format!("{flag}: given more than once"),
            _ => FLAGS_AFTER_COMMAND.to_owned(),
        },
        (ErrorKind::ArgumentConflict, None) => FLAGS_AFTER_COMMAND.to_owned(),
        _ => first_line(error),
    }
}

/// The flag without the names of its values.
fn flag_of(argument: &str) -> &str {
    argument.split([' ', '=']).next().unwrap_or(argument)
}

fn accepted(error: &clap::Error) -> Option<String> {
    match error.source() {
        Some(source) => Some(source.to_string()),
        None => text(error, ContextKind::ValidValue).map(|values| format!("expected one of {values}")),
    }
}

fn accepted_suffix(error: &clap::Error) -> String {
    text(error, ContextKind::ValidValue)
        .map(|values| format!("; expected one of {values}"))
        .unwrap_or_default()
}

fn text(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::None => None,
        value => Some(value.to_string()).filter(|text| !text.is_empty()),
    }
}

/// The value in quotes, with what would break the line made visible.
fn quoted(value: &str) -> String {
    format!("{value:?}")
}

fn first_line(error: &clap::Error) -> String {
    let text = error.to_string();
    let line = text.lines().next().unwrap_or_default();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    fn mistake(words: &[&str]) -> String {
        let words = std::iter::once("kube-ingress-dash").chain(words.iter().copied()).map(OsString::from);
        match crate::cli::parse(words) {
            Err(refusal @ super::Refusal::Mistake(_)) => refusal.to_string(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_mistake_is_one_line_with_the_flag_the_value_and_what_is_accepted() {
        let lines: Vec<String> = [
            &["--heartbeat", "5x"][..],
            &["--heartbeat"],
            &["--heartbeat", ""],
            &["--listen", "8080"],
            &["serve", "--base-path", "dash"],
            &["--watch-mode", "everything"],
            &["--watch-mode"],
            &["--max-concurrent-lists", "0"],
            &["--replay-events", "many"],
            &["--namespaces", "shop,Pay"],
            &["--namespaces", "shop\nerror: all is lost"],
            &["--hearbeat", "5s"],
            &["--xyzzy"],
            &["sreve"],
            &["--heartbeat", "5s", "--heartbeat", "6s"],
            &["--heartbeat", "5s", "demo"],
            &["demo", "--demo-changes", "-1"],
            &["--max-streams", "-1"],
            &["--rate-limit", "10/d"],
            &["--rate-limit", "-1/s"],
            &["--rate-burst", "0"],
            &["--trusted-proxies", "private,10.0.0.0/33"],
            &["--auth", "ldap"],
            &["--auth-proxy-header", "X User"],
            &["demo", "--demo-changes=NaN"],
            &["demo", "--kubeconfig", "file"],
            &["version", "--listen", "127.0.0.1:1"],
            &["completions"],
            &["completions", "ksh"],
        ]
        .into_iter()
        .map(mistake)
        .collect();
        assert!(lines.iter().all(|line| line.lines().count() == 1), "{lines:#?}");
        insta::assert_snapshot!(lines.join("\n"));
    }
}
