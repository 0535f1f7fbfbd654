//! Arguments → command → exit code, and nothing else.

use ally_up::cli::{Exit, parse::parse, run};
use ally_up::shell::fault;
use std::process::ExitCode;

fn main() -> ExitCode {
    fault::watch();
    match parse(std::env::args_os()).map_or_else(|exit| exit, run) {
        Exit::Done => ExitCode::SUCCESS,
        Exit::Faults => ExitCode::from(1),
        Exit::Usage => ExitCode::from(2),
        Exit::Unsaved => ExitCode::from(3),
        Exit::Crashed => ExitCode::from(101),
        Exit::Signal(signal) => {
            // The terminal is restored and all is kept; now the signal does what it came for.
            // The first process of a container cannot be ended so; it says the same by its status.
            #[cfg(unix)]
            if std::process::id() != 1 {
                let _ = signal_hook::low_level::emulate_default_handler(signal);
            }
            ExitCode::from(u8::try_from(128 + signal).unwrap_or(u8::MAX))
        }
    }
}
