//! Arguments in, exit code out; nothing else.

use api::cli::{Console, Exit, run};
use std::io::{IsTerminal, stderr, stdout};
use std::panic::{AssertUnwindSafe, catch_unwind};
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
    // A panic has written its message; what is left is to end with the code that stands for a defect of the program.
    let ran = catch_unwind(AssertUnwindSafe(|| run(std::env::args_os(), &mut console)));
    ExitCode::from(ran.unwrap_or(Exit::Internal).code())
}
