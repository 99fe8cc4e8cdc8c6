//! The binary of kube-ingress-dash.

use std::io::Write as _;
use std::process::ExitCode;

use kube_ingress_dash_api::cli::{self, Command, Refusal};
use kube_ingress_dash_api::{run, summary};

#[tokio::main]
async fn main() -> ExitCode {
    let command = match cli::parse(std::env::args_os()) {
        Ok(command) => command,
        Err(refusal @ Refusal::Print(_)) => return print(&refusal.to_string()),
        Err(refusal @ Refusal::Mistake(_)) => {
            eprintln!("{refusal}");
            return ExitCode::from(2);
        }
    };
    if let Command::Version = command {
        return print(&summary());
    }
    match run(command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Prints for whoever asked; one who has closed the pipe does not want to read on.
fn print(text: &str) -> ExitCode {
    let _ = writeln!(std::io::stdout(), "{text}");
    ExitCode::SUCCESS
}
