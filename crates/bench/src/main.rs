//! Measures the released program as a child process, from outside: what it costs an API server, how late and how
//! large its answers are, what memory it holds, and what becomes of all that in trouble.

mod bench;
mod churn;
mod client;
mod events;
mod http;
mod latency;
mod measure;
mod objects;
mod outcome;
mod process;
mod program;
mod proxy;
mod redis;
mod soak;
mod table;
mod upstream;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::{Args, Parser, Subcommand, ValueEnum as _};

use bench::{Bench, tell};
use events::EventsArguments;
use measure::Part;
use outcome::Result;
use soak::SoakArguments;
use table::{Row, Table};

/// Measures kube-ingress-dash.
#[derive(Debug, Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Measures what has a target, and prints one table in Markdown.
    Table(TableArguments),
    /// Lets everything happen at once for a long time, and compares all states in the end.
    Soak(SoakArguments),
    /// Feeds the board as fast as it takes events, and looks at the memory that it holds.
    Events(EventsArguments),
}

#[derive(Debug, Args)]
struct TableArguments {
    /// The program to measure.
    #[arg(long, value_name = "FILE")]
    program: PathBuf,
    /// Measures small numbers, to see that everything works.
    #[arg(long)]
    quick: bool,
    /// Writes the table into this document, in place of the one between its marks.
    #[arg(long, value_name = "FILE")]
    document: Option<PathBuf>,
    /// Measures these parts alone.
    #[arg(long, value_name = "PART,…", value_delimiter = ',')]
    only: Vec<Part>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let work = async {
        match arguments.command {
            Command::Table(arguments) => print_table(arguments).await,
            Command::Soak(arguments) => soak::soak(arguments).await,
            Command::Events(arguments) => events::events(arguments).await,
        }
    };
    // Children end with what is dropped here.
    let result = tokio::select! {
        result = work => result,
        _ = tokio::signal::ctrl_c() => return ExitCode::from(130),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Prints the table also where a part of it failed.
async fn print_table(arguments: TableArguments) -> Result<()> {
    let bench = Bench { program: arguments.program, quick: arguments.quick };
    let mut rows = Vec::new();
    let mut failed = 0;
    for part in Part::value_variants() {
        if !arguments.only.is_empty() && !arguments.only.contains(part) {
            continue;
        }
        tell(part.name());
        let began = Instant::now();
        match part.measure(&bench).await {
            Ok(measured) => rows.extend(measured),
            Err(failure) => {
                failed += 1;
                rows.push(Row::failed(part.name(), &failure));
            }
        }
        tell(&format!("  took {}", table::s(began.elapsed())));
    }
    let table = Table(&rows).to_string();
    write!(std::io::stdout(), "{table}")?;
    if let Some(path) = arguments.document {
        let document = std::fs::read_to_string(&path)?;
        std::fs::write(
            &path,
            table::replaced(&document, &table).ok_or("the document has no place for a table")?,
        )?;
    }
    if failed > 0 { Err(format!("{failed} parts came to no end").into()) } else { Ok(()) }
}
