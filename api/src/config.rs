//! How the service runs: flags and environment, read once.
//!
//! The environment is read here and nowhere else. A flag of the command line wins over the environment, the environment over
//! the default.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

/// Everything that can be set for `rond serve`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Address and port to listen on. `ROND_LISTEN`; 127.0.0.1:8080 unless set.
    pub listen: SocketAddr,
    /// Map file for travel times. `ROND_MAP`; none unless set (documents must then bring their own travel times).
    pub map: Option<PathBuf>,
    /// Whether OSRM's HTTP form is served beside our own; needs a map. `ROND_OSRM` (`1` or `true`); off unless set.
    pub osrm: bool,
    /// Largest request body in bytes. `ROND_BODY_LIMIT`; 64 MiB unless set.
    pub body_limit: usize,
    /// Longest time one request may take, planning jobs aside. `ROND_REQUEST_SECONDS`; 60 s unless set.
    pub request_time: Duration,
    /// Longest time limit that a planning job may ask for. `ROND_PLAN_SECONDS_MAX`; 600 s, or `ROND_PLAN_SECONDS` if that is
    /// more, unless set.
    pub plan_time_max: Duration,
    /// Time limit of a job that asks for none. `ROND_PLAN_SECONDS`; 10 s, or `ROND_PLAN_SECONDS_MAX` if that is less, unless set.
    pub plan_time: Duration,
    /// Jobs that plan at the same time. `ROND_PLAN_WORKERS`; 1 unless set.
    pub plan_workers: usize,
    /// Threads of one planning job. `ROND_PLAN_THREADS`; as many as the machine has, divided among the workers, unless set.
    pub plan_threads: usize,
    /// Jobs that may wait for a worker; a further one is told to come back later. `ROND_PLAN_QUEUE`; 16 unless set.
    pub plan_queue: usize,
    /// Problems, plans and ended jobs kept in memory, of each; the oldest goes first. `ROND_KEEP`; 200 unless set.
    pub keep: usize,
    /// Bytes of problems and plans (as documents) kept in memory. `ROND_KEEP_BYTES`; 512 MiB unless set.
    pub keep_bytes: usize,
    /// Open event streams at the same time. `ROND_EVENT_STREAMS`; 256 unless set.
    pub event_streams: usize,
    /// Log lines as JSON. `ROND_LOG_JSON` (`1` or `true`); off unless set.
    pub log_json: bool,
    /// Which log lines to write, in the form of `tracing` directives. `ROND_LOG`; `info` unless set.
    pub log: String,
}

/// A setting that cannot be used.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// A variable does not hold what it should.
    #[error("{name} is `{value}`, which is not {expected}; correct it or leave it out")]
    Value {
        /// The variable.
        name: &'static str,
        /// What it holds.
        value: String,
        /// What it should hold.
        expected: &'static str,
    },
    /// The usual time limit of a job is longer than the longest.
    #[error(
        "ROND_PLAN_SECONDS is `{usual}`, more than ROND_PLAN_SECONDS_MAX, which is `{longest}`; \
         lower the first, raise the second, or leave one out"
    )]
    UsualAboveLongest {
        /// Seconds in `ROND_PLAN_SECONDS`.
        usual: u64,
        /// Seconds in `ROND_PLAN_SECONDS_MAX`.
        longest: u64,
    },
}

impl Default for Config {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            map: None,
            osrm: false,
            body_limit: 64 << 20,
            request_time: Duration::from_secs(60),
            plan_time_max: Duration::from_secs(600),
            plan_time: Duration::from_secs(10),
            plan_workers: 1,
            plan_threads: cores,
            plan_queue: 16,
            keep: 200,
            keep_bytes: 512 << 20,
            event_streams: 256,
            log_json: false,
            log: "info".to_owned(),
        }
    }
}

impl Config {
    /// Reads the environment of this process.
    ///
    /// # Errors
    /// [`ConfigError`] for the first variable that does not hold what it should.
    pub fn from_process() -> Result<Self, ConfigError> {
        Self::from_lookup(|name| std::env::var(name).ok())
    }

    /// Reads settings from any source of names and values.
    ///
    /// # Errors
    /// [`ConfigError`] for the first variable that does not hold what it should.
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let mut config = Self::default();
        read(&lookup, "ROND_LISTEN", "an address and port such as 127.0.0.1:8080", &mut config.listen)?;
        if let Some(path) = lookup("ROND_MAP").filter(|p| !p.is_empty()) {
            config.map = Some(PathBuf::from(path));
        }
        positive(&lookup, "ROND_BODY_LIMIT", "a number of bytes above zero", &mut config.body_limit)?;
        seconds(&lookup, "ROND_REQUEST_SECONDS", &mut config.request_time)?;
        seconds(&lookup, "ROND_PLAN_SECONDS_MAX", &mut config.plan_time_max)?;
        seconds(&lookup, "ROND_PLAN_SECONDS", &mut config.plan_time)?;
        let stated = |name| lookup(name).is_some();
        config.order_plan_times(stated("ROND_PLAN_SECONDS"), stated("ROND_PLAN_SECONDS_MAX"))?;
        positive(&lookup, "ROND_PLAN_WORKERS", "a number above zero", &mut config.plan_workers)?;
        config.plan_threads = (config.plan_threads / config.plan_workers).max(1);
        positive(&lookup, "ROND_PLAN_THREADS", "a number above zero", &mut config.plan_threads)?;
        positive(&lookup, "ROND_PLAN_QUEUE", "a number above zero", &mut config.plan_queue)?;
        positive(&lookup, "ROND_KEEP", "a number above zero", &mut config.keep)?;
        positive(&lookup, "ROND_KEEP_BYTES", "a number of bytes above zero", &mut config.keep_bytes)?;
        positive(&lookup, "ROND_EVENT_STREAMS", "a number above zero", &mut config.event_streams)?;
        switch(&lookup, "ROND_OSRM", &mut config.osrm)?;
        switch(&lookup, "ROND_LOG_JSON", &mut config.log_json)?;
        if let Some(log) = lookup("ROND_LOG").filter(|l| !l.is_empty()) {
            config.log = log;
        }
        Ok(config)
    }

    /// Where the usual time limit of a job exceeds the longest, the one that nobody stated gives way.
    fn order_plan_times(&mut self, usual_stated: bool, longest_stated: bool) -> Result<(), ConfigError> {
        let (usual, longest) = (self.plan_time.as_secs(), self.plan_time_max.as_secs());
        match (usual_stated, longest_stated) {
            _ if usual <= longest => {}
            (true, true) => return Err(ConfigError::UsualAboveLongest { usual, longest }),
            (true, false) => self.plan_time_max = self.plan_time,
            (false, _) => self.plan_time = self.plan_time_max,
        }
        Ok(())
    }
}

fn read<T: std::str::FromStr>(
    lookup: &impl Fn(&str) -> Option<String>,
    name: &'static str,
    expected: &'static str,
    into: &mut T,
) -> Result<(), ConfigError> {
    if let Some(value) = lookup(name) {
        *into = value.parse().map_err(|_| ConfigError::Value { name, value, expected })?;
    }
    Ok(())
}

fn switch(
    lookup: &impl Fn(&str) -> Option<String>,
    name: &'static str,
    into: &mut bool,
) -> Result<(), ConfigError> {
    let Some(value) = lookup(name) else { return Ok(()) };
    *into = match value.as_str() {
        "1" | "true" => true,
        "0" | "false" | "" => false,
        _ => return Err(ConfigError::Value { name, value, expected: "1, true, 0 or false" }),
    };
    Ok(())
}

fn positive(
    lookup: &impl Fn(&str) -> Option<String>,
    name: &'static str,
    expected: &'static str,
    into: &mut usize,
) -> Result<(), ConfigError> {
    read(lookup, name, expected, into)?;
    if *into == 0 { Err(ConfigError::Value { name, value: "0".to_owned(), expected }) } else { Ok(()) }
}

fn seconds(
    lookup: &impl Fn(&str) -> Option<String>,
    name: &'static str,
    into: &mut Duration,
) -> Result<(), ConfigError> {
    const EXPECTED: &str = "a number of whole seconds from 1 to 86400";
    let mut whole = into.as_secs();
    read(lookup, name, EXPECTED, &mut whole)?;
    if !(1..=86_400).contains(&whole) {
        return Err(ConfigError::Value { name, value: whole.to_string(), expected: EXPECTED });
    }
    *into = Duration::from_secs(whole);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(pairs: &[(&str, &str)]) -> Result<Config, ConfigError> {
        Config::from_lookup(|name| pairs.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned()))
    }

    #[test]
    fn an_empty_environment_gives_the_defaults() {
        assert_eq!(with(&[]).unwrap(), Config::default());
    }

    #[test]
    fn what_is_set_is_taken() {
        let config =
            with(&[("ROND_LISTEN", "0.0.0.0:80"), ("ROND_MAP", "town.rond"), ("ROND_BODY_LIMIT", "1024")])
                .unwrap();
        assert_eq!(config.listen.port(), 80);
        assert_eq!(config.map, Some(PathBuf::from("town.rond")));
        assert_eq!(config.body_limit, 1024);
    }

    #[test]
    fn a_bad_value_names_variable_value_and_remedy() {
        let error = with(&[("ROND_LISTEN", "here")]).unwrap_err().to_string();
        assert!(
            error.contains("ROND_LISTEN") && error.contains("`here`") && error.contains("127.0.0.1:8080")
        );
        assert!(with(&[("ROND_PLAN_WORKERS", "0")]).is_err());
        assert!(with(&[("ROND_PLAN_SECONDS", "-3")]).is_err());
    }

    #[test]
    fn a_usual_time_limit_above_the_longest_is_refused_when_both_are_stated() {
        let error = with(&[("ROND_PLAN_SECONDS_MAX", "5"), ("ROND_PLAN_SECONDS", "50")]).unwrap_err();
        assert_eq!(error, ConfigError::UsualAboveLongest { usual: 50, longest: 5 });
        let text = error.to_string();
        assert!(text.contains("ROND_PLAN_SECONDS is `50`") && text.contains("_MAX, which is `5`"), "{text}");
        assert!(with(&[("ROND_PLAN_SECONDS_MAX", "50"), ("ROND_PLAN_SECONDS", "50")]).is_ok());
    }

    #[test]
    fn a_default_time_limit_gives_way_to_a_stated_one() {
        let seconds = |config: Config| (config.plan_time.as_secs(), config.plan_time_max.as_secs());
        assert_eq!(seconds(with(&[("ROND_PLAN_SECONDS_MAX", "5")]).unwrap()), (5, 5));
        assert_eq!(seconds(with(&[("ROND_PLAN_SECONDS", "900")]).unwrap()), (900, 900));
    }
}
