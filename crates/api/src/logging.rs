//! Log lines: text for people at a terminal, JSON for collectors.

use std::io::{IsTerminal as _, stderr};

use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt;

use crate::cli::{LogFlags, LogFormat, LogLevel};

/// Starts to log to the standard error stream. A second call changes nothing.
pub(crate) fn start(flags: &LogFlags) {
    let on_terminal = stderr().is_terminal();
    let usual = if on_terminal { LogFormat::Text } else { LogFormat::Json };
    let builder = fmt().with_max_level(LevelFilter::from(flags.log_level)).with_writer(stderr);
    // An error says that logging has started before.
    let _ = match flags.log_format.unwrap_or(usual) {
        LogFormat::Text => builder.with_ansi(on_terminal).with_target(false).try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
}

impl From<LogLevel> for LevelFilter {
    fn from(level: LogLevel) -> Self {
        match level {
            LogLevel::Off => Self::OFF,
            LogLevel::Error => Self::ERROR,
            LogLevel::Warn => Self::WARN,
            LogLevel::Info => Self::INFO,
            LogLevel::Debug => Self::DEBUG,
            LogLevel::Trace => Self::TRACE,
        }
    }
}
