//! Values that would change a host, made by the thousand: 10⁴ in each run, 10⁶ with `AUTHPIPE_LONG` (SR-34). Each is held against every
//! template of the catalogue whose host has a variable: it is refused, or the host is the template's.

use super::*;
use crate::catalog::template::{Part, Start, parse};
use crate::model::definition::{Template, Variable};

/// Pieces that mean something to a reader of addresses, and letters that look like others.
const PIECES: [&str; 44] = [
    "evil.example",
    "acme",
    "a",
    "-",
    ".",
    "..",
    "/",
    "\\",
    "@",
    ":",
    ":443",
    ":80",
    "#",
    "?",
    "%",
    "%2f",
    "%2e",
    "%00",
    "&",
    "=",
    ";",
    "{",
    "}",
    "[::1]",
    "127.0.0.1",
    "0x7f.1",
    "2130706433",
    "localhost",
    "xn--",
    "xn--e1awd7f",
    "\u{e9}",
    "\u{430}",
    "\u{ff0e}",
    "\u{3002}",
    "\u{200b}",
    "\u{202e}",
    "\u{0}",
    "\n",
    "\t",
    " ",
    "A",
    "user:pass@",
    "https://",
    "1",
];

/// xorshift64*: the same values in every run, so that what fails fails again.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        usize::try_from(self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33).unwrap() % end
    }

    fn value(&mut self, suffixes: &[&str]) -> String {
        let mut value = String::new();
        for _ in 0..=self.below(5) {
            value.push_str(PIECES[self.below(PIECES.len())]);
        }
        // Half of them end as the template's host ends, which is what a careless comparison looks at.
        if !suffixes.is_empty() && self.below(2) == 0 {
            value.push_str(suffixes[self.below(suffixes.len())]);
        }
        value
    }
}

/// A template with variables in its host, and what a host of it must end in or be.
struct Target {
    config: ProviderConfig,
    template: Template,
    variable: String,
    suffixes: Vec<String>,
    hosts: Vec<String>,
}

fn targets() -> Vec<Target> {
    let mut all = Vec::new();
    for definition in Catalog::builtin().list() {
        for template in lint::templates(definition) {
            let is_origin =
                |name: &str| definition.origins.as_ref().is_some_and(|origins| origins.sets[&origins.default].contains_key(name));
            let Start::Authority { host, .. } = parse(&template, is_origin).unwrap().start else { continue };
            let Some(variable) = host.iter().find_map(|part| match part {
                Part::Name(name) => Some((*name).to_owned()),
                Part::Literal(_) => None,
            }) else {
                continue;
            };
            let (suffixes, hosts) = match (&definition.variables[&variable], host.last()) {
                (Variable::Host { suffixes, hosts, .. }, _) => (suffixes.clone(), hosts.clone()),
                (_, Some(Part::Literal(suffix))) => (vec![(*suffix).to_owned()], Vec::new()),
                (Variable::OneOf { values, .. }, _) => (Vec::new(), values.clone()),
                (other, _) => panic!("{}: {other:?} is a whole host", definition.id),
            };
            let config = config_of(ProviderDefinition::clone(definition));
            all.push(Target { config, template: template.clone(), variable, suffixes, hosts });
        }
    }
    all
}

#[test]
fn no_value_of_a_variable_leads_out_of_the_host_of_its_template() {
    let targets = targets();
    assert!(targets.len() > 30, "{} templates have a variable in their host", targets.len());
    let values = if std::env::var_os("AUTHPIPE_LONG").is_some() { 1_000_000 } else { 10_000 };
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    let (mut refused, mut kept) = (0, 0);
    for _ in 0..values {
        let target = &targets[numbers.below(targets.len())];
        let suffixes: Vec<&str> = target.suffixes.iter().map(String::as_str).collect();
        let value = numbers.value(&suffixes);
        let others = target.config.definition.variables.keys().filter(|name| **name != target.variable);
        let mut flow: BTreeMap<String, String> = others.map(|name| (name.clone(), "a".to_owned())).collect();
        flow.insert(target.variable.clone(), value.clone());
        match resolve_url(&target.config, &target.template, &flow) {
            Err(_) => refused += 1,
            Ok(url) => {
                kept += 1;
                let host = url.host_str().unwrap();
                let fits = target.hosts.iter().any(|known| known == host)
                    || target.suffixes.iter().any(|suffix| host.ends_with(suffix.as_str()) && host.len() > suffix.len());
                let bare = url.username().is_empty() && url.password().is_none() && url.port().is_none();
                assert!(fits && bare && url.scheme() == "https", "{value:?} makes {url} of {:?}", target.template);
            }
        }
    }
    // Both happen: most are refused, and a plain label is no attack.
    assert!(refused > values / 2 && kept > 0, "{refused} refused, {kept} kept");
}
