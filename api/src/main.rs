//! Arguments in, exit code out; nothing else.

use api::cli::{Console, run};
use std::io::{IsTerminal, stderr, stdout};
use std::process::ExitCode;

fn main() -> ExitCode {
    let today = chrono::Utc::now().with_timezone(&chrono_tz::Europe::Stockholm);
    let terminal = stderr().is_terminal();
    let mut console = Console {
        out: &mut stdout().lock(),
        err: &mut stderr(),
        terminal,
        colour: terminal && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty()),
        today: today.format("%Y-%m-%d").to_string(),
    };
    let exit = run(std::env::args_os(), &mut console);
    ExitCode::from(exit.code())
}
