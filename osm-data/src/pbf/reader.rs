//! Streams elements out of a `.osm.pbf`; with the writer the only file that names the reader library.
//!
//! The library decodes the messages; framing, sizes, packing and every index are checked here, because it
//! panics on a truncated file and reports nothing of the header. A file is walked once on opening, block head
//! by block head, so that a truncated one is refused before any work is done.

use super::{
    MemberId, OsmElement, OsmMember, OsmNode, OsmNodeId, OsmRelation, OsmRelationId, OsmWay, OsmWayId,
    PbfDefect, PbfError, Tags,
};
use crate::lonlat::LonLat;
use osmpbfreader::{fileformat, osmformat};
use protobuf::{Message, UnknownValueRef};
use rayon::prelude::*;
use std::borrow::Cow;
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;

/// Greatest size of a block head.
const HEAD_LIMIT: u64 = 64 * 1024;
/// Greatest size of a block, packed or unpacked.
const BLOB_LIMIT: u64 = 32 * 1024 * 1024;
/// Features a file may require of its reader. Dense nodes are a packing, the other is the data model.
const KNOWN_FEATURES: [&str; 2] = ["OsmSchema-V0.6", "DenseNodes"];

/// Which kinds of element to visit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kinds {
    /// Visit nodes.
    pub nodes: bool,
    /// Visit ways.
    pub ways: bool,
    /// Visit relations.
    pub relations: bool,
}

impl Kinds {
    /// Every kind.
    pub const ALL: Self = Self { nodes: true, ways: true, relations: true };
    /// Nodes alone.
    pub const NODES: Self = Self { nodes: true, ways: false, relations: false };
    /// Ways and relations.
    pub const WAYS_AND_RELATIONS: Self = Self { nodes: false, ways: true, relations: true };

    fn meets(self, other: Self) -> bool {
        (self.nodes && other.nodes) || (self.ways && other.ways) || (self.relations && other.relations)
    }
}

/// How many elements of each kind were visited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PbfCounts {
    /// Nodes visited.
    pub nodes: u64,
    /// Ways visited.
    pub ways: u64,
    /// Relations visited.
    pub relations: u64,
    /// Nodes left out because their coordinates are not on the earth.
    pub nodes_off_earth: u64,
}

/// One data block of the file.
struct BlobEntry {
    /// Where its frame begins: the byte named in errors.
    at: u64,
    data_at: u64,
    size: usize,
    /// What it was found to hold when it was read first.
    holds: Option<Kinds>,
}

/// A `.osm.pbf` whose framing and header have been checked, ready to be read any number of times.
///
/// Elements come in file order, whatever that is: unsorted, relations first, kinds mixed.
pub struct PbfReader<R> {
    name: String,
    source: R,
    blobs: Vec<BlobEntry>,
}

impl PbfReader<BufReader<File>> {
    /// Opens a file.
    ///
    /// # Errors
    /// A [`PbfError`] when the file cannot be read, is empty, truncated, not a `.osm.pbf`, or of a kind that is
    /// not read here.
    pub fn open(path: &Path) -> Result<Self, PbfError> {
        let name = path.display().to_string();
        match File::open(path) {
            Ok(file) => Self::new(name, BufReader::new(file)),
            Err(e) => Err(PbfError { file: name, at: 0, defect: PbfDefect::Io(e) }),
        }
    }
}

impl<R: Read + Seek> PbfReader<R> {
    /// Opens anything readable; `name` is for error messages only.
    ///
    /// # Errors
    /// As [`PbfReader::open`].
    pub fn new(name: impl Into<String>, source: R) -> Result<Self, PbfError> {
        let mut made = Self { name: name.into(), source, blobs: Vec::new() };
        made.walk_frames()?;
        Ok(made)
    }

    /// Visits every element of the wanted kinds, in file order.
    ///
    /// Blocks known from an earlier reading to hold nothing wanted are skipped without being unpacked; the others are
    /// unpacked on all threads of the pool.
    ///
    /// # Errors
    /// The first block that does not decode; elements before it have been visited.
    pub fn read(
        &mut self,
        wanted: Kinds,
        mut visit: impl FnMut(OsmElement<'_>),
    ) -> Result<PbfCounts, PbfError> {
        let mut counts = PbfCounts::default();
        let holds_some = |entry: &BlobEntry| entry.holds.is_none_or(|held| held.meets(wanted));
        let wanted_blobs: Vec<usize> =
            (0..self.blobs.len()).filter(|&i| holds_some(&self.blobs[i])).collect();
        // As many blocks at a time as there are threads to unpack them, so that memory is bounded by their number.
        for blobs in wanted_blobs.chunks(rayon::current_num_threads().max(1)) {
            let packed: Vec<_> = blobs
                .iter()
                .map(|&i| {
                    let BlobEntry { data_at, size, .. } = self.blobs[i];
                    self.bytes_at(data_at, size)
                })
                .collect();
            let blocks: Vec<_> = packed.into_par_iter().map(|bytes| block_of(&bytes?)).collect();
            for (&i, block) in blobs.iter().zip(blocks) {
                let held = block.and_then(|block| walk_block(&block, wanted, &mut counts, &mut visit));
                self.blobs[i].holds = Some(held.map_err(|defect| self.failed(self.blobs[i].at, defect))?);
            }
        }
        Ok(counts)
    }

    fn failed(&self, at: u64, defect: PbfDefect) -> PbfError {
        PbfError { file: self.name.clone(), at, defect }
    }

    fn bytes_at(&mut self, at: u64, size: usize) -> Result<Vec<u8>, PbfDefect> {
        // Sizes were checked against the length of the file: the allocation is bounded by it.
        let mut bytes = vec![0; size];
        self.source.seek(SeekFrom::Start(at))?;
        self.source.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    /// From frame to frame to the end of the file; fills `blobs`, reads the header block.
    fn walk_frames(&mut self) -> Result<(), PbfError> {
        let length = self.source.seek(SeekFrom::End(0)).map_err(|e| self.failed(0, e.into()))?;
        if length == 0 {
            return Err(self.failed(0, PbfDefect::Empty));
        }
        let mut at = 0;
        while at < length {
            at = self.walk_frame(at, length).map_err(|defect| self.failed(at, defect))?;
        }
        Ok(())
    }

    /// One frame: four bytes of size, the head, the data. Returns where the next begins.
    fn walk_frame(&mut self, at: u64, length: u64) -> Result<u64, PbfDefect> {
        let first = at == 0;
        let within = |end: u64| match end.checked_sub(length) {
            None | Some(0) => Ok(()),
            Some(missing) => Err(PbfDefect::Truncated { missing }),
        };
        if first {
            let sample = self.bytes_at(0, length.min(8) as usize)?;
            if let Some(what) = foreign_kind(&sample) {
                return Err(PbfDefect::Foreign(what));
            }
        }
        within(at + 4)?;
        let size = self.bytes_at(at, 4)?;
        let head_size = u64::from(u32::from_be_bytes([size[0], size[1], size[2], size[3]]));
        if head_size > HEAD_LIMIT {
            return Err(if first {
                PbfDefect::Foreign("something unknown")
            } else {
                PbfDefect::TooLarge { size: head_size, limit: HEAD_LIMIT }
            });
        }
        within(at + 4 + head_size)?;
        let head = self.bytes_at(at + 4, head_size as usize)?;
        let head = fileformat::BlobHeader::parse_from_bytes(&head).map_err(|_| match first {
            true => PbfDefect::Foreign("something unknown"),
            false => PbfDefect::Damaged("a block without a readable head"),
        })?;
        let size =
            u64::try_from(head.datasize()).map_err(|_| PbfDefect::Damaged("a block of negative size"))?;
        if size > BLOB_LIMIT {
            return Err(PbfDefect::TooLarge { size, limit: BLOB_LIMIT });
        }
        let data_at = at + 4 + head_size;
        within(data_at + size)?;
        match (head.type_(), first) {
            ("OSMHeader", _) => {
                let body = unpacked(&self.bytes_at(data_at, size as usize)?)?;
                check_header(&body)?;
            }
            (_, true) => {
                return Err(PbfDefect::Foreign("a file that does not begin with an OSMHeader block"));
            }
            ("OSMData", _) => self.blobs.push(BlobEntry { at, data_at, size: size as usize, holds: None }),
            // The format asks readers to skip kinds of block that they do not know.
            _ => {}
        }
        Ok(data_at + size)
    }
}

fn block_of(bytes: &[u8]) -> Result<osmformat::PrimitiveBlock, PbfDefect> {
    osmformat::PrimitiveBlock::parse_from_bytes(&unpacked(bytes)?)
        .map_err(|_| PbfDefect::Damaged("the block is no list of elements"))
}

/// What a file is that is certainly no pbf, from its first bytes.
fn foreign_kind(sample: &[u8]) -> Option<&'static str> {
    let kinds: [(&[u8], &str); 9] = [
        (b"<", "text of the HTML or XML kind (an error page, or a .osm file)"),
        (b"\xef\xbb\xbf<", "text of the HTML or XML kind (an error page, or a .osm file)"),
        (b"{", "a JSON text"),
        (b"\x1f\x8b", "packed with gzip"),
        (b"BZh", "packed with bzip2"),
        (b"PK", "a zip archive"),
        (b"\x28\xb5\x2f\xfd", "packed with zstd"),
        (b"\xff\xe0", "an .o5m file"),
        (b"ROND", "a map file of this program"),
    ];
    kinds.iter().find(|(start, _)| sample.starts_with(start)).map(|(_, what)| *what)
}

fn check_header(body: &[u8]) -> Result<(), PbfDefect> {
    let header = osmformat::HeaderBlock::parse_from_bytes(body)
        .map_err(|_| PbfDefect::Damaged("the header block does not decode"))?;
    for feature in &header.required_features {
        if feature == "HistoricalInformation" {
            return Err(PbfDefect::History);
        }
        if !KNOWN_FEATURES.contains(&feature.as_str()) {
            return Err(PbfDefect::Feature(feature.clone()));
        }
    }
    Ok(())
}

/// The contents of a blob, unpacked; never more than [`BLOB_LIMIT`] bytes.
fn unpacked(bytes: &[u8]) -> Result<Vec<u8>, PbfDefect> {
    let mut blob = fileformat::Blob::parse_from_bytes(bytes)
        .map_err(|_| PbfDefect::Damaged("the block does not decode"))?;
    if let Some(raw) = blob.raw.take() {
        return if raw.len() as u64 > BLOB_LIMIT { Err(too_large(raw.len() as u64)) } else { Ok(raw) };
    }
    let stated = u64::try_from(blob.raw_size())
        .map_err(|_| PbfDefect::Damaged("a block of negative unpacked size"))?;
    if stated > BLOB_LIMIT {
        return Err(too_large(stated));
    }
    if let Some(packed) = &blob.zlib_data {
        let mut body = Vec::with_capacity(stated as usize);
        // One byte beyond what is stated, to notice a block that is longer than it says.
        flate2::read::ZlibDecoder::new(packed.as_slice())
            .take(stated + 1)
            .read_to_end(&mut body)
            .map_err(|_| PbfDefect::Damaged("the packed data (zlib) does not unpack"))?;
        return sized(body, stated);
    }
    if blob.lzma_data.is_some() {
        return Err(PbfDefect::Packing("lzma"));
    }
    // The library knows no newer packings and keeps them as unknown fields: 6 is lz4, 7 is zstd.
    for (field, value) in blob.special_fields.unknown_fields().iter() {
        match (field, value) {
            (6, UnknownValueRef::LengthDelimited(packed)) => {
                let body = lz4_flex::block::decompress(packed, stated as usize)
                    .map_err(|_| PbfDefect::Damaged("the packed data (lz4) does not unpack"))?;
                return sized(body, stated);
            }
            (7, UnknownValueRef::LengthDelimited(_)) => return Err(PbfDefect::Packing("zstd")),
            _ => {}
        }
    }
    Err(PbfDefect::Damaged("a block without data, or packed in an obsolete way"))
}

fn sized(body: Vec<u8>, stated: u64) -> Result<Vec<u8>, PbfDefect> {
    if body.len() as u64 == stated {
        Ok(body)
    } else {
        Err(PbfDefect::Damaged("the unpacked data is not as long as stated"))
    }
}

fn too_large(size: u64) -> PbfDefect {
    PbfDefect::TooLarge { size, limit: BLOB_LIMIT }
}

const STRING_OUT_OF_RANGE: PbfDefect = PbfDefect::Damaged("a tag or role points outside the string table");
const UNEVEN_LISTS: PbfDefect = PbfDefect::Damaged("lists that belong together differ in length");

/// The strings of a block and the scale of its coordinates.
struct Context<'a> {
    strings: Vec<Cow<'a, str>>,
    granularity: i64,
    lat_offset: i64,
    lon_offset: i64,
}

impl<'a> Context<'a> {
    fn new(block: &'a osmformat::PrimitiveBlock) -> Self {
        Self {
            // A name in a wrong encoding must not cost a region its map: it is shown with replacement marks.
            strings: block.stringtable.s.iter().map(|s| String::from_utf8_lossy(s)).collect(),
            granularity: i64::from(block.granularity()),
            lat_offset: block.lat_offset(),
            lon_offset: block.lon_offset(),
        }
    }

    fn string(&self, number: usize) -> Result<&str, PbfDefect> {
        self.strings.get(number).map(AsRef::as_ref).ok_or(STRING_OUT_OF_RANGE)
    }

    /// `None` when not on the earth.
    fn place(&self, lon: i64, lat: i64) -> Option<LonLat> {
        let degrees = |offset: i64, value: i64| {
            let nano = self.granularity.checked_mul(value)?.checked_add(offset)?;
            Some(nano as f64 * 1e-9)
        };
        LonLat::new(degrees(self.lon_offset, lon)?, degrees(self.lat_offset, lat)?)
    }

    fn tags<'t>(
        &'t self,
        keys: &[u32],
        values: &[u32],
        into: &mut Vec<(&'t str, &'t str)>,
    ) -> Result<(), PbfDefect> {
        into.clear();
        if keys.len() != values.len() {
            return Err(UNEVEN_LISTS);
        }
        for (&key, &value) in keys.iter().zip(values) {
            into.push((self.string(key as usize)?, self.string(value as usize)?));
        }
        Ok(())
    }
}

/// Visits the elements of one block; returns which kinds it holds.
fn walk_block(
    block: &osmformat::PrimitiveBlock,
    wanted: Kinds,
    counts: &mut PbfCounts,
    visit: &mut impl FnMut(OsmElement<'_>),
) -> Result<Kinds, PbfDefect> {
    let context = Context::new(block);
    let mut held = Kinds::default();
    let mut tags = Vec::new();
    for group in &block.primitivegroup {
        held.nodes |= !group.nodes.is_empty() || group.dense.is_some();
        held.ways |= !group.ways.is_empty();
        held.relations |= !group.relations.is_empty();
        if wanted.nodes {
            for node in &group.nodes {
                context.tags(&node.keys, &node.vals, &mut tags)?;
                visit_node(&context, node.id(), node.lon(), node.lat(), &tags, counts, visit);
            }
            if let Some(dense) = group.dense.as_ref() {
                walk_dense(&context, dense, counts, visit)?;
            }
        }
        if wanted.ways {
            let mut nodes = Vec::new();
            for way in &group.ways {
                context.tags(&way.keys, &way.vals, &mut tags)?;
                nodes.clear();
                nodes.extend(sums(&way.refs).map(OsmNodeId));
                counts.ways += 1;
                visit(OsmElement::Way(OsmWay { id: OsmWayId(way.id()), nodes: &nodes, tags: Tags(&tags) }));
            }
        }
        if wanted.relations {
            for relation in &group.relations {
                context.tags(&relation.keys, &relation.vals, &mut tags)?;
                let members = members_of(&context, relation)?;
                counts.relations += 1;
                visit(OsmElement::Relation(OsmRelation {
                    id: OsmRelationId(relation.id()),
                    members: &members,
                    tags: Tags(&tags),
                }));
            }
        }
    }
    Ok(held)
}

/// Delta-coded numbers, summed up. A damaged file may wrap round; ids have no meaning here, so that is harmless.
fn sums(deltas: &[i64]) -> impl Iterator<Item = i64> + '_ {
    deltas.iter().scan(0_i64, |sum, delta| {
        *sum = sum.wrapping_add(*delta);
        Some(*sum)
    })
}

fn visit_node(
    context: &Context<'_>,
    id: i64,
    lon: i64,
    lat: i64,
    tags: &[(&str, &str)],
    counts: &mut PbfCounts,
    visit: &mut impl FnMut(OsmElement<'_>),
) {
    match context.place(lon, lat) {
        Some(place) => {
            counts.nodes += 1;
            visit(OsmElement::Node(OsmNode { id: OsmNodeId(id), place, tags: Tags(tags) }));
        }
        None => counts.nodes_off_earth += 1,
    }
}

fn walk_dense(
    context: &Context<'_>,
    dense: &osmformat::DenseNodes,
    counts: &mut PbfCounts,
    visit: &mut impl FnMut(OsmElement<'_>),
) -> Result<(), PbfDefect> {
    if dense.lat.len() != dense.id.len() || dense.lon.len() != dense.id.len() {
        return Err(UNEVEN_LISTS);
    }
    let mut rest = dense.keys_vals.as_slice();
    let mut tags = Vec::new();
    for ((id, lat), lon) in sums(&dense.id).zip(sums(&dense.lat)).zip(sums(&dense.lon)) {
        tags.clear();
        // Pairs of key and value up to a zero; the whole list is left out when no node has a tag.
        loop {
            match rest {
                [] => break,
                [0, after @ ..] => {
                    rest = after;
                    break;
                }
                [key, value, after @ ..] => {
                    let number = |n: i32| usize::try_from(n).map_err(|_| STRING_OUT_OF_RANGE);
                    tags.push((context.string(number(*key)?)?, context.string(number(*value)?)?));
                    rest = after;
                }
                [_] => return Err(PbfDefect::Damaged("a node has a key without a value")),
            }
        }
        visit_node(context, id, lon, lat, &tags, counts, visit);
    }
    Ok(())
}

fn members_of<'a>(
    context: &'a Context<'_>,
    relation: &osmformat::Relation,
) -> Result<Vec<OsmMember<'a>>, PbfDefect> {
    use osmformat::relation::MemberType;
    if relation.memids.len() != relation.types.len() || relation.roles_sid.len() != relation.types.len() {
        return Err(UNEVEN_LISTS);
    }
    let mut members = Vec::with_capacity(relation.memids.len());
    for ((id, kind), &role) in sums(&relation.memids).zip(&relation.types).zip(&relation.roles_sid) {
        let id = match kind.enum_value() {
            Ok(MemberType::NODE) => MemberId::Node(OsmNodeId(id)),
            Ok(MemberType::WAY) => MemberId::Way(OsmWayId(id)),
            Ok(MemberType::RELATION) => MemberId::Relation(OsmRelationId(id)),
            Err(_) => return Err(PbfDefect::Damaged("a relation has a member of unknown kind")),
        };
        let role = usize::try_from(role).map_err(|_| STRING_OUT_OF_RANGE)?;
        members.push(OsmMember { id, role: context.string(role)? });
    }
    Ok(members)
}
