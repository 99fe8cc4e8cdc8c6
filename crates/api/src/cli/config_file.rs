//! A file of settings, which becomes arguments: what may be set, and to what, is decided in one place, by clap.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command};
use toml::{Table, Value};

use super::config_flags::NOT_IN_A_FILE;
use super::refusal::Refusal;
use crate::text_file;

/// Names that are less alike are not meant for each other, as clap has it.
const ALIKE: f64 = 0.7;

/// A file that was read.
#[derive(Debug)]
pub(super) struct ConfigFile {
    path: PathBuf,
    settings: Table,
}

impl ConfigFile {
    /// Reads the file.
    pub(super) fn read(path: &Path) -> Result<Self, Refusal> {
        let parsed = text_file::read(path).and_then(|text| parse(&text));
        parsed
            .map(|settings| Self { path: path.to_owned(), settings })
            .map_err(|problem| Refusal::Mistake(told(path, &problem)))
    }

    /// The arguments that say the same, without those that the command line and the environment overrule.
    pub(super) fn arguments(&self, command: &Command, given: &ArgMatches) -> Result<Vec<OsString>, Refusal> {
        let mut arguments = Vec::new();
        for (name, value) in &self.settings {
            let found = settings(command).find(|argument| argument.get_long() == Some(name));
            let argument = found.ok_or_else(|| self.mistake(&unknown(command, name)))?;
            let written =
                written(argument, value).map_err(|expected| self.mistake(&format!("{name}: {expected}")))?;
            if !is_overruled(given, argument) {
                arguments.extend(written.argument(name));
            }
        }
        Ok(arguments)
    }

    /// A refusal of its arguments, told of the file.
    pub(super) fn refusal(&self, refusal: Refusal) -> Refusal {
        match refusal {
            Refusal::Mistake(line) => self.mistake(line.strip_prefix("--").unwrap_or(&line)),
            print @ Refusal::Print(_) => print,
        }
    }

    fn mistake(&self, problem: &str) -> Refusal {
        Refusal::Mistake(told(&self.path, problem))
    }
}

/// What a file may set.
pub(super) fn settings(command: &Command) -> impl Iterator<Item = &Arg> {
    command
        .get_arguments()
        .filter(|argument| argument.get_long().is_some_and(|name| !NOT_IN_A_FILE.contains(&name)))
}

/// Whether it is on or off, with no other value.
pub(super) fn is_switch(argument: &Arg) -> bool {
    !argument.get_action().takes_values()
}

fn told(path: &Path, problem: &str) -> String {
    format!("--config {:?}: {problem}", path.to_string_lossy())
}

/// Where it is no TOML the file is not quoted: there may be a secret in the line.
fn parse(text: &str) -> Result<Table, String> {
    text.parse().map_err(|error: toml::de::Error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let problem = error.message().split_whitespace().collect::<Vec<_>>().join(" ");
        format!("line {line}: expected TOML, as in heartbeat = \"15s\": {problem}")
    })
}

fn unknown(command: &Command, name: &str) -> String {
    let likeness = |known: &str| strsim::jaro_winkler(known, name);
    let nearest = settings(command)
        .filter_map(Arg::get_long)
        .filter(|known| likeness(known) > ALIKE)
        .max_by(|one, other| likeness(one).total_cmp(&likeness(other)));
    match nearest {
        Some(nearest) => format!("{name:?}: no such setting; did you mean {nearest}?"),
        None => format!("{name:?}: no such setting; --print-config shows all"),
    }
}

fn is_overruled(given: &ArgMatches, argument: &Arg) -> bool {
    let source = given.value_source(argument.get_id().as_str());
    matches!(source, Some(ValueSource::CommandLine | ValueSource::EnvVariable))
}

/// A value as a command line has it.
enum Written {
    Value(String),
    On,
    Off,
}

impl Written {
    fn argument(self, name: &str) -> Option<OsString> {
        match self {
            Self::Value(text) => Some(format!("--{name}={text}").into()),
            Self::On => Some(format!("--{name}").into()),
            Self::Off => None,
        }
    }
}

fn written(argument: &Arg, value: &Value) -> Result<Written, &'static str> {
    match value {
        Value::Boolean(true) if is_switch(argument) => Ok(Written::On),
        Value::Boolean(false) if is_switch(argument) => Ok(Written::Off),
        _ if is_switch(argument) => Err("expected true or false"),
        Value::String(text) => Ok(Written::Value(text.clone())),
        Value::Integer(number) => Ok(Written::Value(number.to_string())),
        Value::Float(number) => Ok(Written::Value(format!("{number:?}"))),
        Value::Boolean(value) => Ok(Written::Value(value.to_string())),
        Value::Array(items) => match argument.get_value_delimiter() {
            Some(delimiter) => list(items, delimiter).map(Written::Value),
            None => Err("expected one value, not an array"),
        },
        Value::Datetime(_) | Value::Table(_) => Err("expected a string, a number or a boolean"),
    }
}

fn list(items: &[Value], delimiter: char) -> Result<String, &'static str> {
    let one = |item: &Value| item.as_str().filter(|text| !text.contains(delimiter)).map(str::to_owned);
    let texts: Option<Vec<String>> = items.iter().map(one).collect();
    let texts = texts.ok_or("expected an array of strings, with one value in each")?;
    Ok(texts.join(&delimiter.to_string()))
}

#[cfg(test)]
mod tests;
