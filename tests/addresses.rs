//! Addresses from an extract and an official file to the command line and over HTTP.

use api::cli::Exit;
use api::config::Config;
use api::http::AppState;
use api::tasks;
use end_to_end::command::{Ran, at, rond};
use end_to_end::server::{Server, assert_problem};
use osm_data::lonlat::LonLat;
use osm_data::pbf::{OsmNode, OsmNodeId, OsmWay, OsmWayId, PbfWriter, Tags};
use serde_json::Value;
use std::fs;
use std::sync::Arc;
use tempfile::TempDir;

/// A street of Göteborg with three houses, and the same address in Mölndal.
fn extract() -> Vec<u8> {
    let mut writer = PbfWriter::new("town", Vec::new()).expect("a writer");
    let mut node = |id: i64, lon: f64, lat: f64, tags: &[(&str, &str)]| {
        let place = LonLat { lon, lat };
        writer.node(OsmNode { id: OsmNodeId(id), place, tags: Tags(tags) }).expect("written");
    };
    let house = |number, code, city| {
        [
            ("addr:street", "Storgatan"),
            ("addr:housenumber", number),
            ("addr:postcode", code),
            ("addr:city", city),
        ]
    };
    node(1, 11.970, 57.700, &[]);
    node(2, 11.980, 57.700, &[]);
    node(3, 11.971, 57.7001, &house("12", "411 01", "Göteborg"));
    node(4, 11.972, 57.7001, &house("14", "411 01", "Göteborg"));
    node(5, 11.973, 57.7001, &house("16 B", "411 01", "Göteborg"));
    node(6, 12.013, 57.655, &house("12", "431 30", "Mölndal"));
    node(7, 12.012, 57.655, &[]);
    node(8, 12.014, 57.655, &[]);
    let tags = [("highway", "residential"), ("name", "Storgatan")];
    for (id, ends) in [(1, [1, 2]), (2, [7, 8])] {
        let nodes = ends.map(OsmNodeId);
        writer.way(OsmWay { id: OsmWayId(id), nodes: &nodes, tags: Tags(&tags) }).expect("written");
    }
    writer.finish().expect("bytes")
}

/// The extract as a map file, with an official file when its text is given.
fn imported(folder: &TempDir, official: Option<&str>) -> (String, Ran) {
    let (pbf, map, csv) = (at(folder, "town.osm.pbf"), at(folder, "town.rond"), at(folder, "official.csv"));
    fs::write(&pbf, extract()).expect("written");
    let mut arguments = vec!["import", &pbf, "--out", &map];
    if let Some(text) = official {
        fs::write(&csv, text).expect("written");
        arguments.extend(["--addresses", &csv]);
    }
    let ran = rond(&arguments);
    (map, ran)
}

#[test]
fn an_address_is_found_both_ways_on_the_command_line() {
    let folder = TempDir::new().expect("a folder");
    let (map, ran) = imported(&folder, None);
    assert_eq!(ran.exit, Exit::Ok, "{}", ran.err);
    assert!(ran.out.contains("things with a house number"), "{}", ran.out);
    let found = rond(&["address", &map, "storg. 12, Göteborg", "--json"]);
    assert_eq!(found.exit, Exit::Ok, "{}", found.err);
    let document: Value = serde_json::from_str(&found.out).expect("JSON");
    let hit = &document["hits"][0];
    assert_eq!(hit["text"], "Storgatan 12, 41101 Göteborg");
    assert_eq!((&hit["kind"], &hit["position"]["lat"]), (&"house".into(), &57.7001.into()));
    assert_eq!(hit["changes"][0]["code"], "street-shortened", "{document}");
    let both = rond(&["address", &map, "Storgatan 12"]);
    assert_eq!(both.out.matches("0.500").count(), 2, "{}", both.out);
    assert!(both.out.contains("2 places fit"), "{}", both.out);
    let near = rond(&["address", &map, "--reverse", "57.70012,11.97202"]);
    assert_eq!(near.exit, Exit::Ok, "{}", near.err);
    assert!(
        near.out.contains("Storgatan 14, 41101 Göteborg") && near.out.contains("road Storgatan"),
        "{}",
        near.out
    );
    assert_eq!(rond(&["address", &map, "Ingenstans 5"]).exit, Exit::NotFound);
    assert_eq!(rond(&["address", &map]).exit, Exit::BadInput);
    assert_eq!(rond(&["address", &map, "--reverse", "5,5"]).exit, Exit::BadInput);
}

#[test]
fn a_list_keeps_its_columns_and_tells_what_has_no_position_without_its_address() {
    let folder = TempDir::new().expect("a folder");
    let (map, _) = imported(&folder, None);
    let (list, placed) = (at(&folder, "list.csv"), at(&folder, "placed.csv"));
    fs::write(
        &list,
        "id;Gatuadress;Postnr;Ort\na;Storgatan 12;411 01;Göteborg\nb;Storgatn 14;41101;GÖTEBORG\nc;Storgatan 12;;\nd;Okändvägen 1;;\ne;Storgatan 12\n",
    )
    .expect("written");
    let ran = rond(&["geocode", &map, "--in", &list, "--out", &placed, "--json"]);
    assert_eq!(ran.exit, Exit::NotFound, "{}", ran.err);
    let rows: Vec<Vec<String>> = fs::read_to_string(&placed)
        .expect("a table")
        .lines()
        .map(|l| l.split(';').map(str::to_owned).collect())
        .collect();
    assert_eq!(rows[0].join(";"), "id;Gatuadress;Postnr;Ort;lat;lon;confidence;kind;matched;remark");
    assert_eq!(rows[1][4..9], ["57.7001000", "11.9710000", "1.000", "house", "Storgatan 12, 41101 Göteborg"]);
    assert_eq!((rows[2][4].as_str(), rows[2][7].as_str()), ("57.7001000", "house"), "{:?}", rows[2]);
    assert_eq!((rows[3][4].as_str(), rows[3][6].as_str()), ("", "0.500"), "{:?}", rows[3]);
    let report: Value = serde_json::from_str(&ran.out).expect("JSON");
    let counts =
        ["rows", "placed", "doubtful", "notFound"].map(|name| report[name].as_u64().expect("a count"));
    assert_eq!(counts, [5, 2, 1, 2], "{report}");
    for line in ["line 4: confidence 0.500 ambiguous", "line 5: not-found", "line 6: cells"] {
        assert!(ran.err.contains(line), "{line} in {}", ran.err);
    }
    assert!(!ran.err.contains("Storgat") && !ran.err.contains("Okänd") && !ran.out.contains("Storgat"));
    let all = rond(&["geocode", &map, "--in", &list, "--out", &placed, "--least-confidence", "2"]);
    assert_eq!(all.exit, Exit::BadInput);
    let same = rond(&["geocode", &map, "--in", &list, "--out", &list]);
    assert_eq!(same.exit, Exit::BadInput);
    fs::write(&list, "a,b\n1,2\n").expect("written");
    let columns = rond(&["geocode", &map, "--in", &list, "--out", &placed]);
    assert!(
        columns.exit == Exit::BadInput && columns.err.contains("--in") && columns.err.contains("gatuadress"),
        "{}",
        columns.err
    );
}

#[test]
fn an_official_file_is_believed_before_the_extract_and_its_bad_rows_are_told() {
    let folder = TempDir::new().expect("a folder");
    let official = "gatuadress;postnr;postort;lat;lon\nStorgatan 12;41102;Göteborg;57,7002;11,9711\nStorgatan 18;41102;Göteborg;11,974;57,7002\nStorgatan;41102;Göteborg;57,7002;11,9711\n";
    let (map, ran) = imported(&folder, Some(official));
    assert_eq!(ran.exit, Exit::Ok, "{}", ran.err);
    for told in ["3 rows, 1 used, 2 unusable", "line 3 has its axes swapped", "line 4 has no house number"] {
        assert!(ran.err.contains(told), "{told} in {}", ran.err);
    }
    let found = rond(&["address", &map, "Storgatan 12, Göteborg", "--json"]);
    let document: Value = serde_json::from_str(&found.out).expect("JSON");
    assert_eq!(document["hits"][0]["official"], true, "{document}");
    assert_eq!(
        (&document["hits"][0]["postcode"], &document["hits"][0]["position"]["lat"]),
        (&"41102".into(), &57.7002.into())
    );
    let (_, refused) = imported(&folder, Some("a,b\n"));
    assert!(refused.exit == Exit::BadInput && refused.err.contains("--addresses"), "{}", refused.err);
}

#[test]
fn the_service_finds_addresses_and_refuses_what_is_no_question() {
    let folder = TempDir::new().expect("a folder");
    let (map, _) = imported(&folder, None);
    let map = Arc::new(tasks::open_map(map.as_ref()).expect("a map"));
    let server = Server::of(AppState::new(Config::default(), Some(map)));
    let found = server.get("/v1/addresses?q=Storgatan%2014%2C%20G%C3%B6teborg&limit=1&language=sv").json();
    assert_eq!(found["hits"][0]["text"], "Storgatan 14, 41101 Göteborg", "{found}");
    assert_eq!(found["hits"].as_array().map(Vec::len), Some(1));
    assert_eq!(server.get("/v1/addresses?q=Ingenstans%205").json()["hits"], serde_json::json!([]));
    let near = server.get("/v1/addresses/reverse?lat=57.7001&lon=11.973").json();
    assert_eq!(near["address"]["number"], "16B", "{near}");
    assert_eq!(near["road"]["name"], "Storgatan", "{near}");
    for path in [
        "/v1/addresses?q=",
        "/v1/addresses?q=a&limit=0",
        "/v1/addresses?q=a&limit=51",
        "/v1/addresses",
        "/v1/addresses/reverse?lat=x&lon=1",
    ] {
        assert_problem(&server.get(path), 400, "bad-parameter");
    }
    let long = format!("/v1/addresses?q={}", "a".repeat(301));
    assert_problem(&server.get(&long), 400, "bad-parameter");
    assert_problem(&server.get("/v1/addresses/reverse?lat=5&lon=5"), 422, "invalid-question");
    assert_problem(&server.get("/v1/addresses/reverse?lat=95&lon=5"), 422, "invalid-question");
    assert_problem(&Server::new().get("/v1/addresses?q=Storgatan"), 422, "needs-map");
}
