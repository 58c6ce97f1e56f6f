//! Elements to a real `.osm.pbf`: synthetic regions and test maps. The same calls give the same bytes.

use super::{MemberId, OsmNode, OsmRelation, OsmWay, PbfDefect, PbfError, Tags};
use flate2::{Compression, write::ZlibEncoder};
use osmpbfreader::{fileformat, osmformat};
use protobuf::{EnumOrUnknown, Message};
use rustc_hash::FxHashMap;
use std::io::Write;

/// Elements per block, as the usual tools have it.
const BLOCK: usize = 8000;

/// Writes elements into a `.osm.pbf`: zlib, dense nodes, one kind of element a block.
///
/// Elements are written in the order given; readers expect nodes, then ways, then relations, each by rising id.
/// Call [`PbfWriter::finish`] at the end, or the last block is lost.
///
/// ```
/// use osm_data::lonlat::LonLat;
/// use osm_data::pbf::{OsmNode, OsmNodeId, OsmWay, OsmWayId, PbfWriter, Tags};
///
/// let mut writer = PbfWriter::new("memory", Vec::new())?;
/// for id in 1..=2_i64 {
///     let place = LonLat { lon: 12.0 + id as f64 * 0.001, lat: 57.7 };
///     writer.node(OsmNode { id: OsmNodeId(id), place, tags: Tags(&[]) })?;
/// }
/// let nodes = [OsmNodeId(1), OsmNodeId(2)];
/// writer.way(OsmWay { id: OsmWayId(1), nodes: &nodes, tags: Tags(&[("highway", "residential")]) })?;
/// let bytes: Vec<u8> = writer.finish()?;
/// assert!(bytes.len() > 100);
/// # Ok::<(), osm_data::pbf::PbfError>(())
/// ```
pub struct PbfWriter<W: Write> {
    name: String,
    sink: W,
    at: u64,
    pending: usize,
    strings: StringTable,
    dense: osmformat::DenseNodes,
    previous: [i64; 3],
    ways: Vec<osmformat::Way>,
    relations: Vec<osmformat::Relation>,
}

/// The strings of one block, each once, numbered in order of first use; number 0 stays unused.
#[derive(Default)]
struct StringTable {
    all: Vec<Vec<u8>>,
    numbers: FxHashMap<Vec<u8>, u32>,
}

impl StringTable {
    fn number(&mut self, text: &str) -> u32 {
        if self.all.is_empty() {
            self.all.push(Vec::new());
        }
        if let Some(&known) = self.numbers.get(text.as_bytes()) {
            return known;
        }
        let new = self.all.len() as u32;
        self.all.push(text.as_bytes().to_vec());
        self.numbers.insert(text.as_bytes().to_vec(), new);
        new
    }

    fn pairs(&mut self, tags: Tags<'_>) -> (Vec<u32>, Vec<u32>) {
        tags.iter().map(|(k, v)| (self.number(k), self.number(v))).unzip()
    }
}

impl<W: Write> PbfWriter<W> {
    /// Starts a file in `sink` with its header block; `name` is for error messages only.
    ///
    /// # Errors
    /// [`PbfDefect::Write`] when `sink` refuses.
    pub fn new(name: impl Into<String>, sink: W) -> Result<Self, PbfError> {
        let mut made = Self {
            name: name.into(),
            sink,
            at: 0,
            pending: 0,
            strings: StringTable::default(),
            dense: osmformat::DenseNodes::new(),
            previous: [0; 3],
            ways: Vec::new(),
            relations: Vec::new(),
        };
        let mut header = osmformat::HeaderBlock::new();
        header.required_features = vec!["OsmSchema-V0.6".to_owned(), "DenseNodes".to_owned()];
        header.set_writingprogram("rond".to_owned());
        let body = made.encode(&header)?;
        made.blob("OSMHeader", &body)?;
        Ok(made)
    }

    /// Adds a node; its place is rounded to the seven decimals of the format.
    ///
    /// # Errors
    /// [`PbfDefect::Write`] when the sink refuses.
    pub fn node(&mut self, node: OsmNode<'_>) -> Result<(), PbfError> {
        if !self.ways.is_empty() || !self.relations.is_empty() || self.pending == BLOCK {
            self.flush()?;
        }
        let now = [node.id.0, to_e7(node.place.lat), to_e7(node.place.lon)];
        self.dense.id.push(now[0] - self.previous[0]);
        self.dense.lat.push(now[1] - self.previous[1]);
        self.dense.lon.push(now[2] - self.previous[2]);
        self.previous = now;
        for (key, value) in node.tags.iter() {
            self.dense.keys_vals.push(self.strings.number(key) as i32);
            self.dense.keys_vals.push(self.strings.number(value) as i32);
        }
        self.dense.keys_vals.push(0);
        self.pending += 1;
        Ok(())
    }

    /// Adds a way.
    ///
    /// # Errors
    /// [`PbfDefect::Write`] when the sink refuses.
    pub fn way(&mut self, way: OsmWay<'_>) -> Result<(), PbfError> {
        if !self.dense.id.is_empty() || !self.relations.is_empty() || self.pending == BLOCK {
            self.flush()?;
        }
        let mut made = osmformat::Way::new();
        made.set_id(way.id.0);
        (made.keys, made.vals) = self.strings.pairs(way.tags);
        made.refs = deltas(way.nodes.iter().map(|n| n.0));
        self.ways.push(made);
        self.pending += 1;
        Ok(())
    }

    /// Adds a relation.
    ///
    /// # Errors
    /// [`PbfDefect::Write`] when the sink refuses.
    pub fn relation(&mut self, relation: OsmRelation<'_>) -> Result<(), PbfError> {
        use osmformat::relation::MemberType;
        if !self.dense.id.is_empty() || !self.ways.is_empty() || self.pending == BLOCK {
            self.flush()?;
        }
        let mut made = osmformat::Relation::new();
        made.set_id(relation.id.0);
        (made.keys, made.vals) = self.strings.pairs(relation.tags);
        made.memids = deltas(relation.members.iter().map(|m| match m.id {
            MemberId::Node(n) => n.0,
            MemberId::Way(w) => w.0,
            MemberId::Relation(r) => r.0,
        }));
        for member in relation.members {
            made.roles_sid.push(self.strings.number(member.role) as i32);
            made.types.push(EnumOrUnknown::new(match member.id {
                MemberId::Node(_) => MemberType::NODE,
                MemberId::Way(_) => MemberType::WAY,
                MemberId::Relation(_) => MemberType::RELATION,
            }));
        }
        self.relations.push(made);
        self.pending += 1;
        Ok(())
    }

    /// Writes what is still held and gives the sink back.
    ///
    /// # Errors
    /// [`PbfDefect::Write`] when the sink refuses.
    pub fn finish(mut self) -> Result<W, PbfError> {
        self.flush()?;
        match self.sink.flush() {
            Ok(()) => Ok(self.sink),
            Err(e) => Err(self.failed(PbfDefect::Write(e))),
        }
    }

    fn flush(&mut self) -> Result<(), PbfError> {
        if self.pending == 0 {
            return Ok(());
        }
        let mut block = osmformat::PrimitiveBlock::new();
        let mut group = osmformat::PrimitiveGroup::new();
        if !self.dense.id.is_empty() {
            let mut dense = std::mem::take(&mut self.dense);
            if dense.keys_vals.iter().all(|&k| k == 0) {
                dense.keys_vals.clear();
            }
            group.dense = Some(dense).into();
        }
        group.ways = std::mem::take(&mut self.ways);
        group.relations = std::mem::take(&mut self.relations);
        block.primitivegroup.push(group);
        let mut table = osmformat::StringTable::new();
        table.s = std::mem::take(&mut self.strings).all;
        block.stringtable = Some(table).into();
        self.previous = [0; 3];
        self.pending = 0;
        let body = self.encode(&block)?;
        self.blob("OSMData", &body)
    }

    fn encode(&self, message: &impl Message) -> Result<Vec<u8>, PbfError> {
        message.write_to_bytes().map_err(|e| self.failed(PbfDefect::Write(e.into())))
    }

    fn blob(&mut self, kind: &str, body: &[u8]) -> Result<(), PbfError> {
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::new(6));
        let packed = packed.write_all(body).and_then(|()| packed.finish());
        let mut blob = fileformat::Blob::new();
        blob.set_raw_size(body.len() as i32);
        blob.set_zlib_data(packed.map_err(|e| self.failed(PbfDefect::Write(e)))?);
        let data = self.encode(&blob)?;
        let mut header = fileformat::BlobHeader::new();
        header.set_type(kind.to_owned());
        header.set_datasize(data.len() as i32);
        let header = self.encode(&header)?;
        let mut framed = (header.len() as u32).to_be_bytes().to_vec();
        framed.extend_from_slice(&header);
        framed.extend_from_slice(&data);
        self.sink.write_all(&framed).map_err(|e| self.failed(PbfDefect::Write(e)))?;
        self.at += framed.len() as u64;
        Ok(())
    }

    fn failed(&self, defect: PbfDefect) -> PbfError {
        PbfError { file: self.name.clone(), at: self.at, defect }
    }
}

fn to_e7(degrees: f64) -> i64 {
    (degrees * 1e7).round() as i64
}

fn deltas(values: impl Iterator<Item = i64>) -> Vec<i64> {
    values.scan(0, |previous, now| Some(now - std::mem::replace(previous, now))).collect()
}
