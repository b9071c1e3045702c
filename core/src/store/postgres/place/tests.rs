//! What addresses say, and which of them share connections.

use super::*;

fn read(query: &str, environment: &dyn Fn(&str) -> Option<String>) -> Result<Place, String> {
    read_with(&format!("//app@db.example/vault?{query}"), environment)
}

#[test]
fn authorities_of_the_system_are_asked_for_the_hosts_name_too() {
    let nothing = |_: &str| None;
    for query in ["sslrootcert=system", "sslmode=verify-full&sslrootcert=system"] {
        let place = read(query, &nothing).unwrap();
        assert_eq!(
            (place.check, place.config.get_ssl_mode(), place.authorities),
            (Check::Name, SslMode::Require, None),
            "{query}"
        );
    }
    for weak in ["disable", "prefer", "require", "verify-ca"] {
        let told = read(&format!("sslmode={weak}&sslrootcert=system"), &nothing).unwrap_err();
        assert_eq!(told, "sslrootcert=system needs sslmode=verify-full.", "{weak}");
    }
    let of_environment = |name: &str| (name == "PGSSLROOTCERT").then(|| "system".to_owned());
    assert_eq!(read("", &of_environment).unwrap().check, Check::Name);
    // Whoever has any certificate at all would be believed.
    let no_file = "sslmode=verify-ca needs sslrootcert=, a file of authorities of your own; verify-full goes without.";
    assert_eq!(read("sslmode=verify-ca", &nothing).unwrap_err(), no_file);
    let by_mode = |name: &str| (name == "PGSSLMODE").then(|| "verify-ca".to_owned());
    assert_eq!(read("", &by_mode).unwrap_err(), no_file);
    assert_eq!(read("sslrootcert=/a.pem", &by_mode).unwrap().check, Check::Authority);
}

#[test]
fn addresses_that_trust_otherwise_share_no_connections() {
    let identity = |query: &str| read(query, &|_| None).unwrap().identity().unwrap();
    let all = [
        "",
        "sslmode=require",
        "sslmode=verify-ca&sslrootcert=/a.pem",
        "sslmode=verify-full",
        "sslmode=verify-full&sslrootcert=/a.pem",
    ];
    let different: std::collections::BTreeSet<_> = all.map(identity).into();
    assert_eq!(different.len(), all.len());
    assert_eq!(identity("sslmode=verify-full"), identity("connections=4&sslmode=verify-full"));
}

#[test]
fn addresses_of_different_servers_share_no_connections_and_are_called_otherwise() {
    let place = |rest: &str| read_with(rest, &|_| None).unwrap();
    let all = [
        "//app@/app?hostaddr=10.0.0.1",
        "//app@/app?hostaddr=10.0.0.2",
        "//app@/app?hostaddr=10.0.0.2&port=5433",
        "//app@db:5433/app?hostaddr=10.0.0.2",
        "//app@db:5433/app?hostaddr=10.0.0.3",
        "//app@db:5433/app?hostaddr=10.0.0.3&options=-c%20role%3Dother",
    ];
    let different: std::collections::BTreeSet<_> = all.map(|rest| place(rest).identity().unwrap()).into();
    assert_eq!(different.len(), all.len());
    assert_eq!(place(all[2]).name, "postgres://app@10.0.0.2:5433/app");
    assert_eq!(place("//app@/app?hostaddr=::1").name, "postgres://app@[::1]:5432/app");
    assert_eq!(place(all[3]).name, "postgres://app@db:5433/app");
}

/// Those before the last one may all be cut off.
#[test]
fn every_host_has_its_turn_before_a_connection_is_given_up() {
    for rest in ["//u@h1/d", "//u@h1,h2,h3/d", "//u@h1,h2,h3/d?connect_timeout=7", "//u@/d?hostaddr=10.0.0.1,10.0.0.2,10.0.0.3"] {
        let place = read_with(rest, &|_| None).unwrap();
        let each = *place.config.get_connect_timeout().unwrap();
        let all = each * addresses(&place.config);
        assert!(each >= Duration::from_millis(500) && all < place.connect_limit, "{rest}: {each:?} of {:?}", place.connect_limit);
    }
}

#[test]
fn what_the_address_says_of_keepalives_counts() {
    let kept = |query: &str| read(query, &|_| None).unwrap().config.get_keepalives_idle();
    assert_eq!((kept(""), kept("keepalives_idle=77")), (Duration::from_secs(30), Duration::from_secs(77)));
}

/// The driver finds it out when it connects, and then it was told as an answer of the server.
#[test]
fn hosts_and_ports_that_do_not_go_together_are_refused_with_the_address() {
    let told = |rest: &str| read_with(rest, &|_| None).err();
    for rest in ["//u@h1,h2/d?port=5433", "//u@h1:1/d?port=2", "//u@/d?hostaddr=10.0.0.1,10.0.0.2&port=1,2,3"] {
        assert_eq!(told(rest).as_deref(), Some("Write each host with its own port, host:5432, and leave port= out."), "{rest}");
    }
    let numbers = "hostaddr= has one number for each host of the address.";
    assert_eq!(told("//u@h1,h2/d?hostaddr=10.0.0.1").as_deref(), Some(numbers));
    for rest in ["//u@h1:1,h2:2/d", "//u@h1,h2/d", "//u@/d?host=h1,h2&port=5433", "//u@/d?hostaddr=10.0.0.1,10.0.0.2&port=1,2"] {
        assert_eq!(told(rest), None, "{rest}");
    }
}

/// As libpq reads them.
#[test]
fn variables_name_several_hosts_and_ports() {
    let several = |name: &str| match name {
        "PGHOST" => Some("h1,h2".to_owned()),
        "PGPORT" => Some("5433,5434".to_owned()),
        _ => None,
    };
    assert_eq!(read_with("//app@/app", &several).unwrap().name, "postgres://app@h1:5433,h2:5434/app");
    let one = |name: &str| several(name).filter(|_| name == "PGHOST");
    assert_eq!(read_with("//app@/app", &one).unwrap().name, "postgres://app@h1:5432,h2:5432/app");
    let wrong = |name: &str| several(name).map(|text| text.replace("5434", "x"));
    assert_eq!(read_with("//app@/app", &wrong).unwrap_err(), "PGPORT is not a port.");
}
