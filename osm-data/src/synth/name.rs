//! Invented Swedish names: streets by number, places by draw.

use super::draw::Draw;

const STREET_FIRST: [&str; 48] = [
    "Björk",
    "Ek",
    "Gran",
    "Tall",
    "Lönn",
    "Rönn",
    "Asp",
    "Al",
    "Hassel",
    "Sälg",
    "Älg",
    "Räv",
    "Hare",
    "Ekorr",
    "Järv",
    "Örn",
    "Lärk",
    "Trast",
    "Svan",
    "Tran",
    "Sjö",
    "Strand",
    "Ängs",
    "Åker",
    "Kvarn",
    "Smedje",
    "Skol",
    "Stations",
    "Kyrk",
    "Torg",
    "Park",
    "Sol",
    "Mån",
    "Stjärn",
    "Vinter",
    "Sommar",
    "Höst",
    "Vår",
    "Klöver",
    "Blåklocks",
    "Vallmo",
    "Ljung",
    "Hallon",
    "Blåbärs",
    "Lingon",
    "Körsbärs",
    "Päron",
    "Plommon",
];
const STREET_LAST: [&str; 5] = ["gatan", "vägen", "stigen", "gränd", "backen"];
const STREET_BEFORE: [&str; 9] =
    ["", "Norra ", "Södra ", "Östra ", "Västra ", "Lilla ", "Övre ", "Nedre ", "Gamla "];
const PLACE_FIRST: [&str; 30] = [
    "Björk", "Ek", "Lind", "Ås", "Häll", "Älv", "Örn", "Sand", "Sten", "Grön", "Kvarn", "Holm", "Vik",
    "Ljung", "Brunn", "Tors", "Ulv", "Svan", "Rå", "Öd", "Äng", "Hög", "Väst", "Öst", "Mun", "Gås", "Skär",
    "Fors", "Lund", "Kil",
];
const PLACE_LAST: [&str; 20] = [
    "ered", "torp", "hult", "ryd", "by", "berga", "sjö", "näs", "inge", "arp", "stad", "landa", "holmen",
    "åsa", "vallen", "dal", "rud", "bo", "hem", "mark",
];

/// The name of street number `number` of a settlement; different up to 2,160.
pub(super) fn street(number: u32) -> String {
    // A step prime to the number of names visits each once, so that neighbours do not share a stem.
    let pairs = (STREET_FIRST.len() * STREET_LAST.len()) as u32;
    let pair = (number.wrapping_mul(67) % pairs) as usize;
    let before = STREET_BEFORE[(number / pairs) as usize % STREET_BEFORE.len()];
    let (first, last) = (STREET_FIRST[pair % STREET_FIRST.len()], STREET_LAST[pair / STREET_FIRST.len()]);
    if before.is_empty() { format!("{first}{last}") } else { format!("{before}{first}{last}") }
}

/// The name of a place; repeats are told apart by what stands in front.
pub(super) fn place(draw: &mut Draw, taken: &mut std::collections::HashSet<String>) -> String {
    loop {
        let core = format!("{}{}", draw.pick(&PLACE_FIRST), draw.pick(&PLACE_LAST));
        let before = if taken.len() < 200 {
            ""
        } else {
            draw.pick(&[
                "Stora ", "Lilla ", "Norra ", "Södra ", "Östra ", "Västra ", "Övre ", "Yttre ", "Nya ",
            ])
        };
        let number = if taken.len() < 3000 { String::new() } else { format!(" {}", taken.len()) };
        let name = format!("{before}{core}{number}");
        if taken.insert(name.clone()) {
            return name;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn streets_of_one_settlement_have_different_names() {
        let names: HashSet<String> = (0..2160).map(street).collect();
        assert_eq!(names.len(), 2160);
    }
}
