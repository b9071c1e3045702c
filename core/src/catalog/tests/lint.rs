//! The lint of the catalogue (SR-31, SR-34).

use super::*;
use crate::catalog::template::{Start, parse};
use crate::model::definition::{AuthKind, CheckedAgainst, Install, JwtBearer, Mint, Template, Variable};

/// The files as they lie in the folder: name without `.toml`, and text, with what it includes from `shared` at its end.
pub(super) fn folder() -> Vec<(String, String)> {
    let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/catalog")).unwrap();
    let paths = folder.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|it| it == "toml"));
    let read = |path: PathBuf| {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let mut text = std::fs::read_to_string(&path).unwrap();
        let included: Vec<String> = text.lines().filter_map(|line| line.strip_prefix("#:include ")).map(str::to_owned).collect();
        for shared in included {
            assert!(shared.starts_with("shared/") && !shared.contains(".."), "{name} includes {shared}");
            text = format!("{text}\n{}", std::fs::read_to_string(path.with_file_name(&shared)).unwrap());
        }
        (name, text)
    };
    paths.map(read).collect()
}

#[test]
fn every_file_is_valid_and_named_after_its_id() {
    let files = folder();
    assert!(!files.is_empty());
    let faults = files.iter().filter_map(|(name, text)| Some(format!("{name}.toml, {}", read_file(name, text).err()?)));
    let faults: Vec<String> = faults.collect();
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
    for (name, text) in &files {
        let definition = read_file(name, text).unwrap();
        assert!(!definition.category.is_empty(), "{name} names no category");
        for (scope, said) in &definition.scopes {
            let short = said.description.is_empty() || (said.description.len() > 5 && !said.description.ends_with('.'));
            assert!(short, "{name}: {scope}");
        }
        // The folder, not a list, decides what is embedded; comments are left out, and nothing else.
        let embedded = Catalog::builtin().get(name).unwrap_or_else(|| panic!("{name} is not embedded"));
        assert_eq!(*embedded, definition, "{name}");
    }
    assert_eq!(Catalog::builtin().list().count(), files.len());
}

#[test]
fn every_file_says_where_its_facts_come_from_and_when_they_were_checked() {
    for definition in Catalog::builtin().list() {
        let (id, facts) = (&definition.id, &definition.facts);
        assert!(!facts.sources.is_empty(), "{id}: facts.sources names nothing");
        assert!(!facts.checked.is_empty(), "{id}: facts.checked is missing");
        assert_ne!(facts.against, CheckedAgainst::Nothing, "{id}: facts.against is missing");
        assert_eq!(facts.verified, facts.against != CheckedAgainst::OneProject, "{id}: a lead is marked, and nothing else");
        if facts.against == CheckedAgainst::AgreeingProjects {
            assert!(facts.sources.len() > 1, "{id}: one source agrees with nobody");
        }
    }
}

#[test]
fn every_file_that_says_how_tokens_are_revoked_says_where_that_is_told() {
    let revoking = Catalog::builtin().list().filter_map(|definition| Some((&definition.id, definition.revocation.as_ref()?)));
    let all: Vec<_> = revoking.collect();
    let silent: Vec<_> = all.iter().filter(|(_, revocation)| revocation.docs.is_none()).map(|(id, _)| id).collect();
    assert!(all.len() > 40 && silent.is_empty(), "{} of {}: {silent:?}", silent.len(), all.len());
}

/// What every sign-in asks of the API with its new token, any token may ask; so it tells a live one from a dead one too.
#[test]
fn what_a_sign_in_asks_of_the_api_is_a_probe() {
    let asks = |definition: &ProviderDefinition| {
        let looks_up = definition.oauth.as_ref().is_some_and(|oauth| oauth.kept.iter().any(|kept| kept.url.is_some()));
        looks_up || definition.identity.is_some()
    };
    let asking = Catalog::builtin().list().filter(|definition| asks(definition) && definition.oauth.is_some());
    let all: Vec<_> = asking.map(|definition| (definition.id.as_str(), definition.probe.is_some())).collect();
    let without: Vec<_> = all.iter().filter(|(_, has_probe)| !has_probe).map(|(id, _)| id).collect();
    assert!(all.len() > 8 && without.is_empty(), "{} of {}: {without:?}", without.len(), all.len());
}

/// Scopes with which a provider gives a refresh token. A sign-in that does not ask for one would be over within the hour.
const OFFLINE: [&str; 4] = ["offline", "offline_access", "offline.access", "refresh_token"];

#[test]
fn a_scope_that_gives_a_refresh_token_is_always_asked_for() {
    let knows = |definition: &ProviderDefinition| definition.scopes.keys().any(|scope| OFFLINE.contains(&scope.as_str()));
    let asks = |definition: &ProviderDefinition| {
        let always = definition.oauth.iter().flat_map(|oauth| &oauth.always_scopes);
        always.into_iter().any(|scope| OFFLINE.contains(&scope.as_str()))
    };
    let known: Vec<_> = Catalog::builtin().list().filter(|definition| knows(definition)).collect();
    let without: Vec<_> = known.iter().filter(|definition| !asks(definition)).map(|definition| definition.id.as_str()).collect();
    assert!(known.len() > 25, "{} know such a scope", known.len());
    // Attio's tokens do not end; whom Uber has not allowed this scope may not ask for it.
    assert_eq!(without, ["attio", "uber"]);
}

#[test]
fn ids_and_names_are_known_without_reading_a_file() {
    let catalog = Catalog::builtin();
    for (known, definition) in catalog.names().zip(catalog.list()) {
        assert_eq!((known.id, known.name), (definition.id.as_str(), definition.name.as_str()));
        assert!(catalog.contains(known.id));
    }
    assert_eq!(catalog.names().count(), catalog.list().count());
    assert!(catalog.names().is_sorted_by_key(|known| known.id));
    assert!(!catalog.contains("") && !catalog.contains("no-such-provider") && catalog.get("no-such-provider").is_none());
}

/// What every program carries, whichever provider it uses: 115 kB for 463 files of 520 kB without comments, on 2026-11-30.
#[test]
fn all_definitions_together_take_less_than_a_quarter_of_a_mebibyte_of_a_program() {
    let mut blocks: Vec<&[u8]> = crate::catalog::ENTRIES.iter().map(|entry| entry.packed.block).collect();
    blocks.dedup_by_key(|block| block.as_ptr());
    let named: usize = crate::catalog::ENTRIES.iter().map(|entry| entry.id.len() + entry.name.len()).sum();
    let bytes = named + blocks.iter().map(|block| block.len()).sum::<usize>();
    let read: usize = crate::catalog::ENTRIES.iter().map(|entry| entry.packed.to - entry.packed.from).sum();
    let files: usize = folder().iter().map(|(_, text)| text.len()).sum();
    assert!(bytes <= 256 * 1024, "{bytes} bytes of {} definitions", crate::catalog::ENTRIES.len());
    assert!(read > files / 2 && bytes > read / 16, "{bytes} bytes for {read} of {files}: the measure measures nothing");
}

/// Microsoft's are told once: who signs in for Graph does so by one text.
#[test]
fn what_providers_share_is_told_in_one_file() {
    let catalog = Catalog::builtin();
    let onedrive = catalog.get("microsoft-onedrive").unwrap();
    for id in ["microsoft-outlook", "microsoft-calendar", "microsoft-sharepoint", "microsoft-teams", "microsoft-planner"] {
        let other = catalog.get(id).unwrap();
        assert_eq!(
            (&other.oauth, &other.id_token, &other.origins),
            (&onedrive.oauth, &onedrive.id_token, &onedrive.origins),
            "{id}"
        );
        assert_ne!(other.scopes, onedrive.scopes, "{id} has scopes of its own");
    }
}

#[test]
fn a_file_under_another_name_is_refused() {
    let (_, text) = &folder()[0];
    assert!(read_file("other", text).unwrap_err().message.contains("Its id is"));
}

#[test]
fn no_file_speaks_of_grants_that_do_not_exist_here() {
    for (name, text) in folder() {
        let read: toml::Value = toml::from_str(&text).unwrap();
        let mut words = Vec::new();
        settings(&read, &mut words);
        for word in words {
            for banned in ["password", "implicit", "response_type", "grant_type", "id_token token"] {
                assert!(!word.contains(banned), "{name}: {word}");
            }
        }
    }
}

/// Keys and values, but not the sentences for people, nor the words of RFC 7617 for the fields of a key, nor other names for what the flow sends.
fn settings(value: &toml::Value, words: &mut Vec<String>) {
    match value {
        toml::Value::Table(table) => {
            for (key, value) in table
                .iter()
                .filter(|(key, _)| !matches!(key.as_str(), "setup" | "description" | "basic" | "scopes" | "parameter_names"))
            {
                words.push(key.clone());
                settings(value, words);
            }
        }
        toml::Value::Array(values) => values.iter().for_each(|value| settings(value, words)),
        toml::Value::String(text) => words.push(text.clone()),
        _ => {}
    }
}

#[test]
fn every_host_is_https_and_every_host_variable_has_a_grammar() {
    for definition in Catalog::builtin().list() {
        let origins: Vec<&String> =
            definition.origins.iter().flat_map(|origins| origins.sets.values().flat_map(BTreeMap::values)).collect();
        assert!(origins.iter().all(|origin| origin.starts_with("https://")), "{}", definition.id);
        for template in templates(definition) {
            let is_origin =
                |name: &str| definition.origins.as_ref().is_some_and(|origins| origins.sets[&origins.default].contains_key(name));
            let parsed = parse(&template, is_origin).unwrap();
            if let Start::Authority { scheme, host, .. } = &parsed.start {
                assert_eq!(*scheme, "https", "{}: {template:?}", definition.id);
                for part in host {
                    if let crate::catalog::template::Part::Name(name) = part {
                        let variable = &definition.variables[*name];
                        let known =
                            matches!(variable, Variable::DnsLabel { .. } | Variable::Host { .. } | Variable::OneOf { .. });
                        assert!(known, "{}: {name}", definition.id);
                    }
                }
            }
        }
    }
}

pub(super) fn templates(definition: &ProviderDefinition) -> Vec<Template> {
    let mut all = definition.api.origins.clone();
    all.extend(definition.scope_comparison.strip_prefixes.clone());
    all.extend(definition.probe.iter().chain(&definition.key_probe).map(|probe| probe.url.clone()));
    if let Some(oauth) = &definition.oauth {
        all.extend(oauth.authorization_endpoint.clone());
        all.extend(oauth.device_authorization_endpoint.clone());
        all.extend(oauth.token_endpoint.clone());
        all.extend(oauth.refresh_endpoint.clone());
        all.extend(oauth.further_exchange.iter().map(|further| further.endpoint.clone()));
        all.extend(oauth.renewal_by_access_token.iter().map(|renewal| renewal.exchange.endpoint.clone()));
        all.extend(oauth.kept.iter().filter_map(|kept| kept.url.clone()));
        all.extend(oauth.issuer.clone());
    }
    all.extend(definition.revocation.iter().filter_map(|revocation| revocation.endpoint.clone()));
    if let Some(oauth1) = &definition.oauth1 {
        all.extend(
            [&oauth1.temporary_credentials_endpoint, &oauth1.authorization_endpoint, &oauth1.token_endpoint].map(Template::clone),
        );
    }
    all.extend(definition.identity.iter().map(|identity| identity.url.clone()));
    if let Some(id_token) = &definition.id_token {
        all.push(id_token.issuer.clone());
        all.extend(id_token.jwks_uri.clone());
    }
    if let Some(Install::SignInThenConsent(install)) = &definition.install {
        all.extend([install.consent.url.clone(), install.consent.scope.clone()]);
        all.extend(install.probes.iter().map(|probe| probe.url.clone()));
    }
    match definition.mint() {
        Some(Mint::ClientCredentials { scope, .. }) => all.push(scope.clone()),
        Some(Mint::JwtBearer(JwtBearer { scopes, subject, audience, .. })) => {
            all.extend(scopes.iter().cloned());
            all.extend([subject, audience].into_iter().flatten().cloned());
        }
        Some(Mint::AppJwt(mint)) => all.push(mint.url.clone()),
        None => {}
    }
    all
}

#[test]
fn every_provider_has_a_vector_file_and_keeps_to_it() {
    let vectors = vectors();
    for definition in Catalog::builtin().list() {
        let documented = vectors_folder().join("documented").join(format!("{}.json", definition.id)).exists();
        let has_vector = documented || vectors.iter().any(|(name, _)| *name == definition.id);
        assert!(has_vector, "{} has no vector file", definition.id);
    }
    for (file, vector) in vectors.iter().filter(|(_, vector)| vector.get("cases").is_some()) {
        assert_eq!(vector["provider"], *file);
        let definition = Catalog::builtin().get(file).unwrap();
        for case in vector["cases"].as_array().unwrap() {
            let name = format!("{file}: {}", case["name"]);
            let mut config = config_of(ProviderDefinition::clone(&definition));
            config.variables = strings(&case["variables"]);
            config.danger_origins = strings(&case["danger_origins"]);
            let flow = strings(&case["flow"]);
            let resolved = resolve_endpoints(&config, &flow);
            if let Some(code) = case.get("error") {
                assert_eq!(resolved.unwrap_err().code().as_str(), code, "{name}");
                continue;
            }
            assert!(check_config(&config, true).is_ok(), "{name}");
            let endpoints = resolved.unwrap_or_else(|error| panic!("{name}: {error}"));
            let got = json!({
                "issuer": endpoints.issuer,
                "authorization": endpoints.authorization.as_ref().map(|url| url.as_str()),
                "token": endpoints.token.as_str(),
                "jwks": endpoints.jwks.as_ref().map(url::Url::as_str),
                "api_origins": resolve_api_origins(&config, &flow).unwrap(),
            });
            assert_eq!(got, case["expect"]["endpoints"], "{name}");
            for (template, expected) in strings(&case["expect"]["templates"]) {
                assert_eq!(resolve_template(&config, &Template(template), &flow).unwrap(), expected, "{name}");
            }
        }
    }
}

#[test]
fn onedrive_says_what_the_facts_say() {
    let onedrive = Catalog::builtin().get("microsoft-onedrive").unwrap();
    assert_eq!(onedrive.auth, [AuthKind::Installation, AuthKind::User]);
    assert_eq!(onedrive.scopes.len(), 8);
    let organisations: Vec<_> =
        onedrive.scopes.iter().filter(|(_, scope)| scope.organisations_only).map(|(name, _)| name.as_str()).collect();
    assert_eq!(organisations, ["Sites.Read.All", "Sites.ReadWrite.All"]);
    assert_eq!(onedrive.lifetime.refresh_idle_seconds, 90 * 24 * 3600);
    let oauth = onedrive.oauth.as_ref().unwrap();
    assert_eq!(oauth.always_scopes, ["openid", "profile", "offline_access", "User.Read"]);
    assert!(oauth.issuer.is_none() && !oauth.requires_iss);
    let Some(Install::SignInThenConsent(install)) = &onedrive.install else { panic!("no install") };
    let first =
        |role: &str| install.probes.iter().find(|probe| role.starts_with(&probe.when_role)).map(|probe| probe.url.0.as_str());
    assert_eq!(first("Sites.Read.All"), Some("{graph}/v1.0/sites/root"));
    assert_eq!(first("Files.Read.All"), Some("{graph}/v1.0/users/{person}/drive"));
    assert_eq!(crate::catalog::check::user_variables(&onedrive).count(), 0, "a browser chooses neither cloud nor organisation");
}
