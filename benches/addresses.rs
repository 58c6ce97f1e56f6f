//! How large are addresses in a map file, how long does their import take, how many look-ups a second are answered, and how
//! often is the right address found first when it was mistyped?
//!
//! ids: `address/<extract>/<what was typed>`. 1,000 addresses an extract, drawn with seed 1, that have a street, number, postal code
//! and town. Arguments: names of extracts.

#![expect(clippy::print_stdout, reason = "the figures are the output")]

use benchmarks::{Draw, median_of_five, shared};
use osm_data::address::{self, AddressHit, AddressIndex};
use osm_data::lonlat::LonLat;
use osm_data::network;
use osm_data::profile::TravelMode;
use std::time::Instant;

/// Confidence above which nothing should be wrong.
const SURE: f64 = 0.8;

/// An address of the index, in its parts.
struct Asked {
    street: String,
    number: String,
    area: String,
    place: LonLat,
}

fn main() {
    let named: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    let usual = ["dk-kobenhavn-2012", "us-new-york-2022", "li-liechtenstein-2021", "de-lauf-2020"];
    let names = if named.is_empty() { usual.map(str::to_owned).to_vec() } else { named };
    for name in names {
        let path = shared().join("data/osm").join(format!("{name}.osm.pbf"));
        if !path.exists() {
            println!("skipped: no {} (set ROND_SHARED)", path.display());
            continue;
        }
        let (reading, prepared) =
            median_of_five(|| address::prepare(&path, None, &mut |_| {}).expect("an extract"));
        let (roads, _) =
            median_of_five(|| network::prepare(&path, TravelMode::Car, &mut |_| {}).expect("an extract"));
        let index = prepared.index;
        println!(
            "{name}: {} addresses, {} streets and places, {} bytes in the map file; addresses {:.0} ms beside {:.0} ms for roads",
            index.len(),
            index.parts().streets.len(),
            index.to_bytes().len(),
            reading.as_secs_f64() * 1e3,
            roads.as_secs_f64() * 1e3,
        );
        questions(&name, &index);
        hardest(&name, &index);
    }
}

fn questions(name: &str, index: &AddressIndex) {
    let mut draw = Draw(1);
    let all = drawn(index, &mut draw);
    if all.is_empty() {
        return;
    }
    let whole = |a: &Asked| format!("{} {}, {}", a.street, a.number, a.area);
    ask(name, index, &all, "as it is", |a, _| whole(a));
    ask(name, index, &all, "street and number alone", |a, _| format!("{} {}", a.street, a.number));
    ask(name, index, &all, "capitals, no commas, number first", |a, _| {
        format!("{} {} {}", a.number, a.street, a.area).to_uppercase()
    });
    for errors in [1, 2] {
        ask(name, index, &all, &format!("{errors} error(s) in the street"), |a, draw| {
            format!("{} {}, {}", mistyped(&a.street, errors, draw), a.number, a.area)
        });
        ask(name, index, &all, &format!("{errors} error(s) in the street, no town"), |a, draw| {
            format!("{} {}", mistyped(&a.street, errors, draw), a.number)
        });
        ask(name, index, &all, &format!("{errors} error(s) anywhere"), |a, draw| {
            mistyped(&whole(a), errors, draw)
        });
    }
    ask(name, index, &all, "a street of another town", |a, _| {
        format!("{} {}, 99999 Uppsala", a.street, a.number)
    });
}

/// Twenty words that may each be a number, a street or a part of one: the longest work that one question can make.
const HARDEST: [&str; 3] = [
    "1 st 2 n 3 s 4 o 5 v 6 l 7 st 8 n 9 s 10 o",
    "111 22 st 333 44 n 555 66 s 777 88 o 999 11 v 222 33 l 444 55",
    "12 Storgatn 13 Storgt 14 Storg. 15 St. Nygatn 16 N. Storgatn 17 Ö. Storgatn 18 Storgatn 19 V. Storgatn",
];

fn hardest(name: &str, index: &AddressIndex) {
    for text in HARDEST {
        let (took, hits) = median_of_five(|| index.find(text, 5).len());
        println!("address/{name}/hardest: {:.1} ms, {hits} hits for `{text}`", took.as_secs_f64() * 1e3);
    }
}

/// A thousand addresses that state all their parts.
fn drawn(index: &AddressIndex, draw: &mut Draw) -> Vec<Asked> {
    let mut found = Vec::new();
    for _ in 0..20_000 {
        if found.len() == 1_000 || index.parts().points.is_empty() {
            break;
        }
        let address = draw.below(index.len() as u64) as u32;
        let (postcode, city) = index.area_names(index.parts().address_areas[address as usize]);
        if !postcode.is_empty() && !city.is_empty() {
            found.push(Asked {
                street: index.street_name(index.street_of(address)).to_owned(),
                number: index.house_number(address).to_string(),
                area: format!("{postcode} {city}"),
                place: index.parts().points[address as usize].to_lonlat(),
            });
        }
    }
    found
}

/// Some typing errors: a letter left out, put in, wrong, or exchanged with its neighbour.
fn mistyped(text: &str, errors: usize, draw: &mut Draw) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for _ in 0..errors {
        let at = draw.below(letters.len().max(1) as u64) as usize;
        let other = char::from(b'a' + draw.below(26) as u8);
        match draw.below(4) {
            0 if letters.len() > 1 => drop(letters.remove(at)),
            1 => letters.insert(at, other),
            2 if at + 1 < letters.len() => letters.swap(at, at + 1),
            _ => letters[at] = other,
        }
    }
    letters.into_iter().collect()
}

fn is_right(hit: &AddressHit, asked: &Asked) -> bool {
    let number = hit.number.as_ref().map(ToString::to_string).unwrap_or_default();
    number == asked.number && hit.place.metres_to(asked.place) < 250.0
}

fn ask(
    name: &str,
    index: &AddressIndex,
    all: &[Asked],
    what: &str,
    typed: impl Fn(&Asked, &mut Draw) -> String,
) {
    let mut draw = Draw(2);
    let texts: Vec<String> = all.iter().map(|a| typed(a, &mut draw)).collect();
    let began = Instant::now();
    let answers: Vec<Vec<AddressHit>> = texts.iter().map(|text| index.find(text, 5)).collect();
    let rate = texts.len() as f64 / began.elapsed().as_secs_f64();
    let first = |i: usize| answers[i].first();
    let right = (0..all.len()).filter(|&i| first(i).is_some_and(|h| is_right(h, &all[i]))).count();
    let among = (0..all.len()).filter(|&i| answers[i].iter().any(|h| is_right(h, &all[i]))).count();
    let sure: Vec<usize> =
        (0..all.len()).filter(|&i| first(i).is_some_and(|h| h.confidence >= SURE)).collect();
    let wrong: Vec<usize> =
        sure.iter().copied().filter(|&i| first(i).is_some_and(|h| !is_right(h, &all[i]))).collect();
    println!(
        "address/{name}/{what:<38} first {:5.1} %  among five {:5.1} %  sure {:5.1} %, of them wrong {}  {rate:8.0} a second",
        right as f64 * 100.0 / all.len() as f64,
        among as f64 * 100.0 / all.len() as f64,
        sure.len() as f64 * 100.0 / all.len() as f64,
        wrong.len(),
    );
    if std::env::var_os("ROND_BENCH_SHOW").is_some() {
        for i in wrong.into_iter().take(8) {
            let hit = first(i).expect("sure");
            println!("    {} → {} ({:.3})", texts[i], hit.line(), hit.confidence);
        }
        let missed = (0..all.len()).filter(|&i| !first(i).is_some_and(|h| is_right(h, &all[i])));
        for i in missed.take(6) {
            let shown = first(i).map(|h| format!("{} {:.3}", h.line(), h.confidence));
            println!("    missed {} → {shown:?}", texts[i]);
        }
    }
}
