//! The binary: reads the command line, runs, and says in one line what went wrong.

use std::io::Write as _;
use std::process::ExitCode;

use kube_ingress_dash_api::cli::{self, Refusal};
use kube_ingress_dash_api::run;

const MISTAKE: u8 = 2;

fn main() -> ExitCode {
    let command = match cli::parse(std::env::args_os()) {
        Ok(command) => command,
        Err(help @ Refusal::Print(_)) => {
            return if writeln!(std::io::stdout(), "{help}").is_ok() {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            };
        }
        Err(mistake) => {
            eprintln!("{mistake}");
            return ExitCode::from(MISTAKE);
        }
    };
    match run(command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(error.exit_code())
        }
    }
}
