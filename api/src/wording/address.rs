//! What was changed to find an address, as code and in a few words.

use super::Language;
use osm_data::address::Change;

/// The stable code of a change; docs/addresses.md explains each.
pub const fn address_change_code(change: &Change) -> &'static str {
    match change {
        Change::StreetSpelled { .. } => "street-spelled",
        Change::StreetShortened { .. } => "street-shortened",
        Change::OtherSuffix { .. } => "other-letter",
        Change::NumberReckoned { .. } => "number-reckoned",
        Change::NumberUnknown { .. } => "number-unknown",
        Change::StreetUnknown { .. } => "street-unknown",
        Change::OtherPostcode { .. } => "other-postcode",
        Change::OtherCity { .. } => "other-city",
        Change::AreaUnknown { .. } => "area-unknown",
        Change::PassedOver { .. } => "passed-over",
        Change::Ambiguous { .. } => "ambiguous",
    }
}

/// A change in words.
pub fn address_change(change: &Change, language: Language) -> String {
    let swedish = language == Language::Swedish;
    let said = |sv: &str, en: &str| (if swedish { sv } else { en }).to_owned();
    match change {
        Change::StreetSpelled { asked, errors: 1 } => said(
            &format!("”{asked}” stavas annorlunda: en bokstav"),
            &format!("`{asked}` is spelled otherwise: one letter"),
        ),
        Change::StreetSpelled { asked, errors } => said(
            &format!("”{asked}” stavas annorlunda: {errors} bokstäver"),
            &format!("`{asked}` is spelled otherwise: {errors} letters"),
        ),
        Change::StreetShortened { asked } => {
            said(&format!("”{asked}” är förkortat"), &format!("`{asked}` is written short"))
        }
        Change::OtherSuffix { asked, found } => {
            said(&format!("nummer {asked} finns som {found}"), &format!("number {asked} is known as {found}"))
        }
        Change::NumberReckoned { asked } => said(
            &format!("nummer {asked} saknas; läget är beräknat mellan grannarna"),
            &format!("number {asked} is not known; reckoned between its neighbours"),
        ),
        Change::NumberUnknown { asked, of_place } => {
            let (sv, en) = if *of_place { ("ortens", "place") } else { ("gatans", "street") };
            said(
                &format!("nummer {asked} saknas; {sv} mitt"),
                &format!("number {asked} is not known; the middle of the {en}"),
            )
        }
        Change::StreetUnknown { asked, of_postcode } => {
            let (sv, en) = if *of_postcode { ("postnumrets", "postal code") } else { ("ortens", "town") };
            said(
                &format!("gatan ”{asked}” saknas; {sv} mitt"),
                &format!("the street `{asked}` is not known; the middle of the {en}"),
            )
        }
        Change::OtherPostcode { asked } => {
            said(&format!("postnumret är inte {asked}"), &format!("the postal code is not {asked}"))
        }
        Change::OtherCity { asked } => {
            said(&format!("orten är inte ”{asked}”"), &format!("the town is not `{asked}`"))
        }
        Change::AreaUnknown { asked } => {
            said(&format!("”{asked}” kunde inte jämföras"), &format!("`{asked}` could not be compared"))
        }
        Change::PassedOver { asked } => {
            said(&format!("”{asked}” användes inte"), &format!("`{asked}` was not used"))
        }
        Change::Ambiguous { places } => {
            said(&format!("{places} platser passar"), &format!("{places} places fit"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_change_has_words_in_both_languages_and_a_line_on_the_page() {
        let page = include_str!("../../../docs/addresses.md");
        let asked = || "Kungsg".to_owned();
        let all = [
            Change::StreetSpelled { asked: asked(), errors: 1 },
            Change::StreetSpelled { asked: asked(), errors: 2 },
            Change::StreetShortened { asked: asked() },
            Change::OtherSuffix { asked: asked(), found: asked() },
            Change::NumberReckoned { asked: asked() },
            Change::NumberUnknown { asked: asked(), of_place: false },
            Change::NumberUnknown { asked: asked(), of_place: true },
            Change::StreetUnknown { asked: asked(), of_postcode: false },
            Change::StreetUnknown { asked: asked(), of_postcode: true },
            Change::OtherPostcode { asked: asked() },
            Change::OtherCity { asked: asked() },
            Change::AreaUnknown { asked: asked() },
            Change::PassedOver { asked: asked() },
            Change::Ambiguous { places: 2 },
        ];
        for change in &all {
            let code = address_change_code(change);
            assert!(page.contains(&format!("`{code}`")), "{code}");
            let (sv, en) =
                (address_change(change, Language::Swedish), address_change(change, Language::English));
            assert!(!sv.is_empty() && !en.is_empty() && sv != en, "{sv} {en}");
        }
    }

    #[test]
    fn what_was_found_in_the_stead_is_named_as_what_it_is() {
        let asked = || "16".to_owned();
        let said = |change: Change| {
            (address_change(&change, Language::Swedish), address_change(&change, Language::English))
        };
        for (change, sv, en) in [
            (
                Change::OtherSuffix { asked: asked(), found: "16A".to_owned() },
                "nummer 16 finns som 16A",
                "number 16 is known as 16A",
            ),
            (
                Change::OtherSuffix { asked: asked(), found: "16-20".to_owned() },
                "nummer 16 finns som 16-20",
                "number 16 is known as 16-20",
            ),
            (
                Change::NumberUnknown { asked: asked(), of_place: true },
                "nummer 16 saknas; ortens mitt",
                "number 16 is not known; the middle of the place",
            ),
            (
                Change::StreetUnknown { asked: asked(), of_postcode: true },
                "gatan ”16” saknas; postnumrets mitt",
                "the street `16` is not known; the middle of the postal code",
            ),
        ] {
            assert_eq!(said(change), (sv.to_owned(), en.to_owned()));
        }
    }
}
