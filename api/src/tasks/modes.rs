//! Modes of travel: names of modes → the roads of a map for each, or what to do about one that it has not.

use super::TaskError;
use crate::travel::Map;
use engine::model::{Defect, DefectCode, InvalidProblem};
use osm_data::profile::TravelMode;

/// The roads of a map for a mode of travel, its chief one unless said; `place` is where the mode was asked for.
///
/// # Errors
/// [`TaskError::InvalidQuestion`] when the map has no such mode.
pub fn in_mode<'m>(map: &'m Map, mode: Option<&str>, place: &str) -> Result<&'m Map, TaskError> {
    let Some(name) = mode else { return Ok(map) };
    map.of_mode(name).ok_or_else(|| {
        let defect = missing_mode(map, name, place.to_owned(), "");
        TaskError::InvalidQuestion(InvalidProblem { defects: vec![defect] })
    })
}

/// That a map has no mode of this name; `or_else` is what can be done besides, with a comma before it.
pub(super) fn missing_mode(map: &Map, name: &str, place: String, or_else: &str) -> Defect {
    let names: Vec<&str> = map.modes().map(Map::mode).collect();
    let import = TravelMode::named(name).map_or_else(String::new, |wanted| {
        format!(", import the map with `rond import --profile {},{}`", names.join(","), wanted.name())
    });
    Defect {
        code: DefectCode::UnknownId,
        place,
        cause: format!("the map has no mode of travel `{}`", name.chars().take(60).collect::<String>()),
        remedy: format!("write {}{import}{or_else}", one_of(&names)),
    }
}

/// The modes of a list such as `car,bicycle`, in its order.
///
/// # Errors
/// [`TaskError::InvalidQuestion`] with every name that is none, or stands there twice.
pub(super) fn modes_of(list: &str) -> Result<Vec<TravelMode>, TaskError> {
    let mut modes = Vec::new();
    let mut defects = Vec::new();
    for name in list.split(',').map(str::trim) {
        let shown: String = name.chars().take(60).collect();
        let (code, cause) = match TravelMode::named(name) {
            Some(mode) if !modes.contains(&mode) => {
                modes.push(mode);
                continue;
            }
            Some(_) => (DefectCode::DuplicateId, format!("profile `{shown}` stands there twice")),
            None => (DefectCode::UnknownId, format!("there is no profile `{shown}`")),
        };
        let remedy = format!(
            "write {}; several with commas between, each once",
            one_of(&TravelMode::ALL.map(TravelMode::name))
        );
        defects.push(Defect { code, place: "--profile".to_owned(), cause, remedy });
    }
    if defects.is_empty() { Ok(modes) } else { Err(TaskError::InvalidQuestion(InvalidProblem { defects })) }
}

/// `` `car`, `bicycle` or `foot` ``.
fn one_of(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_modes_keeps_its_order_and_every_wrong_name_is_told() {
        assert_eq!(modes_of("car").ok(), Some(vec![TravelMode::Car]));
        let all = [TravelMode::Foot, TravelMode::Car, TravelMode::Bicycle];
        assert_eq!(modes_of("foot,car, bicycle").ok(), Some(all.to_vec()));
        let Err(TaskError::InvalidQuestion(told)) = modes_of("car,boat,,car") else { panic!("three faults") };
        let told: Vec<(&str, &str)> =
            told.defects.iter().map(|d| (d.code.as_str(), d.cause.as_str())).collect();
        let wanted = [
            ("unknown-id", "there is no profile `boat`"),
            ("unknown-id", "there is no profile ``"),
            ("duplicate-id", "profile `car` stands there twice"),
        ];
        assert_eq!(told, wanted);
        assert!(modes_of("").is_err());
    }

    #[test]
    fn names_are_listed_as_people_say_them() {
        assert_eq!(one_of(&["car"]), "`car`");
        assert_eq!(one_of(&["car", "bicycle", "foot"]), "`car`, `bicycle` or `foot`");
    }
}
