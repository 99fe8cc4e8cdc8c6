//! The settings that are in force, written as a file of settings, so that what was meant can be told from what counts.

use std::fmt::Write as _;
use std::path::Path;

use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command};
use kube_ingress_dash_core::redis::Address;
use toml::Value;

use super::config_file::{is_switch, settings};

/// The settings of a command: as they are in force, and as they were without the file.
pub(super) struct Effective<'a> {
    pub(super) command: &'a Command,
    pub(super) matches: &'a ArgMatches,
    pub(super) without_file: &'a ArgMatches,
    pub(super) file: Option<&'a Path>,
}

impl Effective<'_> {
    /// A line for each setting, with where it comes from.
    ///
    /// # Errors
    /// One line about a secret that cannot be told from what is none.
    pub(super) fn print(&self) -> Result<String, String> {
        let mut text = "# The settings in force, as --config reads them.\n".to_owned();
        for argument in settings(self.command) {
            let Some(name) = argument.get_long() else {
                continue;
            };
            let line = match self.value(argument)? {
                Some(Shown { value, note }) => {
                    format!("{name} = {value} # {}{note}", self.origin(argument))
                }
                None => format!("# {name} is not set"),
            };
            let _ = writeln!(text, "{line}");
        }
        Ok(text)
    }

    fn value(&self, argument: &Arg) -> Result<Option<Shown>, String> {
        let id = argument.get_id().as_str();
        if is_switch(argument) {
            return Ok(Some(Value::Boolean(self.matches.get_flag(id)).into()));
        }
        let Some(raw) = self.matches.get_raw(id) else {
            return Ok(None);
        };
        let mut texts = raw.map(|text| text.to_string_lossy().into_owned());
        if argument.get_value_delimiter().is_some() {
            return Ok(Some(Value::Array(texts.map(Value::String).collect()).into()));
        }
        let Some(text) = texts.next() else {
            return Ok(None);
        };
        if argument.is_hide_env_values_set() {
            let name = argument.get_long().unwrap_or_default();
            return masked(&text).map(Some).map_err(|problem| format!("--{name}: {problem}"));
        }
        Ok(Some(if takes_number(argument) { number(text) } else { Value::String(text) }.into()))
    }

    fn origin(&self, argument: &Arg) -> String {
        let id = argument.get_id().as_str();
        let source = |matches: &ArgMatches| matches.value_source(id);
        match (source(self.without_file), source(self.matches), self.file) {
            (Some(ValueSource::CommandLine), _, _) => "flag".to_owned(),
            (Some(ValueSource::EnvVariable), _, _) => {
                let variable = argument.get_env().unwrap_or_default();
                format!("environment {}", variable.to_string_lossy())
            }
            (_, Some(ValueSource::CommandLine), Some(path)) => format!("file {:?}", path.to_string_lossy()),
            _ => "default".to_owned(),
        }
    }
}

/// A value and what is to be said of it.
struct Shown {
    value: Value,
    note: &'static str,
}

impl From<Value> for Shown {
    fn from(value: Value) -> Self {
        Self { value, note: "" }
    }
}

/// The address of a Redis without what logs in.
fn masked(url: &str) -> Result<Shown, String> {
    let address = Address::parse(url).map_err(|error| error.to_string())?;
    let note = if url.contains('@') { ", without its user and password" } else { "" };
    Ok(Shown { value: Value::String(address.to_string()), note })
}

fn takes_number(argument: &Arg) -> bool {
    let names = argument.get_value_names().unwrap_or_default();
    names.iter().any(|name| matches!(name.as_str(), "NUMBER" | "SHARE"))
}

/// The number, or the text where TOML has no such number.
fn number(text: String) -> Value {
    let whole = text.parse().map(Value::Integer);
    let fraction =
        || text.parse().ok().filter(|number: &f64| format!("{number:?}") == text).map(Value::Float);
    whole.ok().or_else(fraction).unwrap_or(Value::String(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{Refusal, parse};
    use std::ffi::OsString;

    fn printed(words: &[&str]) -> String {
        let words = ["program"].iter().chain(words).map(OsString::from);
        match parse(words) {
            Err(Refusal::Print(text)) => text,
            other => panic!("{other:?}"),
        }
    }

    const GIVEN: [&str; 15] = [
        "--print-config",
        "--namespaces=shop,pay",
        "--open",
        "--heartbeat=5s",
        "--demo-changes=2.5",
        "--demo-seed=18446744073709551615",
        "--cluster-name=a \"b\" # c\\d",
        "--kube-qps=07",
        "--auth=proxy",
        "--auth-proxy-header=Remote-User,Remote-Groups",
        "--redis-url=rediss://reader:hunter2@redis.example.com/3",
        "--redis-prefix=5",
        "--breaker-failure-rate=1",
        "--trusted-proxies=private,10.0.0.0/8",
        "--frame-ancestors='self' https://a.example",
    ];

    #[test]
    fn every_setting_is_printed_with_where_it_comes_from() {
        insta::assert_snapshot!(printed(&[&["demo"][..], &GIVEN].concat()));
    }

    #[test]
    fn what_is_printed_is_a_file_that_says_the_same() {
        let first = printed(&[&["demo"][..], &GIVEN].concat());
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(&file, &first).unwrap();
        let path = file.path();
        let second = printed(&["demo", "--print-config", "--config", path.to_str().unwrap()]);
        let table = |text: &str| text.parse::<toml::Table>().unwrap();
        assert_eq!(table(&first), table(&second));
        assert!(second.contains(&format!("heartbeat = \"5s\" # file {path:?}\n")), "{second}");
        assert!(!second.contains("# default"), "everything is said");
    }

    #[test]
    fn a_secret_is_not_printed_whatever_is_wrong_with_it() {
        for url in
            ["redis://:hunter2@host", "redis://:hunter2@[::1]:1/2", "redis://host", "rediss://a:hunter2@host"]
        {
            let text = printed(&["--print-config", "--redis-url", url]);
            assert!(!text.contains("hunter2"), "{text}");
            assert_eq!(text.contains("without its user and password"), url.contains('@'), "{text}");
            let shown = text.parse::<toml::Table>().unwrap()["redis-url"].as_str().unwrap().to_owned();
            assert!(Address::parse(&shown).is_ok(), "{shown}");
        }
        let words = ["program", "--print-config", "--redis-url", "http://:hunter2@host"].map(OsString::from);
        let line = parse(words).unwrap_err().to_string();
        assert!(
            line.starts_with("error: --redis-url: accepted is redis://") && !line.contains("hunter2"),
            "{line}"
        );
    }

    #[test]
    fn what_makes_no_sense_together_is_not_in_force() {
        let words = ["program", "--print-config", "--retry-max", "100ms"].map(OsString::from);
        let line = parse(words).unwrap_err().to_string();
        assert!(line.starts_with("error: --retry-initial 1s: expected no more than"), "{line}");
    }
}
