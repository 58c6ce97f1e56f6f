//! One finding of the judge as a sentence.

use super::{Language, Scene, en, sv};
use engine::rules::Finding;

/// A finding as a sentence, without its price.
pub fn finding(scene: Scene<'_>, finding: &Finding, language: Language) -> String {
    match language {
        Language::Swedish => sv::finding(scene, finding),
        Language::English => en::finding(scene, finding),
    }
}
