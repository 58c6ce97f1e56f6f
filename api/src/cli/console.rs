//! Where answers and talk go: data to the first writer, talk to the second; colour and progress only on a terminal.

use crate::tasks::TaskError;
use std::io::{self, Write};
use std::time::{Duration, Instant};

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Ok,
    /// A plan breaks a hard rule.
    RuleBroken,
    /// An address was not found, or not surely.
    NotFound,
    /// Input that cannot be used.
    BadInput,
    /// Something went wrong in the program or the system.
    Internal,
}

impl Exit {
    /// The exit code of the process.
    pub const fn code(self) -> u8 {
        match self {
            Self::Ok => 0,
            Self::RuleBroken | Self::NotFound => 1,
            Self::BadInput => 2,
            Self::Internal => 3,
        }
    }
}

/// The surroundings of one run.
pub struct Console<'a> {
    /// Data.
    pub out: &'a mut dyn Write,
    /// Talk.
    pub err: &'a mut dyn Write,
    /// Whether talk is read by a person as it comes.
    pub terminal: bool,
    /// Whether talk may be coloured.
    pub colour: bool,
    /// Today's date in Sweden, `2026-11-22`.
    pub today: String,
}

impl Console<'_> {
    /// A line of talk. That nobody listens is no reason to stop.
    pub fn say(&mut self, line: &str) {
        let _ = writeln!(self.err, "{line}");
    }

    /// A line that tells progress; only on a terminal, and overwritten by the next.
    pub fn progress(&mut self, line: &str) {
        if self.terminal {
            let _ = write!(self.err, "\r\x1b[2K{line}");
            let _ = self.err.flush();
        }
    }

    /// Takes the progress line away.
    pub fn end_progress(&mut self) {
        self.progress("");
    }

    /// The data that a command was run for. A reader that has gone away (`rond … | head`) is no failure; a full disk is.
    pub fn deliver(&mut self, data: &[u8]) -> Exit {
        match self.out.write_all(data).and_then(|()| self.out.flush()) {
            Ok(()) => Exit::Ok,
            Err(e) if e.kind() == io::ErrorKind::BrokenPipe => Exit::Ok,
            Err(e) => {
                self.complain(&format!(
                    "standard output cannot be written: {e}; what stands there is not whole"
                ));
                Exit::Internal
            }
        }
    }

    /// What went wrong: what, where, remedy.
    pub fn complain(&mut self, what: &str) {
        let head = if self.colour { "\x1b[1;31merror:\x1b[0m" } else { "error:" };
        self.say(&format!("{head} {what}"));
    }

    /// An error of a task, with every defect. `document` is the file that defects point into.
    pub fn complain_of(&mut self, error: &TaskError, document: &str) -> Exit {
        self.end_progress();
        let report = error.to_document();
        let asks = matches!(error, TaskError::InvalidQuestion(_));
        let file = if document.is_empty() || report.errors.is_empty() || asks {
            String::new()
        } else {
            format!("{document}: ")
        };
        self.complain(&format!("{file}{}", report.detail));
        for d in &report.errors {
            let place = match d.pointer.as_str() {
                "" => "/".to_owned(),
                pointer if asks => flag(pointer),
                pointer => pointer.to_owned(),
            };
            self.say(&format!("  {place}  [{}]", d.code));
            self.say(&format!("      {}", d.cause));
            self.say(&format!("      remedy: {}", d.remedy));
        }
        match error {
            TaskError::Refused(_) => Exit::RuleBroken,
            TaskError::InvalidProblem(_)
            | TaskError::InvalidPlan(_)
            | TaskError::InvalidQuestion(_)
            | TaskError::NeedsMap
            | TaskError::NeedsAddresses
            | TaskError::File { .. }
            | TaskError::Map { .. }
            | TaskError::Extract(_) => Exit::BadInput,
        }
    }
}

/// The flag that a question's field is asked by: `--service-ends` of `/serviceEnds`.
fn flag(pointer: &str) -> String {
    let Some(field) = pointer.strip_prefix('/') else { return pointer.to_owned() };
    match field.split('/').next().unwrap_or_default() {
        "today" => "--date".to_owned(),
        "visits" => "--visit".to_owned(),
        name => name.chars().fold("--".to_owned(), |mut flag, c| {
            if c.is_ascii_uppercase() {
                flag.push('-');
            }
            flag.push(c.to_ascii_lowercase());
            flag
        }),
    }
}

/// Times the stages of a long task as they are named.
pub struct Stages {
    began: Instant,
    now: Option<(String, Instant)>,
    done: Vec<(String, Duration)>,
}

impl Stages {
    /// The clock starts.
    pub fn new() -> Self {
        Self { began: Instant::now(), now: None, done: Vec::new() }
    }

    /// A stage begins; the one before ends.
    pub fn begin(&mut self, name: &str) {
        let now = Instant::now();
        if let Some((name, since)) = self.now.replace((name.to_owned(), now)) {
            self.done.push((name, now - since));
        }
    }

    /// All stages with their times, and the whole.
    pub fn end(mut self) -> (Vec<(String, Duration)>, Duration) {
        if let Some((name, since)) = self.now.take() {
            self.done.push((name, since.elapsed()));
        }
        (self.done, self.began.elapsed())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_told_as_flags() {
        for (pointer, said) in [
            ("/from", "--from"),
            ("/serviceEnds", "--service-ends"),
            ("/today", "--date"),
            ("/visits/0", "--visit"),
            ("--profile", "--profile"),
            ("line 3 of /tmp/points.csv", "line 3 of /tmp/points.csv"),
        ] {
            assert_eq!(flag(pointer), said);
        }
    }
}
