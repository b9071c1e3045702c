//! Three hosts, their clocks up to 15 minutes apart, with processes in Rust, Node, Python and Swift on them, and one PostgreSQL. The
//! network between them is real: what it swallows is missed by nobody but a clock.
//!
//! `cargo xtask test hosts` runs this, as root, with the packages that it builds.

mod fleet;
mod network;

use std::future::Future;
use std::time::{Duration, Instant};

use authpipe_sandbox::{Endpoint, Fault};

use crate::judge::Allowed;
use crate::place::{Place, Setting, Vault};
use crate::{is_long, of_refreshes};

use fleet::{Fleet, Language};
use network::Network;

/// Longer than an access token lives by the slowest of the clocks, if the fastest one has written when it ends.
const AN_EXPIRY: Duration = Duration::from_secs(90 * 60);

/// What a commit, a connection and a process of a busy machine may take beside what is measured.
const SLACK: Duration = Duration::from_secs(10);

/// Runs a scene with three hosts and a provider whose refresh tokens rotate like this, in namespaces of its own.
fn play<F: Future<Output = ()>>(name: &str, rotation: &str, scene: impl FnOnce(Network, Place) -> F) {
    if !network::is_inside() {
        match network::missing() {
            None => network::enter(&format!("hosts::{name}")),
            Some(reason) if std::env::var_os("TORTURE_HOSTS_REQUIRED").is_none() => println!("left out: {reason}"),
            Some(reason) => panic!("{reason}"),
        }
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let network = Network::make(folder.path(), 3);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async { scene(network, make_place(rotation).await).await });
}

/// A vault on a server that the hosts may reach, and some users.
async fn make_place(rotation: &str) -> Place {
    let mut place = Place::make_on(Vault::Postgres, rotation, USERS).await;
    let doors = [("local", ""), ("host", "127.0.0.1/32"), ("host", network::HOSTS)];
    let doors = doors.map(|(kind, from)| format!("{kind} all all {from} scram-sha-256\n")).concat();
    place.server().write("pg_hba.conf", &doors).unwrap();
    place.server().sql("postgres", "SELECT pg_reload_conf()").unwrap();
    place.setting = Setting { is_busy: true, ..place.setting.clone() };
    place
}

const USERS: usize = 4;

#[test]
fn an_expiry_makes_one_refresh_and_a_disconnect_is_seen_everywhere() {
    play("an_expiry_makes_one_refresh_and_a_disconnect_is_seen_everywhere", "strict", expire_and_disconnect);
}

async fn expire_and_disconnect(network: Network, place: Place) {
    let mut fleet = Fleet::start(&network, &place);
    assert!(fleet.ask_all(0..USERS).iter().all(|told| told.starts_with("served ")));
    assert_eq!(place.refreshes(), 0, "what has just been issued is old to nobody");
    let rounds = if is_long() { 50 } else { 4 };
    for round in 1..=rounds {
        fleet.advance(&place, AN_EXPIRY);
        let told = fleet.ask_all(0..USERS);
        for (number, line) in told.iter().enumerate() {
            let words: Vec<_> = line.split(' ').collect();
            let who = fleet.members[number / USERS].name();
            assert_eq!(
                (words[0], words[2], words.len()),
                ("served", (round + 1).to_string().as_str(), 4),
                "round {round}, {who}: {told:#?}"
            );
        }
        assert_eq!(place.refreshes(), round * USERS, "one for each user and expiry");
    }
    println!("{} processes: {rounds} expiries of {USERS} grants made {} refreshes", fleet.members.len(), place.refreshes());

    // Everybody has it at hand: whoever has waited for a renewal has it from there, and reads it once more.
    for _ in 0..2 {
        assert!(fleet.ask_all(0..USERS).iter().all(|told| told.starts_with("served ")));
    }
    let first = &mut fleet.members[0];
    assert_eq!(first.language, Language::Rust);
    first.worker.tell("disconnect 0");
    first.worker.wait_for("disconnected 0");
    let ended = Instant::now();
    let mut longest = Duration::ZERO;
    for member in &mut fleet.members {
        loop {
            let asked = ended.elapsed();
            let told = member.worker.ask("read", 0);
            if told == "refused 0 not_connected" {
                break;
            }
            longest = longest.max(asked);
            assert!(told.starts_with("served 0 ") && asked < Duration::from_secs(5), "{}: {told} after {asked:?}", member.name());
        }
    }
    println!("a disconnect is seen by all; the last one who was served asked {longest:?} behind it");
    assert_eq!(fleet.close(&place, Allowed::default()), 0);
}

#[test]
fn a_host_that_is_cut_off_serves_what_it_has_and_says_so() {
    play("a_host_that_is_cut_off_serves_what_it_has_and_says_so", "strict", cut_off);
}

/// Packets between a host and the database vanish, then those to the provider as well.
async fn cut_off(network: Network, mut place: Place) {
    let (database, provider) = (place.server().port(), provider_port(&place));
    let mut fleet = Fleet::start(&network, &place);
    let with_all = 0..USERS - 1;
    assert!(fleet.ask_all(with_all.clone()).iter().all(|told| told.starts_with("served ")));
    network.cut(2, database);
    network.cut(2, provider);
    let began = Instant::now();
    for member in fleet.on(2) {
        loop {
            let asked = Instant::now();
            let told = member.worker.ask("read", 0);
            assert!(told.starts_with("served 0 1 "), "{}: {told} after {:?}", member.name(), began.elapsed());
            // An operation that nobody answers ends after 15 s.
            assert!(asked.elapsed() < Duration::from_secs(15) + SLACK, "{}: {:?}", member.name(), asked.elapsed());
            if told.ends_with(" degraded") {
                println!("{}: degraded {:?} after the cut, asked for {:?}", member.name(), began.elapsed(), asked.elapsed());
                break;
            }
        }
        let asked = Instant::now();
        let told = member.worker.ask("read", USERS - 1);
        assert_eq!(told, format!("refused {} vault_unavailable", USERS - 1), "what it has never read it does not have");
        println!("{}: what it does not have is refused after {:?}", member.name(), asked.elapsed());
    }
    // Elsewhere everything goes on.
    for host in [0, 1] {
        let told = fleet.on(host).next().unwrap().worker.ask("get", 0);
        assert!(told.starts_with(&format!("served 0 {} ", host + 2)), "{told}");
    }
    for member in fleet.on(2) {
        let told = member.worker.ask("read", 0);
        assert!(told.starts_with("served 0 1 ") && told.ends_with(" degraded"), "{}: {told}", member.name());
    }
    network.mend(2, database);
    network.mend(2, provider);
    let mended = Instant::now();
    for member in fleet.on(2) {
        loop {
            let told = member.worker.ask("read", 0);
            if told.starts_with("served 0 3 ") && !told.ends_with(" degraded") {
                break;
            }
            assert!(mended.elapsed() < Duration::from_secs(30), "{}: {told}", member.name());
        }
        println!("{}: has what the others have {:?} after the cut has ended", member.name(), mended.elapsed());
    }
    assert_eq!(fleet.close(&place, Allowed::default()), 0);
}

#[test]
fn a_host_that_the_provider_is_cut_off_from_holds_up_a_refresh_for_a_pause() {
    play("a_host_that_the_provider_is_cut_off_from_holds_up_a_refresh_for_a_pause", "strict", cut_from_provider);
}

/// What it has seen is everybody's: a grant that could not be renewed is left alone for up to a minute, by whichever host. So only a long run of
/// the suite has it.
async fn cut_from_provider(network: Network, place: Place) {
    let provider = provider_port(&place);
    let mut fleet = Fleet::start(&network, &place);
    fleet.advance(&place, AN_EXPIRY);
    assert!(fleet.ask_all(0..USERS).iter().all(|told| told.starts_with("served ")));
    network.cut(1, provider);
    // It has connections that it believes in, and none of them answers.
    for member in fleet.on(1) {
        let asked = Instant::now();
        let told = member.worker.ask("get", 0);
        // A connection has 5 s and an exchange 20 s; a caller waits for 10 s.
        assert!(told == "refused 0 provider_unavailable" || told == "refused 0 timeout", "{}: {told}", member.name());
        assert!(asked.elapsed() < Duration::from_secs(10) + SLACK, "{}: {:?}", member.name(), asked.elapsed());
        println!("{}: {told} after {:?}", member.name(), asked.elapsed());
        // What lives is served meanwhile.
        assert!(member.worker.ask("read", 1).starts_with("served 1 2 "));
    }
    let asked = Instant::now();
    loop {
        let told = fleet.on(0).next().unwrap().worker.ask("get", 0);
        if told.starts_with("served 0 ") {
            println!("another host has it renewed {:?} later: {told}", asked.elapsed());
            break;
        }
        assert!(told == "refused 0 provider_unavailable" || told == "refused 0 timeout", "{told}");
        assert!(asked.elapsed() < Duration::from_secs(20 + 60) + SLACK, "{told}");
        let other = fleet.on(0).nth(1).unwrap().worker.ask("read", 0);
        assert!(other.starts_with("served 0 2 "), "what lives is served meanwhile: {other}");
    }
    // Which the one that was cut off has as soon as it looks.
    let renewed = Instant::now();
    for member in fleet.on(1) {
        while !member.worker.ask("read", 0).starts_with("served 0 3 ") {
            assert!(renewed.elapsed() < Duration::from_secs(5), "{}: {:?}", member.name(), member.worker.answers(0));
        }
    }
    network.mend(1, provider);
    assert_eq!(fleet.close(&place, Allowed::default()), 0);
}

#[test]
fn a_host_that_dies_in_the_middle_of_a_refresh_holds_it_up_for_a_lease() {
    play("a_host_that_dies_in_the_middle_of_a_refresh_holds_it_up_for_a_lease", "reusable", die);
}

/// A host vanishes with all its processes: nobody is told that a connection has ended, and nobody can see that its processes have. It takes a
/// minute, so only a long run of the suite has it.
async fn die(network: Network, mut place: Place) {
    let (database, provider) = (place.server().port(), provider_port(&place));
    let mut fleet = Fleet::start(&network, &place);
    assert!(fleet.ask_all(0..USERS).iter().all(|told| told.starts_with("served ")));
    let held = of_refreshes(&place, Fault::hold(Endpoint::Token));
    fleet.members[0].worker.tell("get 0");
    held.wait_until_reached().await;
    network.cut(0, database);
    network.cut(0, provider);
    let died = Instant::now();
    let (dead, rest): (Vec<_>, Vec<_>) = fleet.members.into_iter().partition(|member| member.host == 0);
    fleet.members = rest;
    let histories: Vec<_> = dead.into_iter().map(|member| member.worker.kill()).collect();
    held.remove();
    let mut refused = 0;
    let healed = loop {
        let told = fleet.members[0].worker.ask("get", 0);
        if told.starts_with("served 0 ") {
            break died.elapsed();
        }
        assert_eq!(told, "refused 0 timeout", "the provider is well, and somebody holds the lease");
        refused += 1;
        assert!(died.elapsed() < Duration::from_secs(60) + Duration::from_secs(10) + SLACK, "{:?}", died.elapsed());
        // Meanwhile what lives is served, and all else is renewed.
        assert!(fleet.members[1].worker.ask("read", 0).starts_with("served 0 1 "));
    };
    println!("healed {healed:?} after a host has died, its lease of 60 s over; {refused} callers were told to come again");
    assert!(healed > Duration::from_secs(10), "{healed:?}: nothing has told anybody that the host is dead");
    for told in fleet.ask_all(0..USERS) {
        assert!(told.starts_with("served "), "{told}");
    }
    let allowed = Allowed { deaths: 1, is_reusable: true, ..Allowed::default() };
    let mut all = histories;
    all.extend(fleet.members.into_iter().map(|member| member.worker.close("closed")));
    place.judge(all, allowed);
}

fn provider_port(place: &Place) -> u16 {
    let origin: url::Url = place.setting.origin.parse().unwrap();
    origin.port().unwrap()
}
