//! Small instances of each family by hand: what is read, what is refused, and that no bytes make a reader panic.

use super::*;
use engine::routing::{Broken, Lunch, Price, Tie, Window, judge};
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use std::io::Write;

const SOLOMON: &str = "TINY\n\nVEHICLE\nNUMBER     CAPACITY\n  2         20\n\nCUSTOMER\n\
    CUST NO.  XCOORD.   YCOORD.    DEMAND   READY TIME  DUE DATE   SERVICE   TIME\n \n\
    0      0         0          0          0       100          0   \n\
    1      3         4         10          0        50         10   \n\
    2      1         1         10         20        30         10   \n";

const VRPLIB: &str = "NAME : tiny\nTYPE : VRPTW\nDIMENSION : 3\nEDGE_WEIGHT_TYPE : EXPLICIT\nVEHICLES : 1\n\
    EDGE_WEIGHT_FORMAT : FULL_MATRIX\nCAPACITY : 20\nEDGE_WEIGHT_SECTION\n0\t5\t7\n6\t0\t2\n8\t3\t0\n\
    NODE_COORD_SECTION\n1\t0\t0\n2\t1\t1\n3\t2\t2\nDEMAND_SECTION\n1\t0\n2\t18\n3\t2\nDEPOT_SECTION\n1\n-1\n\
    SERVICE_TIME_SECTION\n1\t0\n2\t10\n3\t20\nTIME_WINDOW_SECTION\n1\t0\t100\n2\t10\t60\n3\t0\t90\nEOF\n";

const HHCRSP: &str = r#"{"patients": [
    {"id": "p1", "location": [0, 0], "time_window": [92.99999999999999, 153.0],
     "required_caregivers": [{"service": "s1", "duration": 30}]},
    {"id": "p2", "location": [0, 0], "time_window": [100, 160],
     "required_caregivers": [{"service": "s1"}, {"service": "s2", "duration": 10.5}],
     "synchronization": {"type": "sequential", "distance": [20, 25]}}],
  "services": [{"id": "s1", "default_duration": 15}, {"id": "s2"}],
  "caregivers": [{"id": "c1", "abilities": ["s1"]}, {"id": "c2", "abilities": ["s1", "s2"]}],
  "central_offices": [{"id": "d1"}],
  "distances": [[0, 10.25, 4], [10, 0, 3], [4, 3, 0]]}"#;

const UHHC: &str = r#"{"metadata": {"time_window_met": "at_service_end", "origin": "generated",
    "cost_components": {"travel_time": 8, "total_tardiness": 5, "total_extra_time": 7, "max_idle_time": 1,
                        "caregiver_preferences": 4, "optional_patients": 140, "missed_lunch_break": 50}},
  "distances": [[0, 10, 20], [10, 0, 10], [20, 10, 0]],
  "terminal_points": [{"id": "d1", "distance_matrix_index": 0}],
  "services": [{"id": "s1", "default_duration": 15}, {"id": "s2", "default_duration": 20}],
  "lunch_breaks": {"start": 180, "end": 300, "min_duration": 30},
  "caregivers": [
    {"id": "c1", "abilities": ["s1"], "departing_point": "d1", "arrival_point": "d1",
     "working_shift": {"start": 0, "end": 480}, "lunch_break": true},
    {"id": "c2", "abilities": ["s1", "s2"], "departing_point": "d1", "working_shift": {"start": 60, "end": 480}}],
  "patients": [
    {"id": "p1", "distance_matrix_index": 1, "required_services": [{"service": "s1", "duration": 30}],
     "time_windows": [{"start": 60, "end": 90}, {"start": 300, "end": 340}],
     "preferred_caregivers": ["c2"], "optional": true},
    {"id": "p2", "distance_matrix_index": 2, "required_services": [{"service": "s1"}, {"service": "s2"}],
     "time_windows": [{"start": 120, "end": 200}], "synchronization": {"type": "simultaneous"},
     "incompatible_caregivers": ["c9"]}]}"#;

const VRPTWSYN: &str = "param NO_Staff = 2\n\n    ;\nparam NO_Visits = 3\n    ;\nparam T_MAX = 90\n    ;\n\
    set Visit_Demands[1] := 3;\nset Visit_Demands[2] := ; # empty\nset Visit_Demands[3] := ; # empty\n\n\
    param :    a    b     :=\n0   0  90\n1  10  40\n2   0  80\n3  10  40\n4   0  90\n;\n\n\
    param Duration [*] :=\n 1  10\n 2   5\n 3  10\n;\n\n\
    param TimeMatrix [*,*,1]\n:    0     1     2 :=\n0     0     6     8\n1     6 10000     3\n2     8     3 10000\n\
    3     6 10000     3\n4     0     6     8\n:    3     4   :=\n0     6     0\n1 10000     6\n2     3     8\n\
    3 10000     6\n4     6     0\n;\n\nparam BonusMatrix [*,*] (tr)\n:  1  2  :=\n1  8.0  -5.6\n2  1  2\n3  8.0  -5.6\n;\n";

const ALL: [(Family, &str); 5] = [
    (Family::Solomon, SOLOMON),
    (Family::Solomon, VRPLIB),
    (Family::Hhcrsp, HHCRSP),
    (Family::Uhhc, UHHC),
    (Family::Vrptwsyn, VRPTWSYN),
];

fn read(family: Family, text: &str) -> Instance {
    family.read(text.as_bytes(), 1.0).expect("a sound instance")
}

fn refused(family: Family, text: &str) -> String {
    family.read(text.as_bytes(), 1.0).expect_err("a defect").to_string()
}

#[test]
fn a_solomon_table_is_counted_in_tenths_cut_down() {
    let instance = read(Family::Solomon, SOLOMON);
    let problem = &instance.problem;
    assert_eq!(problem.times, [0, 50, 14, 50, 0, 36, 14, 36, 0]);
    assert_eq!(problem.jobs[1].windows, [Window { opens: 200, closes: 300 }]);
    assert_eq!((problem.jobs[1].length, problem.tours.len(), problem.tours[0].ends), (100, 2, 1000));
    assert!(problem.is_plain());
    let windows = SOLOMON.replace('\n', "\r\n");
    assert_eq!(read(Family::Solomon, &windows), instance);
}

#[test]
fn a_matrix_is_taken_as_it_is_and_vehicles_are_free() {
    let problem = read(Family::Solomon, VRPLIB).problem;
    assert_eq!((problem.time(0, 1), problem.time(1, 0), problem.time(2, 1)), (5, 6, 3));
    assert_eq!((problem.tours.len(), problem.tours[0].capacity, problem.jobs[1].length), (2, 20, 20));
    let euclid = VRPLIB.replace("EXPLICIT", "EUC_2D");
    let problem = read(Family::Solomon, &euclid).problem;
    assert_eq!((problem.times[1], problem.tours.len(), problem.jobs[1].length), (14, 1, 200));
}

#[test]
fn an_hhcrsp_instance_keeps_its_decimals_and_cuts_its_openings() {
    let instance = read(Family::Hhcrsp, HHCRSP);
    let problem = &instance.problem;
    assert_eq!((instance.unit.time, instance.unit.cost), (100.0, 300.0));
    assert_eq!(problem.jobs[0].windows, [Window { opens: 9200, closes: 15300 }]);
    assert_eq!([problem.jobs[1].length, problem.jobs[2].length], [1500, 1050]);
    assert_eq!(problem.ties, [Tie { first: 1, second: 2, least: 2000, most: 2500 }]);
    assert_eq!(problem.fits, [Some(0), Some(0), Some(0), Some(0), None, Some(0)]);
    assert_eq!(problem.times[1], 1025);
}

#[test]
fn a_uhhc_instance_keeps_its_weights() {
    let problem = read(Family::Uhhc, UHHC).problem;
    assert_eq!(problem.visits[0].left_out, Price::Points(140));
    assert_eq!(problem.fits, [Some(4), Some(0), Some(0), Some(0), None, Some(0)]);
    assert_eq!(problem.lunch, Some(Lunch { opens: 180, closes: 300, length: 30 }));
    assert_eq!((problem.prices.travel, problem.prices.worst_idle, problem.prices.waiting), (8, 1, 0));
    assert!(problem.met_at_end && !problem.leave_at_start && problem.tours[0].has_lunch);
    let hard = UHHC
        .replace("\"total_tardiness\": 5", "\"total_tardiness\": \"HARD\"")
        .replace("generated", "bazirha");
    let problem = read(Family::Uhhc, &hard).problem;
    assert!(problem.prices.tardiness == Price::Hard && problem.leave_at_start);
    // Of windows that are out of order the one listed first rules when a visit may start.
    let turned = UHHC.replace(
        r#"[{"start": 60, "end": 90}, {"start": 300, "end": 340}]"#,
        r#"[{"start": 60, "end": 90}, {"start": 10, "end": 340}]"#,
    );
    assert_eq!(read(Family::Uhhc, &turned).problem.jobs[0].windows, [Window { opens: 60, closes: 90 }]);
}

#[test]
fn the_halves_of_a_visit_stand_together_and_visits_can_be_lengthened() {
    let instance = read(Family::Vrptwsyn, VRPTWSYN);
    assert_eq!(instance.names, Names::Numbers(vec![1, 3, 2]));
    assert_eq!(instance.problem.ties, [Tie { first: 0, second: 1, least: 0, most: 0 }]);
    assert_eq!((instance.unit.cost, instance.problem.tours[1].to), (10.0, 4));
    assert_eq!(instance.problem.time(1, 3), 10_000);
    let longer = Family::Vrptwsyn.read(VRPTWSYN.as_bytes(), 1.45).expect("sound");
    assert_eq!(longer.problem.jobs.iter().map(|job| job.length).collect::<Vec<_>>(), [14, 14, 7]);
}

#[test]
fn what_is_written_is_read_again() {
    for (family, text) in ALL {
        let instance = read(family, text);
        let budget = engine::budget::Budget::iterations(300);
        let planned =
            engine::route_planning::solve(&instance.problem, 1, 1, &budget, &mut |_, _| {}).expect("sound");
        assert_eq!(planned.verdict.broken, [], "{}", family.name());
        let solution = family.write(&instance, &planned.plan, &planned.verdict);
        let (plan, claim) = family.read_solution(&instance, solution.as_bytes()).expect("our own form");
        let verdict = judge(&instance.problem, &plan);
        assert_eq!((verdict.broken, verdict.cost), (vec![], planned.verdict.cost), "{solution}");
        assert!((claim.expect("stated") * instance.unit.cost - planned.verdict.cost as f64).abs() < 1e-6);
        let nothing = engine::routing::RoutingPlan::default();
        let empty = family.write(&instance, &nothing, &judge(&instance.problem, &nothing));
        assert!(empty.contains("left_out"), "{empty}");
    }
}

#[test]
fn a_solution_of_others_is_read() {
    let instance = read(Family::Solomon, SOLOMON);
    let text = b"Route #1: 2 1\nCost 10.0\n";
    let (plan, claim) = Family::Solomon.read_solution(&instance, text).expect("CVRPLIB's form");
    assert_eq!((judge(&instance.problem, &plan).broken, claim), (vec![], Some(10.0)));
    assert_eq!(judge(&instance.problem, &plan).cost, 14 + 36 + 50);
    let twice = Family::Solomon.read_solution(&instance, br#"[[2, 2], [7]]"#).expect_err("no 7").to_string();
    assert!(twice.contains("`7`"), "{twice}");
}

#[test]
fn a_solution_that_says_less_than_it_seems_is_refused() {
    use Family::{Solomon, Uhhc, Vrptwsyn};
    let late = r#"{"routes": [{"caregiver": "c2", "visits": [{"patient": "p1", "service": "s1", "start": 300.4}]}]}"#;
    let cases = [
        (Solomon, SOLOMON, "", "the file: there is no route"),
        (Solomon, SOLOMON, "what a fine day", "the file: there is no route"),
        (Solomon, SOLOMON, "Route #1 2 1", "line 1: there is no colon"),
        (Solomon, SOLOMON, r#"[{"customers": [2, 1], "starts": [20]}]"#, "there are 1 starts where 2 belong"),
        (
            Solomon,
            SOLOMON,
            r#"[{"customers": [2], "starts": ["20"]}]"#,
            "`\"20\"` stands where a number belongs",
        ),
        (
            Solomon,
            SOLOMON,
            r#"[{"customers": [2], "starts": 20}]"#,
            "`20` stands where a list of starts belongs",
        ),
        (Solomon, SOLOMON, "[[[2, null]]]", "`null` stands where a number belongs"),
        (Solomon, SOLOMON, "[[[2, 20, 30]]]", "there are 3 numbers where 2 belong"),
        (Solomon, SOLOMON, "[[[2, 20.05]]]", "routes[0], 2: 20.05 is finer than"),
        (Solomon, SOLOMON, "[[[2, 1e300]]]", "is too large"),
        (Solomon, SOLOMON, r#"{"routes": [], "cost": "10"}"#, "cost: `\"10\"` stands where a number belongs"),
        (Vrptwsyn, VRPTWSYN, r#"[{"carer": "1", "visits": [2]}]"#, "routes[0].carer: `\"1\"` stands where"),
        (Vrptwsyn, VRPTWSYN, r#"[{"carer": 3, "visits": [2]}]"#, "routes[0]: there is no `carer 3`"),
        (Vrptwsyn, VRPTWSYN, r#"[{"carer": 0, "visits": [2]}]"#, "routes[0]: there is no `carer 0`"),
        (Uhhc, UHHC, late, "routes[0], p1, s1: 300.4 is finer than"),
        (Uhhc, UHHC, &late.replace("300.4", "300, \"end\": 330.6"), "330.6 is finer than"),
        (Uhhc, UHHC, &late.replace("c2", "c7"), "there is no `c7`"),
        (Uhhc, UHHC, r#"{"routes": [], "cost": "10"}"#, "cost: `\"10\"` stands where a number belongs"),
    ];
    for (family, text, solution, said) in cases {
        let instance = read(family, text);
        let message = match family.read_solution(&instance, solution.as_bytes()) {
            Ok(read) => panic!("{solution}: read as {read:?}"),
            Err(defect) => defect.to_string(),
        };
        assert!(message.contains(said), "{solution}: {message}");
    }
}

#[test]
fn noise_of_arithmetic_is_no_finer_time() {
    let instance = read(Family::Solomon, SOLOMON);
    // 0.1 + 0.2 is 0.30000000000000004.
    let (plan, _) = Family::Solomon
        .read_solution(&instance, br#"[{"customers": [1], "starts": [30.300000000000004]}]"#)
        .expect("tenths");
    assert_eq!(plan.routes[0].stops[0].start, 303);
}

#[test]
fn only_optional_patients_may_be_left_out() {
    let instance = read(Family::Uhhc, UHHC);
    assert_eq!([0, 1].map(|v| instance.problem.visits[v].left_out), [Price::Points(140), Price::Hard]);
    let both = r#"{"routes": [
        {"caregiver": "c1", "visits": [{"patient": "p2", "service": "s1", "start": 120}]},
        {"caregiver": "c2", "visits": [{"patient": "p2", "service": "s2", "start": 120}]}]}"#;
    let (plan, _) = Family::Uhhc.read_solution(&instance, both.as_bytes()).expect("sound");
    assert_eq!(judge(&instance.problem, &plan).broken, [], "p1 is optional");
    let (plan, _) = Family::Uhhc.read_solution(&instance, br#"{"routes": []}"#).expect("sound");
    assert_eq!(judge(&instance.problem, &plan).broken, [Broken::LeftOut(1)], "p2 is not");
}

#[test]
fn no_small_file_asks_for_much_memory() {
    let plain = Family::Uhhc.read(&vec![0; 256_000_001], 1.0).expect_err("too large").to_string();
    assert!(plain.contains("more than 256 MB"), "{plain}");
    let many = refused(Family::Solomon, &VRPLIB.replace("DIMENSION : 3", "DIMENSION : 10001"));
    assert!(many.contains("10001 places"), "{many}");
    let list =
        |count: usize, one: &dyn Fn(usize) -> String| (0..count).map(one).collect::<Vec<_>>().join(",");
    let people = list(7_100, &|k| format!(r#"{{"id": "c{k}", "abilities": [], "departing_point": "d1"}}"#));
    let hhcrsp = list(7_100, &|k| {
        format!(r#"{{"id": "p{k}", "time_window": [0, 9], "required_caregivers": [{{"service": "s1"}}]}}"#)
    });
    let uhhc = list(7_100, &|k| {
        format!(
            r#"{{"id": "p{k}", "distance_matrix_index": 0, "required_services": [{{"service": "s1"}}],
                "time_windows": [{{"start": 0, "end": 9}}]}}"#
        )
    });
    for (family, patients) in [(Family::Hhcrsp, hhcrsp), (Family::Uhhc, uhhc)] {
        let text = format!(
            r#"{{"metadata": {{}}, "distances": [[0]], "terminal_points": [], "caregivers": [{people}],
                "patients": [{patients}], "services": [{{"id": "s1", "default_duration": 1}}]}}"#
        );
        let many = refused(family, &text);
        assert!(many.contains("7100 services by 7100 caregivers"), "{}: {many}", family.name());
    }
}

#[test]
fn prices_of_a_caregiver_that_add_up_to_too_much_are_refused() {
    let weights =
        r#"{"caregiver_preferences": 1e9, "qualification": 1e9, "incompabilities": 1e9, "working_time": 0"#;
    let dear = UHHC
        .replace("{\"travel_time\": 8", &format!("{weights}, \"travel_time\": 8"))
        .replace("\"caregiver_preferences\": 4, ", "")
        .replace("\"abilities\": [\"s1\"]", "\"abilities\": []")
        .replace(
            "\"preferred_caregivers\"",
            "\"incompatible_caregivers\": [\"c1\"], \"preferred_caregivers\"",
        );
    let message = refused(Family::Uhhc, &dear);
    assert!(message.contains("patients[0], c1: 3000000000 is too large a price"), "{message}");
}

#[test]
fn gzip_is_told_by_its_first_bytes() {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(SOLOMON.as_bytes()).expect("into memory");
    let packed = packed.finish().expect("into memory");
    assert_eq!(Family::Solomon.read(&packed, 1.0).expect("sound"), read(Family::Solomon, SOLOMON));
    let half = Family::Solomon.read(&packed[..packed.len() / 2], 1.0).expect_err("cut").to_string();
    assert!(half.contains("gzip") && half.contains("again"), "{half}");
}

#[test]
fn each_defect_says_what_where_and_what_to_do() {
    use Family::{Hhcrsp, Solomon, Uhhc, Vrptwsyn};
    let cases = [
        (
            Solomon,
            SOLOMON,
            "0        50         10",
            "70        50         10",
            "line 11: 70 to 50 runs backwards",
        ),
        (Solomon, SOLOMON, "2      1 ", "1      1 ", "line 12: `1` stands there twice"),
        (Solomon, SOLOMON, "2      1 ", "7      1 ", "line 12: there is no `2, which comes before 7`"),
        (Solomon, SOLOMON, "2      1 ", "2      NaN ", "line 12: `NaN` stands where a number belongs"),
        (Solomon, SOLOMON, "         10   \n2", "   \n2", "line 11: there are 6 numbers where 7 belong"),
        (Solomon, SOLOMON, "  2         20", "  2         -20", "the capacity: -20 is negative"),
        (
            Solomon,
            SOLOMON,
            "2      1 ",
            "Z      1 ",
            "line 12: `Z` stands where the number of a customer belongs",
        ),
        (Solomon, SOLOMON, "50         10 ", "5e99         10 ", "is too large"),
        (Solomon, SOLOMON, "NUMBER", "NUMMER", "there is no line `NUMBER CAPACITY`"),
        (Solomon, VRPLIB, "0\t5\t7", "0\t5", "EDGE_WEIGHT_SECTION: there are 8 numbers where 9 belong"),
        (Solomon, VRPLIB, "3\t0\t90", "2\t0\t90", "`node 2` stands there twice"),
        (Solomon, VRPLIB, "0\t5\t7", "0\t-5\t7", "line 9: -5 is negative"),
        (Solomon, VRPLIB, "CAPACITY : 20\n", "", "the header: there is no CAPACITY"),
        (Hhcrsp, HHCRSP, "\"p2\"", "\"p1\"", "patients[1].id: `p1` stands there twice"),
        (Hhcrsp, HHCRSP, "[10, 0, 3]", "[10, 0]", "distances[1]: there are 2 numbers where 3 belong"),
        (Hhcrsp, HHCRSP, "[10, 0, 3]", "[10, 0, -3]", "distances[1][2]: -3 is negative"),
        (Hhcrsp, HHCRSP, "[20, 25]", "[25, 20]", "runs backwards"),
        (
            Hhcrsp,
            HHCRSP,
            ", 153.0]",
            ", 13.0]",
            "patients[0].time_window: 92.99999999999999 to 13 runs backwards",
        ),
        (Hhcrsp, HHCRSP, "{\"service\": \"s1\"}", "{\"service\": \"s7\"}", "there is no `s7`"),
        (
            Hhcrsp,
            HHCRSP,
            "sequential",
            "somehow",
            "`somehow` stands where simultaneous or sequential belongs",
        ),
        (Hhcrsp, HHCRSP, "\"distances\"", "\"distance\"", "missing field `distances`"),
        (
            Uhhc,
            UHHC,
            "\"travel_time\": 8",
            "\"travel_time\": -8",
            "metadata.cost_components.travel_time: -8 is negative",
        ),
        (Uhhc, UHHC, "travel_time", "fun", "there is no `fun`"),
        (Uhhc, UHHC, "\"departing_point\": \"d1\"", "\"departing_point\": \"d2\"", "there is no `d2`"),
        (
            Uhhc,
            UHHC,
            "\"distance_matrix_index\": 2",
            "\"distance_matrix_index\": 3",
            "3 is beyond the matrix",
        ),
        (
            Uhhc,
            UHHC,
            "\"start\": 120",
            "\"start\": 120.5",
            "patients[1].time_windows[0]: 120.5 is finer than",
        ),
        (
            Vrptwsyn,
            VRPTWSYN,
            "set Visit_Demands[1] := 3",
            "set Visit_Demands[1] := 9",
            "there is no `visit 9",
        ),
        (
            Vrptwsyn,
            VRPTWSYN,
            "param T_MAX = 90",
            "param T_MAX = many",
            "`many` stands where a whole number belongs",
        ),
        (Vrptwsyn, VRPTWSYN, "3     6 10000     3\n", "", "there are 22 legs where 25 belong"),
        (Vrptwsyn, VRPTWSYN, " 2   5\n", "", "visit 2: there is no duration"),
        (Vrptwsyn, VRPTWSYN, "2   0  80", "2   80  0", "80 to 0 runs backwards"),
    ];
    for (family, text, from, to, said) in cases {
        assert!(text.contains(from), "{from}");
        let message = refused(family, &text.replacen(from, to, 1));
        assert!(message.contains(said), "{}: {message}", family.name());
    }
}

proptest! {
    #[test]
    fn no_bytes_make_a_reader_panic(
        which in 0..ALL.len(),
        reader in 0..Family::ALL.len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        cut in any::<prop::sample::Index>(),
        truncated: bool,
        same in 0..4_u8,
    ) {
        let (family, text) = ALL[which];
        let mut bytes = text.as_bytes().to_vec();
        for (at, value) in changes {
            let at = at.index(bytes.len());
            // A digit for a digit goes deeper than a letter would.
            bytes[at] = if bytes[at].is_ascii_digit() { b'0' + value % 10 } else { value };
        }
        if truncated {
            bytes.truncate(cut.index(bytes.len()));
        }
        let family = if same > 0 { family } else { Family::ALL[reader] };
        if let Ok(instance) = family.read(&bytes, 1.4) {
            prop_assert_eq!(instance.problem.validate(), Ok(()));
        }
        let instance = read(ALL[which].0, ALL[which].1);
        let _ = ALL[which].0.read_solution(&instance, &bytes);
    }
}
