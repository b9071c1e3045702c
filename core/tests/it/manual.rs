//! The manual says what the code does: its table of requirements is compared with the citations, and the tests that it and the table of
//! field reports name exist.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const TABLE: &str = include_str!("../../src/manual/requirements.md");
const REPORTS: &str = include_str!("../../src/manual/field_reports.md");
const CODE: [&str; 9] = ["rs", "ts", "tsx", "mjs", "js", "py", "swift", "sql", "json"];
/// What tools make, and what belongs to others.
const PASSED_OVER: [&str; 8] = ["target", "node_modules", "dist", "build", ".build", ".venv", "__pycache__", "pkg"];

/// A row: its number, what it says, and the tests that it names.
struct Row {
    number: u32,
    says: String,
    tests: Vec<String>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// Paths and texts of all sources below the folders that hold code.
fn sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> =
        ["core", "bindings-common", "bindings-node", "bindings-python", "bindings-swift", "tests", "xtask"]
            .map(|name| root().join(name))
            .into();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                if !PASSED_OVER.contains(&name.as_str()) && !path.is_symlink() {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|ending| CODE.iter().any(|known| ending == *known))
                && let Ok(text) = std::fs::read_to_string(&path)
            {
                found.push((path, text));
            }
        }
    }
    assert!(found.len() > 300, "the sources were not found");
    found
}

/// The numbers that a text cites: `SR-5`, and `SR-5 to SR-7` with those between.
fn citations(text: &str) -> BTreeSet<u32> {
    let mut numbers = BTreeSet::new();
    let mut parts = text.split("SR-");
    let mut before = parts.next().unwrap_or_default();
    let mut last = None;
    for part in parts {
        let digits = part.len() - part.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let number = part[..digits].parse::<u32>().ok();
        if let (Some(from), Some(to), " to ") = (last, number, before) {
            numbers.extend(from..=to);
        }
        numbers.extend(number);
        (last, before) = (number, &part[digits..]);
    }
    numbers
}

/// The rows whose numbers stand behind `mark`.
fn rows(table: &str, mark: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    for line in table.lines() {
        let Some(cells) =
            line.strip_prefix("| ").and_then(|line| line.strip_prefix(mark)).and_then(|line| line.strip_suffix(" |"))
        else {
            continue;
        };
        let cells: Vec<&str> = cells.split(" | ").collect();
        let [number, says, tests] = cells[..] else { panic!("a row has three cells: {line}") };
        let tests = tests.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        rows.push(Row { number: number.parse().unwrap(), says: says.to_owned(), tests });
    }
    rows
}

/// Why a test is left out where it is compiled, and run by a suite of its own, which nobody leaves out.
const SUITE_OF_ITS_OWN: &str = "needs a server: cargo xtask test postgres";

/// Marks by which a runner leaves a test out, or takes its failure for success: such a test proves nothing. What is left out on one
/// system only runs on the others.
const LEFT_OUT: [&str; 8] = [
    "#[ignore",
    "@pytest.mark.skip(",
    "@pytest.mark.xfail",
    "@unittest.skip(",
    "@unittest.expectedFailure",
    "@Test(.disabled",
    "@Test(.bug",
    "@available(*, unavailable",
];
/// The same, in the options of a test of Node.
const LEFT_OUT_BY_OPTION: [&str; 5] = ["skip: true", "skip: '", "skip: \"", "skip: `", "todo: "];
/// The same, for a whole file of Python.
const FILE_LEFT_OUT: [&str; 2] = ["pytestmark = pytest.mark.skip(", "pytestmark = pytest.mark.xfail"];

/// Names of tests: what a runner finds by its mark, the rules that the store suite calls, and scenarios that every language runs.
fn tests(sources: &[(PathBuf, String)]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (path, text) in sources {
        let place = path.strip_prefix(root()).unwrap_or(path).to_string_lossy().replace('\\', "/");
        let ending = path.extension().map(|ending| ending.to_string_lossy().into_owned()).unwrap_or_default();
        match ending.as_str() {
            "json" if place.starts_with("tests/contract/scenarios/") => {
                names.extend(path.file_name().map(|name| name.to_string_lossy().into_owned()));
            }
            "rs" => {
                names.extend(after_a_mark(text, &["#[test]", "#[tokio::test"], "fn "));
                if place == "core/src/store/suite.rs" {
                    names.extend(rules_of_the_suite(text));
                }
            }
            "py" if FILE_LEFT_OUT.iter().any(|mark| text.lines().any(|line| line.starts_with(mark))) => {}
            "py" => names.extend(that_run(
                text,
                |line, _| line.starts_with("def test_") || line.starts_with("async def test_"),
                "def ",
            )),
            "swift" => {
                names.extend(that_run(text, |line, _| line.starts_with("func test"), "func "));
                names.extend(after_a_mark(text, &["@Test"], "func "));
            }
            "ts" | "tsx" | "mjs" | "js" => {
                let lines = text.lines().map(str::trim).filter(|line| line.starts_with("test("));
                let runs = |line: &&str| !LEFT_OUT_BY_OPTION.iter().any(|option| line.contains(option));
                names.extend(lines.filter(runs).filter_map(title));
            }
            _ => {}
        }
    }
    names
}

/// Names of the functions that are tests, without those that a mark before them leaves out. A test is known by its line and by the lines
/// of marks before it.
fn that_run(text: &str, is_test: impl Fn(&str, &[&str]) -> bool, keyword: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut before = Vec::new();
    for line in text.lines().map(str::trim) {
        if !line.contains(keyword) || line.starts_with("//") {
            before.push(line);
            continue;
        }
        let leaves_out = |line: &str| LEFT_OUT.iter().any(|mark| line.starts_with(mark)) && !line.contains(SUITE_OF_ITS_OWN);
        let is_left_out = before.iter().chain([&line]).any(|line| leaves_out(line));
        if is_test(line, &before) && !is_left_out {
            names.push(named(line, keyword));
        }
        before.clear();
    }
    names
}

/// The name behind a keyword, up to its parameters.
fn named(line: &str, keyword: &str) -> String {
    let rest = line.split_once(keyword).map_or("", |(_, rest)| rest);
    rest.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
}

/// Functions that stand behind a mark, other marks and comments in between.
fn after_a_mark(text: &str, marks: &[&str], keyword: &str) -> Vec<String> {
    let is_mark = |line: &str| marks.iter().any(|mark| line.starts_with(mark));
    that_run(text, |line, before| is_mark(line) || before.iter().any(|line| is_mark(line)), keyword)
}

/// The first argument of `test('…', …)`.
fn title(line: &str) -> Option<String> {
    let rest = line.strip_prefix("test(")?;
    let quote = rest.chars().next().filter(|quote| matches!(quote, '\'' | '"' | '`'))?;
    rest[1..].split_once(quote).map(|(title, _)| title.to_owned())
}

/// The rules in the list of `store_suite!`: each is a test of every backend.
fn rules_of_the_suite(text: &str) -> Vec<String> {
    let list =
        text.split_once("@rules [$(#[$needs])?] $open;").and_then(|(_, rest)| rest.split_once('}')).map_or("", |(list, _)| list);
    let groups = list.split(';').filter_map(|group| group.split_once(':'));
    groups.flat_map(|(_, rules)| rules.split(',').map(|rule| rule.trim().to_owned())).collect()
}

/// What is wrong with a table, given the numbers that the code cites and the tests that exist.
fn judge(rows: &[Row], cited: &BTreeMap<u32, String>, tests: &BTreeSet<String>) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut known = BTreeSet::new();
    for row in rows {
        if !known.insert(row.number) {
            wrong.push(format!("SR-{} has two rows", row.number));
        }
        if !cited.contains_key(&row.number) {
            wrong.push(format!("SR-{} has a row, and no code cites it", row.number));
        }
        if row.says.len() < 40 || row.tests.is_empty() {
            wrong.push(format!("SR-{} does not say what holds, or names no test", row.number));
        }
        let missing = row.tests.iter().filter(|name| !tests.contains(*name));
        wrong.extend(missing.map(|name| format!("SR-{} names the test `{name}`, which is not there", row.number)));
    }
    let unknown = cited.iter().filter(|(number, _)| !known.contains(number));
    wrong.extend(
        unknown.map(|(number, place)| format!("SR-{number} is cited in {place}, and has no row in manual/requirements.md")),
    );
    wrong
}

/// Words in code quotes, with the page that has them.
fn quoted<'a>(pages: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let words =
        |(page, text): &(&'a str, &'a str)| text.split('`').skip(1).step_by(2).map(|word| (*page, word)).collect::<Vec<_>>();
    pages.iter().flat_map(words).collect()
}

#[test]
fn every_file_that_a_page_names_is_there() {
    let pages = [
        ("architecture.md", include_str!("../../src/manual/architecture.md")),
        ("refresh.md", include_str!("../../src/manual/refresh.md")),
        ("tampering.md", include_str!("../../src/manual/tampering.md")),
        ("threats.md", include_str!("../../src/manual/threats.md")),
        ("decisions.md", include_str!("../../src/manual/decisions.md")),
        ("ARCHITECTURE.md", include_str!("../../../ARCHITECTURE.md")),
        ("CONTRIBUTING.md", include_str!("../../../CONTRIBUTING.md")),
        ("SECURITY.md", include_str!("../../../SECURITY.md")),
    ];
    let is_path = |word: &str| {
        let plain = word.bytes().all(|b| b.is_ascii_alphanumeric() || b"/._-".contains(&b));
        plain && !word.starts_with(['.', '/']) && [".rs", ".md", ".sql", ".toml", "/"].iter().any(|ending| word.ends_with(ending))
    };
    let mut named = 0;
    for (page, word) in quoted(&pages).into_iter().filter(|(_, word)| is_path(word)) {
        let bases = [root(), root().join("core"), root().join("core/src"), root().join("core/src/vault")];
        assert!(bases.iter().any(|base| base.join(word).exists()), "{page} names {word}, which is not there");
        named += 1;
    }
    assert!(named > 40, "the pages' names were not found");
}

#[test]
fn the_rooms_of_the_engine_are_those_that_the_manual_names() {
    let page = include_str!("../../src/manual/architecture.md");
    let (_, rest) = page.split_once("## The rooms of the engine").unwrap();
    let section = rest.split("\n## ").next().unwrap();
    let told: BTreeSet<String> =
        section.lines().filter_map(|line| Some(line.strip_prefix("| `")?.split_once('`')?.0.to_owned())).collect();
    let folders = std::fs::read_dir(root().join("core/src/engine")).unwrap().map(|entry| entry.unwrap());
    let there: BTreeSet<String> = folders
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name != "tests")
        .collect();
    assert_eq!(told, there);
}

#[test]
fn every_requirement_that_is_cited_has_a_row_and_every_row_its_tests() {
    let sources = sources();
    let here = Path::new(file!()).file_name().unwrap();
    let mut cited = BTreeMap::new();
    for (path, text) in sources.iter().filter(|(path, _)| path.file_name() != Some(here)) {
        for number in citations(text) {
            cited.entry(number).or_insert_with(|| path.strip_prefix(root()).unwrap().display().to_string());
        }
    }
    let wrong = judge(&rows(TABLE, "SR-"), &cited, &tests(&sources));
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn every_field_report_names_tests_that_are_there() {
    let there = tests(&sources());
    let rows = rows(REPORTS, "F-");
    for (row, number) in rows.iter().zip(1..) {
        assert_eq!(row.number, number, "each has one row, in order");
        assert!(row.says.len() >= 40, "F-{number} does not say what holds");
        let missing: Vec<&String> = row.tests.iter().filter(|name| !there.contains(*name)).collect();
        assert!(missing.is_empty(), "F-{number} names tests that are not there: {missing:?}");
    }
    assert!(rows.len() >= 33, "the rows were not found");
}

#[test]
fn a_table_that_does_not_fit_is_found() {
    assert_eq!(citations("SR-1, SR-4 to SR-6; SR-x, SR-9: to SR-11"), BTreeSet::from([1, 4, 5, 6, 9, 11]));
    let cited = BTreeMap::from([(1, "a.rs".to_owned()), (2, "b.rs".to_owned())]);
    let known = BTreeSet::from(["one".to_owned()]);
    let line = |number: u32, test: &str| format!("| SR-{number} | {} | `{test}` |", "what holds, in a sentence ".repeat(3));
    let judged = |lines: &[String]| judge(&rows(&lines.join("\n"), "SR-"), &cited, &known);
    assert!(judged(&[line(1, "one"), line(2, "one")]).is_empty());
    for bad in [
        vec![line(1, "one")],
        vec![line(1, "one"), line(2, "two")],
        vec![line(1, "one"), line(2, "one"), line(3, "one")],
        vec![line(1, "one"), line(2, "one"), line(2, "one")],
        vec![line(1, "one"), "| SR-2 | short | `one` |".to_owned()],
    ] {
        assert_eq!(judged(&bad).len(), 1, "{bad:?}");
    }
}

#[test]
fn only_what_a_runner_runs_is_a_test() {
    let at = |path: &str, text: &str| (root().join(path), text.to_owned());
    let found = |path: &str, text: &str| tests(&[at(path, text)]).into_iter().collect::<Vec<_>>();
    assert_eq!(found("core/tests/it/a.rs", "#[test]\n#[should_panic]\n// A fn of note.\nfn one() {}\nfn helper() {}"), ["one"]);
    assert_eq!(found("core/tests/it/a.rs", "#[tokio::test(start_paused = true)]\nasync fn two() {}"), ["two"]);
    assert_eq!(found("tests/contract/scenarios/three.json", "{}"), ["three.json"]);
    assert_eq!(found("bindings-python/tests/test_a.py", "    async def test_four(x):\ndef helper():"), ["test_four"]);
    assert_eq!(
        found("bindings-swift/Tests/A.swift", "func testFive() {\nfunc helper() {\n@Test func six() {"),
        ["six", "testFive"]
    );
    assert_eq!(found("bindings-node/test/a.test.mjs", "test('a seventh', (t) => {\nfunction helper() {"), ["a seventh"]);
    let suite = "store_suite! { @rules [$(#[$needs])?] $open;\n grants: eight,\n nine;\n jobs: ten;\n }\nfn helper() {}";
    assert_eq!(found("core/src/store/suite.rs", suite), ["eight", "nine", "ten"]);
    // A file is no test, and neither is a function of the suite that no list calls, nor a name that is only called alike.
    for (path, text) in [
        ("bindings-python/tests/test_a.py", "def helper(): pass"),
        ("bindings-swift/Tests/PanicTests.swift", "final class PanicTests {}"),
        ("tests/contract/scenarios.json", "{}"),
        ("core/src/store/suite/jobs.rs", "pub(super) async fn a_rule_that_nobody_calls(store: &Any) {}"),
    ] {
        assert!(found(path, text).is_empty(), "{path}");
    }
    // What is left out proves nothing.
    for (path, text) in [
        ("core/tests/it/a.rs", "#[test]\n#[ignore]\nfn one() {}"),
        ("core/tests/it/a.rs", "#[ignore = \"slow\"]\n#[tokio::test]\nasync fn one() {}"),
        ("bindings-python/tests/test_a.py", "@pytest.mark.skip(reason='later')\n@pytest.mark.asyncio\nasync def test_four(x):"),
        ("bindings-python/tests/test_a.py", "@pytest.mark.xfail\ndef test_four(x):"),
        ("bindings-python/tests/test_a.py", "pytestmark = pytest.mark.skip(reason='all')\ndef test_four(x):"),
        ("bindings-node/test/a.test.mjs", "test('a seventh', { skip: true }, (t) => {"),
        ("bindings-node/test/a.test.mjs", "test('a seventh', { todo: 'later' }, (t) => {"),
        ("bindings-node/test/a.test.mjs", "test.skip('a seventh', (t) => {"),
        ("bindings-node/test/a.test.mjs", "test.todo('a seventh');"),
        ("bindings-swift/Tests/A.swift", "@Test(.disabled(\"later\")) func six() {"),
    ] {
        assert!(found(path, text).is_empty(), "{path}: {text}");
    }
    let after = "#[test]\n#[ignore]\nfn one() {}\n#[test]\nfn two() {}";
    assert_eq!(found("core/tests/it/a.rs", after), ["two"], "the next one runs");
    let on_linux = "test('a seventh', { skip: isLinux ? false : 'only Linux' }, (t) => {";
    assert_eq!(found("bindings-node/test/a.test.mjs", on_linux), ["a seventh"], "it runs somewhere");
    // A row that names a file which is there, and no test, is found.
    let known = tests(&sources());
    for invented in ["manual.rs", "test_redaction.py", "PanicTests.swift", "flow.test.ts"] {
        assert!(sources().iter().any(|(path, _)| path.file_name().is_some_and(|name| name == invented)), "{invented}");
        assert!(!known.contains(invented), "{invented}");
    }
}
