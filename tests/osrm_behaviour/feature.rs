//! The text of a behaviour test into steps with their tables: as much of Gherkin as OSRM's tests use.

/// A table: its header, and rows with as many cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The names of the columns.
    pub header: Vec<String>,
    /// The cells of each row.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// A cell by the name of its column; empty when there is none.
    pub fn cell<'t>(&'t self, row: &'t [String], column: &str) -> &'t str {
        let at = self.header.iter().position(|name| name == column);
        at.and_then(|at| row.get(at)).map_or("", String::as_str)
    }

    /// Whether there is such a column.
    pub fn has(&self, column: &str) -> bool {
        self.header.iter().any(|name| name == column)
    }
}

/// A step: what it says, and the table or text under it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// The sentence without `Given`, `When`, `Then` or `And`.
    pub text: String,
    /// The table under it.
    pub table: Table,
    /// The text under it.
    pub lines: Vec<String>,
}

/// A scenario with the steps of the background before its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scenario {
    /// Its name.
    pub name: String,
    /// Its steps.
    pub steps: Vec<Step>,
}

/// The scenarios of a file.
pub fn scenarios(text: &str) -> Vec<Scenario> {
    let mut background: Vec<Step> = Vec::new();
    let mut found: Vec<Scenario> = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let trimmed = line.trim();
        if let Some(name) = trimmed.strip_prefix("Scenario:").or(trimmed.strip_prefix("Scenario Outline:")) {
            found.push(Scenario { name: name.trim().to_owned(), steps: background.clone() });
            continue;
        }
        let steps = found.last_mut().map_or(&mut background, |scenario| &mut scenario.steps);
        if trimmed == "\"\"\"" {
            let indent = line.len() - line.trim_start().len();
            let inside = lines.by_ref().take_while(|l| l.trim() != "\"\"\"");
            let cut =
                inside.map(|l| l.get(indent.min(l.len() - l.trim_start().len())..).unwrap_or("").to_owned());
            let cut: Vec<String> = cut.collect();
            if let Some(step) = steps.last_mut() {
                step.lines = cut;
            }
        } else if trimmed.starts_with('|') {
            if let Some(step) = steps.last_mut() {
                let inner = trimmed.trim_end_matches(|c| c != '|').trim_matches('|');
                // A bar within a cell is written `\|`.
                let inner = inner.replace("\\|", "\u{0}");
                let cells = inner.split('|').map(|c| c.trim().replace('\u{0}', "|"));
                let cells: Vec<String> = cells.collect();
                if step.table.header.is_empty() {
                    step.table.header = cells
                } else {
                    step.table.rows.push(cells)
                }
            }
        } else {
            let words = ["Given ", "When ", "Then ", "And "];
            if let Some(text) = words.iter().find_map(|word| trimmed.strip_prefix(word)) {
                steps.push(Step { text: text.trim().to_owned(), ..Step::default() });
            }
        }
    }
    found
}

#[test]
fn a_scenario_has_its_background_its_map_and_its_tables() {
    let text = "
        Background:
            Given the profile \"car\"

        # a comment
        Scenario: Both
            Given the node map
                \"\"\"
                a b
                  1
                \"\"\"
            When I route I should get
                | from | to | route |
                | a    | b  |       |
                | 1    |    | ab,ab | # that is all
    ";
    let found = scenarios(text);
    assert_eq!(found.len(), 1);
    let steps = &found[0].steps;
    assert_eq!(
        steps.iter().map(|s| s.text.as_str()).collect::<Vec<_>>(),
        ["the profile \"car\"", "the node map", "I route I should get"]
    );
    assert_eq!(steps[1].lines, ["a b", "  1"]);
    assert_eq!(steps[2].table.rows, [["a", "b", ""], ["1", "", "ab,ab"]]);
    assert_eq!(steps[2].table.cell(&steps[2].table.rows[1], "route"), "ab,ab");
}
