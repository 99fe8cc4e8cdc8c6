//! The tables of docs/configuration.md, which are written from the flags themselves, so that they cannot disagree.

use std::ffi::OsString;
use std::fmt::Write as _;

use clap::{Arg, Command, CommandFactory as _};

use super::config_file::is_switch;
use super::{CommandLine, parse};

const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/configuration.md");
/// What comes after the line that begins so is written by this test.
const MARK: &str = "<!-- The rest is written from the flags";
const UPDATE: &str = "INSTA_UPDATE";

#[test]
fn the_tables_are_those_of_the_flags() {
    let document = std::fs::read_to_string(DOCUMENT).unwrap();
    let mark = document.find(MARK).unwrap();
    let end = mark + document[mark..].find('\n').unwrap();
    let expected = format!("{}\n{}", &document[..end], tables());
    if std::env::var_os(UPDATE).is_some_and(|value| value == "always") {
        std::fs::write(DOCUMENT, expected).unwrap();
    } else {
        assert!(document == expected, "docs/configuration.md is out of date; {UPDATE}=always writes it anew");
    }
}

#[test]
fn the_file_that_it_shows_is_accepted() {
    let document = std::fs::read_to_string(DOCUMENT).unwrap();
    let (_, rest) = document.split_once("```toml\n").unwrap();
    let (example, _) = rest.split_once("```").unwrap();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(&file, example).unwrap();
    for command in ["serve", "demo"] {
        let words = ["program", command, "--config"].map(OsString::from);
        parse(words.into_iter().chain([file.path().into()])).unwrap();
    }
}

fn tables() -> String {
    let line = CommandLine::command();
    let flags = |name: &str| flags(line.find_subcommand(name).unwrap());
    let (serve, demo) = (flags("serve"), flags("demo"));
    let is_in =
        |others: &[&Arg], argument: &Arg| others.iter().any(|other| other.get_id() == argument.get_id());
    let mut text = String::new();
    for (title, rows) in [
        ("Flags", serve.iter().filter(|argument| is_in(&demo, argument)).collect::<Vec<_>>()),
        ("Flags of serve alone", serve.iter().filter(|argument| !is_in(&demo, argument)).collect()),
        ("Flags of demo alone", demo.iter().filter(|argument| !is_in(&serve, argument)).collect()),
    ] {
        let _ = write!(text, "\n## {title}\n\n| flag | variable | default | what |\n|---|---|---|---|\n");
        for argument in rows {
            let _ = writeln!(text, "{}", row(argument));
        }
    }
    text
}

fn flags(command: &Command) -> Vec<&Arg> {
    command.get_arguments().filter(|argument| argument.get_env().is_some()).collect()
}

fn row(argument: &Arg) -> String {
    let flag = argument.get_long().unwrap();
    let value = argument.get_value_names().unwrap_or_default();
    let shown = if is_switch(argument) { flag.to_owned() } else { format!("{flag} {}", value[0]) };
    let variable = argument.get_env().unwrap().to_str().unwrap();
    let help = argument.get_help().unwrap().to_string();
    let (what, told) = help.split_once(" [default: ").unwrap_or((&help, ""));
    let values: Vec<_> = argument.get_default_values().iter().map(|value| value.to_str().unwrap()).collect();
    let default = match (values.as_slice(), told.strip_suffix(']')) {
        _ if is_switch(argument) => "off".to_owned(),
        ([], told) => told.unwrap_or("none").to_owned(),
        (values, _) => format!("`{}`", values.join(",")),
    };
    let words: Vec<_> =
        argument.get_possible_values().iter().map(|value| format!("`{}`", value.get_name())).collect();
    let choices = if words.is_empty() || is_switch(argument) {
        String::new()
    } else {
        format!(": {}", words.join(", "))
    };
    let what = what.trim_end_matches('.');
    format!("| `--{shown}` | `{variable}` | {default} | {what}{choices} |").replace('\n', " ")
}
