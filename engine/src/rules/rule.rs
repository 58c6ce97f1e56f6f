//! The closed list of rules.

/// Hard rules may not be broken by the optimiser; soft ones have a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Never broken by the optimiser; a plan made by hand is told so.
    Hard,
    /// Priced.
    Soft,
}

macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $level:ident;)+) => {
        /// A rule. Adding one breaks every `match` that must learn of it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum RuleId {
            $($(#[$doc])* $name,)+
        }

        impl RuleId {
            /// Every rule, hard ones first.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The stable text used in documents.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// Hard or soft.
            pub const fn level(self) -> Level {
                match self { $(Self::$name => Level::$level,)+ }
            }
        }
    };
}

rules! {
    /// Every slot of a planned visit is filled, exactly once.
    Complete = "complete", Hard;
    /// Each slot is filled by someone with the role and the skills.
    Skills = "skills", Hard;
    /// Slots of one visit: different people, starting together or staggered as given.
    Together = "together", Hard;
    /// Nobody comes whom the patient refused.
    Refusals = "refusals", Hard;
    /// The team responsible at the time of the visit goes.
    Responsibility = "responsibility", Hard;
    /// Visits start inside their windows.
    TimeWindows = "time-windows", Hard;
    /// There is time, and a road, to get from each stop to the next; stops are where they must be.
    Transit = "transit", Hard;
    /// Work stays inside the shift and its overtime limit.
    ShiftHours = "shift-hours", Hard;
    /// Rest breaks are held, and no stretch of work is too long.
    RestBreaks = "rest-breaks", Hard;
    /// Blocked times are kept.
    Blocks = "blocks", Hard;
    /// Eleven hours between the work of two days.
    DailyRest = "daily-rest", Hard;
    /// Ties between visits are kept.
    LinkedVisits = "linked-visits", Hard;
    /// A crew that shares a vehicle travels together.
    Crew = "crew", Hard;
    /// What is locked stays.
    Pins = "pins", Hard;
    /// Acute visits start by their due moment, and soon; others by their date.
    Due = "due", Soft;
    /// No visit is left out; what has waited long weighs more.
    Unplanned = "unplanned", Soft;
    /// The fixed contact comes; few different faces.
    Continuity = "continuity", Soft;
    /// People, languages, gender and times wished for.
    Wishes = "wishes", Soft;
    /// Visits start inside their soft windows.
    SoftWindows = "soft-windows", Soft;
    /// Little overtime.
    Overtime = "overtime", Soft;
    /// Little driving.
    Travel = "travel", Soft;
    /// Little waiting, least of all for each other.
    Waiting = "waiting", Soft;
    /// The load is shared.
    Fairness = "fairness", Soft;
    /// What people have been told is kept.
    Stability = "stability", Soft;
}

impl RuleId {
    /// Position in [`RuleId::ALL`].
    pub const fn index(self) -> usize {
        self as usize
    }
}
