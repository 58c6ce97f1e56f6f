//! What OpenStreetMap is made of: nodes, ways, relations and their tags, as borrowed views.
//!
//! The reader hands these out, pointing into its block; the writer takes the same ones.

use crate::lonlat::LonLat;

/// The number of a node in OpenStreetMap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OsmNodeId(pub i64);

/// The number of a way in OpenStreetMap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OsmWayId(pub i64);

/// The number of a relation in OpenStreetMap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OsmRelationId(pub i64);

/// The tags of one element: pairs of key and value, in file order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tags<'a>(pub &'a [(&'a str, &'a str)]);

impl<'a> Tags<'a> {
    /// The value of `key`. A file that gives a key twice is answered with its first value.
    pub fn get(&self, key: &str) -> Option<&'a str> {
        self.0.iter().find(|(k, _)| *k == key).map(|(_, v)| *v)
    }

    /// Whether `key` has exactly this `value`.
    pub fn is(&self, key: &str, value: &str) -> bool {
        self.get(key) == Some(value)
    }

    /// The value of the first of `keys` that is there.
    pub fn first_of(&self, keys: &[&str]) -> Option<&'a str> {
        keys.iter().find_map(|key| self.get(key))
    }

    /// Every pair, in file order.
    pub fn iter(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        self.0.iter().copied()
    }

    /// Whether there is no tag at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A place with tags: a junction, a bend, a gate, a house number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OsmNode<'a> {
    /// Its number.
    pub id: OsmNodeId,
    /// Where it lies; the file format keeps seven decimals.
    pub place: LonLat,
    /// What it is.
    pub tags: Tags<'a>,
}

/// A line through nodes: a road, a river, an outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OsmWay<'a> {
    /// Its number.
    pub id: OsmWayId,
    /// Its nodes in drawing order; some may be absent from a clipped file.
    pub nodes: &'a [OsmNodeId],
    /// What it is.
    pub tags: Tags<'a>,
}

/// Elements that belong together, each with a role: a turn restriction, a bus line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OsmRelation<'a> {
    /// Its number.
    pub id: OsmRelationId,
    /// Its members in file order.
    pub members: &'a [OsmMember<'a>],
    /// What it is.
    pub tags: Tags<'a>,
}

/// One member of a relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OsmMember<'a> {
    /// Which element.
    pub id: MemberId,
    /// What it does in the relation: `from`, `via`, `to`.
    pub role: &'a str,
}

/// The kind and number of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MemberId {
    /// A node.
    Node(OsmNodeId),
    /// A way.
    Way(OsmWayId),
    /// Another relation.
    Relation(OsmRelationId),
}

/// Any element, as the reader meets it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OsmElement<'a> {
    /// A node.
    Node(OsmNode<'a>),
    /// A way.
    Way(OsmWay<'a>),
    /// A relation.
    Relation(OsmRelation<'a>),
}
