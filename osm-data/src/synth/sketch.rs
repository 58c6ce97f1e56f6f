//! `Sketch`: streets as chains of spots on a flat map, before anything is bent, cut or tagged.

/// Which street, by its number in the sketch.
pub(super) type StreetNo = u32;

/// A place on the flat map, in metres east and north of the middle.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Spot {
    pub(super) x: f64,
    pub(super) y: f64,
}

impl Spot {
    pub(super) fn plus(self, along: (f64, f64), metres: f64) -> Self {
        Self { x: self.x + along.0 * metres, y: self.y + along.1 * metres }
    }

    pub(super) fn metres_to(self, other: Self) -> f64 {
        let (dx, dy) = (other.x - self.x, other.y - self.y);
        (dx * dx + dy * dy).sqrt()
    }

    /// The direction to `other`; east when the two are one.
    pub(super) fn towards(self, other: Self) -> (f64, f64) {
        let length = self.metres_to(other);
        if length < 1e-6 { (1.0, 0.0) } else { ((other.x - self.x) / length, (other.y - self.y) / length) }
    }

    /// The place that lies this share of the way to `other`.
    pub(super) fn mixed(self, other: Self, share: f64) -> Self {
        Self { x: self.x + (other.x - self.x) * share, y: self.y + (other.y - self.y) * share }
    }
}

/// What a junction is besides a meeting of streets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum SpotKind {
    #[default]
    Plain,
    /// Drawn as a circle.
    Roundabout,
    /// Traffic signals; ways are cut here, so that turn restrictions can name them.
    Signals,
    /// Ways are cut here, as at signals.
    Cut,
    /// The end of a cul-de-sac.
    TurningCircle,
}

/// Classes of roads and other lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    Motorway,
    MotorwayLink,
    Trunk,
    Primary,
    Secondary,
    Tertiary,
    Unclassified,
    Residential,
    Living,
    Service,
    Driveway,
    Track,
    Ferry,
    /// A roundabout takes the class of its largest road in real maps; here always the same.
    Roundabout,
    River,
    Coast,
    Island,
    Lake,
}

impl Class {
    /// Whether cars use it.
    pub(super) const fn is_road(self) -> bool {
        !matches!(self, Self::River | Self::Coast | Self::Island | Self::Lake)
    }
}

/// Which way traffic flows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sense {
    Both,
    /// In the order of the chain only.
    Forward,
}

/// What is special about a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extra {
    None,
    Bridge,
    /// A bollard halfway.
    Bollard,
    /// A gate halfway.
    Gate,
}

/// How a street looks: all that its tags are made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) class: Class,
    pub(super) sense: Sense,
    pub(super) extra: Extra,
    /// Built-up, so that the general limit is 50.
    pub(super) urban: bool,
    /// Number of the name in its settlement; `NO_NAME` without.
    pub(super) name: u32,
    /// Number of the settlement it belongs to.
    pub(super) place: u32,
    /// A stable number that varies what varies: limits, surfaces.
    pub(super) variety: u32,
}

impl Look {
    pub(super) const NO_NAME: u32 = u32::MAX;
}

/// A chain of spots with one look.
#[derive(Clone, Copy, Debug)]
pub(super) struct Street {
    pub(super) look: Look,
    /// First entry in [`Sketch::chains`], and how many.
    pub(super) first: u32,
    pub(super) spots: u32,
    /// House number at which the chain begins; 0 where nobody lives.
    pub(super) house: u32,
}

/// A town, village or hamlet.
#[derive(Clone, Debug)]
pub(super) struct Settlement {
    pub(super) name: String,
    pub(super) middle: Spot,
    /// How many junctions it should have.
    pub(super) size: usize,
    /// Everything of it lies within this many metres of the middle.
    pub(super) radius: f64,
    /// Its spots, once drawn.
    pub(super) spots: std::ops::Range<u32>,
}

/// The flat map.
#[derive(Debug, Default)]
pub(super) struct Sketch {
    pub(super) settlements: Vec<Settlement>,
    pub(super) spots: Vec<Spot>,
    pub(super) kinds: Vec<SpotKind>,
    pub(super) streets: Vec<Street>,
    pub(super) chains: Vec<u32>,
}

impl Sketch {
    pub(super) fn spot(&mut self, at: Spot) -> u32 {
        self.spots.push(at);
        self.kinds.push(SpotKind::Plain);
        (self.spots.len() - 1) as u32
    }

    pub(super) fn street(&mut self, look: Look, chain: &[u32], house: u32) -> StreetNo {
        let first = self.chains.len() as u32;
        self.chains.extend_from_slice(chain);
        self.streets.push(Street { look, first, spots: chain.len() as u32, house });
        (self.streets.len() - 1) as StreetNo
    }

    pub(super) fn chain(&self, street: &Street) -> &[u32] {
        &self.chains[street.first as usize..][..street.spots as usize]
    }

    /// The spot of a settlement that lies farthest out in a direction.
    pub(super) fn outermost(&self, settlement: usize, towards: (f64, f64)) -> u32 {
        let out = |s: u32| self.spots[s as usize].x * towards.0 + self.spots[s as usize].y * towards.1;
        let spots = self.settlements[settlement].spots.clone();
        spots.max_by(|&a, &b| out(a).total_cmp(&out(b))).expect("a settlement has spots")
    }
}

/// Which spots hang together (union-find).
#[derive(Debug)]
pub(super) struct Parts(Vec<u32>);

impl Parts {
    pub(super) fn new(count: usize) -> Self {
        Self((0..count as u32).collect())
    }

    pub(super) fn of(&mut self, one: usize) -> usize {
        let mut at = one;
        while self.0[at] as usize != at {
            self.0[at] = self.0[self.0[at] as usize];
            at = self.0[at] as usize;
        }
        at
    }

    /// Joins two; whether they were apart.
    pub(super) fn join(&mut self, a: usize, b: usize) -> bool {
        let (a, b) = (self.of(a), self.of(b));
        self.0[a.max(b)] = a.min(b) as u32;
        a != b
    }
}
