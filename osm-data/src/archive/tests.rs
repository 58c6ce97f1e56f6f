//! A map file gives back what was written, and refuses whatever is not that.

use super::format::{CHECKSUM, ENTRY, HEAD, checksum};
use super::*;
use crate::address::{AddressIndex, CollectedAddresses, add_official, build};
use crate::network::RoadNetwork;
use crate::profile::TravelMode;
use crate::samples::{Drawing, DrawnMap};
use proptest::prelude::*;

fn town() -> DrawnMap {
    Drawing::new(
        "
        A---B>>>C---D
        |   |   |   |
        E---F---G---H
        |       |
        I-------J
        ",
    )
    .turn("no_left_turn", "ABF")
    .turn("no_u_turn", "BFGC")
    .road_tag('A', 'B', "name", "Storgatan")
    .build()
}

fn refusal(bytes: &[u8]) -> String {
    read("map.rond", bytes).expect_err("damaged on purpose").to_string()
}

#[test]
fn what_is_written_is_read_back() {
    let town = town().network;
    let copies = town.graph.parts().nodes.iter().filter(|node| !node.is_first()).count();
    assert!(copies > 0, "a restriction over a road made a copy");
    let map = MapFile::of(town);
    let bytes = to_bytes(&map);
    assert_eq!(bytes, to_bytes(&map));
    assert_eq!(read("map.rond", &bytes).unwrap(), map);
}

#[test]
fn a_file_holds_a_network_for_each_mode() {
    let town = town();
    let networks: Vec<RoadNetwork> =
        TravelMode::ALL.into_iter().map(|mode| RoadNetwork { mode, ..town.network.clone() }).collect();
    let map = MapFile { networks, addresses: AddressIndex::default() };
    let found = read("map.rond", &to_bytes(&map)).unwrap();
    assert_eq!(found, map);
    assert!(found.networks.iter().any(|network| network.mode == TravelMode::Foot));
    let twice = MapFile { networks: vec![town.network.clone(), town.network], ..map };
    assert!(refusal(&to_bytes(&twice)).contains("mode of travel"));
}

#[test]
fn addresses_are_kept_beside_the_roads_and_may_be_missing() {
    let town = town().network;
    let mut collected = CollectedAddresses::default();
    let csv = "street,number,lat,lon\nStorgatan,12,0.001,0.001\nStorgatan,14,0.001,0.0012\n";
    add_official(csv.as_bytes(), &mut collected).unwrap();
    let (addresses, _) = build(&collected);
    let map = MapFile { networks: vec![town.clone()], addresses };
    let bytes = to_bytes(&map);
    let found = read("map.rond", &bytes).unwrap();
    assert_eq!(found, map);
    assert_eq!(found.addresses.find("Storgatan 14", 1)[0].confidence, 1.0);
    assert!(read("map.rond", &to_bytes(&MapFile::of(town))).unwrap().addresses.is_empty());
    // Damage that the checksum would tell is also told by the addresses themselves.
    let entry = HEAD + ENTRY;
    let begin = u64::from_le_bytes(bytes[entry + 8..entry + 16].try_into().unwrap()) as usize;
    let mut changed = bytes.clone();
    changed[begin] ^= 1;
    let sum = checksum(&changed);
    changed[CHECKSUM].copy_from_slice(&sum.to_le_bytes());
    assert!(refusal(&changed).contains("addresses"), "{}", refusal(&changed));
}

#[test]
fn a_file_is_opened_by_map_and_replaced_as_a_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("map.rond");
    let town = MapFile::of(town().network);
    assert_eq!(write(&town, &path).unwrap(), path.metadata().unwrap().len());
    let first = open(&path).unwrap();
    assert!(first.networks[0].graph.parts().vertices.is_mapped());
    write(&town, &path).unwrap();
    assert_eq!(first, open(&path).unwrap());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "no partial file is left behind");
    let nowhere = write(&town, &folder.path().join("no/such/folder.rond")).unwrap_err();
    assert!(nowhere.to_string().contains("cannot be written"));
    assert!(open(&folder.path().join("missing.rond")).unwrap_err().to_string().contains("cannot be read"));
}

#[test]
fn each_kind_of_wrong_file_is_called_by_its_name() {
    let bytes = to_bytes(&MapFile::of(town().network));
    assert!(refusal(b"").contains("empty"));
    assert!(refusal(b"<html>").contains("no map file"));
    assert!(refusal(&Drawing::new("A-B").to_pbf()).contains("extract"));
    assert!(refusal(&bytes[..bytes.len() - 1]).contains("truncated"));
    assert!(refusal(&bytes[..20]).contains("truncated"));
    let with = |at: usize, value: u8| {
        let mut changed = bytes.clone();
        changed[at] ^= value;
        refusal(&changed)
    };
    let next = format!("format {}, this program reads {FORMAT_VERSION}", FORMAT_VERSION ^ 5);
    assert!(with(4, 5).contains(&next));
    assert!(with(8, 4).contains("profile"));
    assert!(with(12, 9).contains("number of road networks"));
    assert!(with(HEAD + 2 * ENTRY + 2, 8).contains("mode of travel"));
    assert!(with(bytes.len() - 1, 1).contains("checksum"));
    assert!(with(40, 1).contains("checksum"));
}

#[test]
fn every_single_byte_is_under_the_checksum() {
    let bytes = to_bytes(&MapFile::of(town().network));
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 0x10;
        assert!(read("map.rond", &changed).is_err(), "byte {at} may change unnoticed");
    }
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_a_device_a_device() {
    let folder = std::env::temp_dir().join(format!("rond-archive-link-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let (file, link, null) = (folder.join("town.rond"), folder.join("link.rond"), folder.join("null"));
    std::fs::write(&file, b"old").expect("written");
    std::os::unix::fs::symlink(&file, &link).expect("a link");
    std::os::unix::fs::symlink("/dev/null", &null).expect("a link");
    let network = MapFile::of(town().network);
    let length = write(&network, &link).expect("written");
    assert!(std::fs::symlink_metadata(&link).expect("there").is_symlink());
    assert_eq!(std::fs::metadata(&file).expect("there").len(), length);
    // Through a link, so that a fault replaces the link and not the device.
    assert_eq!(write(&network, &null).expect("written"), length);
    assert!(std::fs::symlink_metadata(&null).expect("there").is_symlink());
    assert_eq!(std::fs::read_dir(&folder).expect("a folder").count(), 3, "nothing else is left behind");
    std::fs::remove_dir_all(&folder).expect("removed");
}

/// Uses a network in every way: whatever was let in must not break later.
fn use_it(network: &RoadNetwork) {
    let places: Vec<_> = network.graph.parts().vertices.iter().take(12).map(|p| p.to_lonlat()).collect();
    if let Ok((_, snaps)) = network.table(&places) {
        for to in &snaps {
            if let Some(route) = network.route(&snaps[0], to) {
                let _ = route.steps.iter().map(|s| network.road_name(s.lane.segment()).len()).sum::<usize>();
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases.max(4000)))]
    #[test]
    fn a_damaged_map_file_never_panics(
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        words in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(vec![0, 1, 2, 7, u32::MAX, u32::MAX - 1, 1 << 31])), 0..2),
        cut in prop::option::weighted(0.1, any::<prop::sample::Index>()),
        sealed: bool,
    ) {
        let mut bytes = TOWN.with(Clone::clone);
        for (at, value) in flips {
            let at = at.index(bytes.len());
            bytes[at] ^= value;
        }
        for (at, value) in words {
            let at = at.index(bytes.len() / 4) * 4;
            bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
        }
        if let Some(at) = cut {
            bytes.truncate(at.index(bytes.len()));
        }
        // A checksum that agrees lets the damage through to the structural checks.
        if sealed && bytes.len() > 40 {
            let length = bytes.len() as u64;
            bytes[16..24].copy_from_slice(&length.to_le_bytes());
            let sum = checksum(&bytes);
            bytes[CHECKSUM].copy_from_slice(&sum.to_le_bytes());
        }
        match read("map.rond", &bytes) {
            Ok(map) => map.networks.iter().for_each(use_it),
            Err(e) => prop_assert!(!e.to_string().is_empty()),
        }
    }
}

thread_local! {
    static TOWN: Vec<u8> = to_bytes(&MapFile::of(town().network));
}
