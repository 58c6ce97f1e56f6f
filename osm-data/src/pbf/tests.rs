//! The reader reads what the writer writes, refuses what is damaged, and never panics.

use super::*;
use crate::lonlat::LonLat;
use proptest::prelude::*;
use std::io::Cursor;

fn sample() -> Vec<u8> {
    let mut w = PbfWriter::new("sample", Vec::new()).unwrap();
    for i in 0..30_i64 {
        let place = LonLat { lon: 12.0 + i as f64 * 1e-4, lat: 57.0 - i as f64 * 1e-4 };
        let tags: &[(&str, &str)] = if i % 7 == 0 { &[("highway", "traffic_signals")] } else { &[] };
        w.node(OsmNode { id: OsmNodeId(i * 3), place, tags: Tags(tags) }).unwrap();
    }
    let nodes: Vec<_> = (0..30).map(|i| OsmNodeId(i * 3)).collect();
    w.way(OsmWay {
        id: OsmWayId(5),
        nodes: &nodes,
        tags: Tags(&[("highway", "residential"), ("name", "Åsgatan")]),
    })
    .unwrap();
    let members = [
        OsmMember { id: MemberId::Way(OsmWayId(5)), role: "from" },
        OsmMember { id: MemberId::Node(OsmNodeId(3)), role: "via" },
        OsmMember { id: MemberId::Relation(OsmRelationId(9)), role: "" },
    ];
    w.relation(OsmRelation {
        id: OsmRelationId(1),
        members: &members,
        tags: Tags(&[("type", "restriction")]),
    })
    .unwrap();
    w.finish().unwrap()
}

/// Every element as text, or the error as text.
fn read_all(bytes: Vec<u8>) -> Result<Vec<String>, PbfError> {
    let mut found = Vec::new();
    let mut reader = PbfReader::new("test", Cursor::new(bytes))?;
    reader.read(Kinds::ALL, |e| found.push(format!("{e:?}")))?;
    let mut nodes = 0;
    reader.read(Kinds::NODES, |_| nodes += 1)?;
    assert_eq!(nodes, found.iter().filter(|f| f.starts_with("Node")).count());
    Ok(found)
}

#[test]
fn what_is_written_is_read_back() {
    let found = read_all(sample()).unwrap();
    assert_eq!(found.len(), 32);
    assert!(found[7].contains("traffic_signals") && found[7].contains("OsmNodeId(21)"), "{}", found[7]);
    assert!(found[6].contains("lon: 12.0006") && found[6].contains("Tags([])"), "{}", found[6]);
    assert!(found[30].contains("Åsgatan") && found[30].contains("OsmNodeId(87)"));
    assert!(found[31].contains("Relation(OsmRelationId(9))") && found[31].contains("\"via\""));
    assert_eq!(sample(), sample());
}

#[test]
fn every_truncation_is_refused_and_names_a_byte() {
    let whole = sample();
    for length in 0..whole.len() {
        // A cut exactly between two blocks leaves a shorter but sound file: that cannot be noticed.
        if let Err(e) = read_all(whole[..length].to_vec()) {
            assert!(e.at <= length as u64);
            let said = e.to_string();
            assert!(said.contains("test, byte") && said.contains("fetch"), "{said}");
        }
    }
    assert!(matches!(
        read_all(whole[..whole.len() - 1].to_vec()).unwrap_err().defect,
        PbfDefect::Truncated { .. }
    ));
    assert!(matches!(read_all(Vec::new()).unwrap_err().defect, PbfDefect::Empty));
}

#[test]
fn a_foreign_file_is_called_by_its_name() {
    for (bytes, what) in [
        (&b"<!DOCTYPE html><html>404"[..], "HTML"),
        (b"\x1f\x8b\x08rest", "gzip"),
        (b"BZh91AY", "bzip2"),
        (b"{\"error\": 1}", "JSON"),
        (b"just some words", "unknown"),
        (b"\x00\x00\x00\x04\x00\x00\x00\x00", "unknown"),
    ] {
        let said = read_all(bytes.to_vec()).unwrap_err().to_string();
        assert!(said.contains(what), "{said}");
    }
}

/// A file of raw blobs with this header and this one block.
fn framed(features: &[&str], block: &osmpbfreader::osmformat::PrimitiveBlock) -> Vec<u8> {
    use osmpbfreader::{fileformat, osmformat};
    use protobuf::Message;
    let mut header = osmformat::HeaderBlock::new();
    header.required_features = features.iter().map(|f| (*f).to_owned()).collect();
    let mut file = Vec::new();
    for (kind, body) in [("OSMHeader", header.write_to_bytes()), ("OSMData", block.write_to_bytes())] {
        let mut blob = fileformat::Blob::new();
        blob.set_raw(body.unwrap());
        let blob = blob.write_to_bytes().unwrap();
        let mut head = fileformat::BlobHeader::new();
        head.set_type(kind.to_owned());
        head.set_datasize(blob.len() as i32);
        let head = head.write_to_bytes().unwrap();
        file.extend_from_slice(&(head.len() as u32).to_be_bytes());
        file.extend_from_slice(&head);
        file.extend_from_slice(&blob);
    }
    file
}

fn block_with_one_way(key: u32) -> osmpbfreader::osmformat::PrimitiveBlock {
    use osmpbfreader::osmformat;
    let mut block = osmformat::PrimitiveBlock::new();
    let mut table = osmformat::StringTable::new();
    table.s = vec![Vec::new(), b"highway".to_vec(), b"service \xff".to_vec()];
    block.stringtable = Some(table).into();
    let mut way = osmformat::Way::new();
    way.set_id(1);
    way.keys = vec![key];
    way.vals = vec![2];
    let mut group = osmformat::PrimitiveGroup::new();
    group.ways.push(way);
    block.primitivegroup.push(group);
    block
}

#[test]
fn a_tag_outside_the_string_table_is_damage_and_a_wrong_encoding_is_not() {
    assert!(
        read_all(framed(&["OsmSchema-V0.6"], &block_with_one_way(1))).unwrap()[0]
            .contains("service \u{fffd}")
    );
    let said = read_all(framed(&[], &block_with_one_way(3))).unwrap_err().to_string();
    assert!(said.contains("string table"), "{said}");
}

#[test]
fn history_files_and_unknown_features_are_refused_with_the_reason() {
    let block = block_with_one_way(1);
    let history = read_all(framed(&["OsmSchema-V0.6", "HistoricalInformation"], &block)).unwrap_err();
    assert!(matches!(history.defect, PbfDefect::History));
    let unknown = read_all(framed(&["Sort.Unheard"], &block)).unwrap_err();
    assert!(unknown.to_string().contains("Sort.Unheard"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases.max(4000)))]
    #[test]
    fn a_damaged_file_never_panics(
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        cut in prop::option::of(any::<prop::sample::Index>()),
        insert in prop::option::of((any::<prop::sample::Index>(), prop::collection::vec(any::<u8>(), 1..9))),
        unpacked: bool,
    ) {
        let mut bytes = if unpacked { framed(&["DenseNodes"], &block_with_one_way(1)) } else { sample() };
        for (at, value) in flips {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if let Some((at, new)) = insert {
            let at = at.index(bytes.len());
            bytes.splice(at..at, new);
        }
        if let Some(at) = cut {
            bytes.truncate(at.index(bytes.len()));
        }
        if let Err(e) = read_all(bytes) {
            prop_assert!(!e.to_string().is_empty());
        }
    }
}
