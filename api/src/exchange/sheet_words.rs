//! The words of a run sheet, in each language.

use crate::wording::Language;

macro_rules! words {
    ($($name:ident: $swedish:literal, $english:literal;)+) => {
        /// Every word that a run sheet needs.
        pub(super) struct Words {
            pub weekdays: [&'static str; 7],
            $(pub $name: &'static str,)+
        }

        /// The words of one language.
        pub(super) const fn words(language: Language) -> &'static Words {
            match language {
                Language::Swedish => &Words {
                    weekdays: ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"],
                    $($name: $swedish,)+
                },
                Language::English => &Words {
                    weekdays: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
                    $($name: $english,)+
                },
            }
        }
    };
}

words! {
    title: "KÖRLISTA", "RUN SHEET";
    shift: "arbetspass", "shift";
    leave: "Avfärd från", "Leave";
    begins: "Börjar", "Begin";
    drive: "körning", "drive";
    decimal_mark: ",", ".";
    same_place: "samma plats", "same place";
    arrive: "Framme", "Arrive";
    handling: "parkering och gång", "parking and walk";
    wait: "Vänta", "Wait";
    wait_for: "på", "for";
    visit: "Besök", "Visit";
    of: "av", "of";
    patient: "patient", "patient";
    acute: "AKUT, senast", "ACUTE, by";
    by_phone: "per telefon", "by phone";
    by_video: "per video", "by video";
    remote: "på distans", "remotely";
    together_with: "Tillsammans med", "Together with";
    starts_at: "som börjar", "who starts at";
    documentation: "varav dokumentation", "of which documentation";
    accompany: "Följer med vid besök", "Accompany visit";
    rest: "Rast", "Break";
    block: "Bokad tid", "Booked time";
    back: "Åter", "Back";
    done: "Slut", "Done";
    sum: "Summa", "Total";
    visits: "besök", "visits";
    waiting: "väntan", "waiting";
    overtime: "övertid", "overtime";
    own_left_out: "Ej planerade besök hos dagens patienter", "Visits of today's patients that are not planned";
    all_left_out: "Ej planerade besök i hela planen", "Visits not planned in the whole plan";
    none: "inga", "none";
    no_work: "Inga besök i planen.", "No visits in the plan.";
}
