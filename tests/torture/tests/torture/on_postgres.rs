//! Eight processes on one server, which crashes and comes back.

use std::io::{BufRead as _, BufReader};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use authpipe_postgres::Cluster;

use crate::judge::Allowed;
use crate::place::{Place, Vault};
use crate::{is_long, moving, storms};

#[tokio::test(flavor = "multi_thread")]
async fn processes_that_are_killed_and_stopped_lose_what_died_with_them_and_nothing_else() {
    storms::kill_and_stop(Vault::Postgres).await;
}

/// The server does not see that it has died; the folder of their spool does.
#[tokio::test(flavor = "multi_thread")]
async fn the_lease_of_a_killed_process_holds_up_nobody() {
    storms::kill_a_holder(Vault::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wall_clock_that_jumps_takes_no_lease() {
    storms::jump(Vault::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wall_clock_that_jumps_hands_out_no_token_that_has_ended() {
    let verdict = storms::outlive(Vault::Postgres, None).await.unwrap();
    assert!(verdict.presentations >= 4 && verdict.repeated == 0, "{verdict:?}");
}

/// The server goes when the provider has rotated, for a minute in a long run, and then the process is killed: the successor waits on the
/// disk all the same.
#[tokio::test(flavor = "multi_thread")]
async fn a_successor_survives_a_server_that_is_away_and_a_kill() {
    let mut place = Place::make_oidc(Vault::Postgres, 1).await;
    let mut dying = place.start();
    place.oidc().tell("hold");
    dying.tell("get 0");
    place.oidc().wait_until_held(1);
    place.server().kill();
    place.oidc().tell("release");
    place.wait_until("a successor in the spool", || place.spooled() == 1);
    if is_long() {
        tokio::time::sleep(Duration::from_secs(60)).await;
    }
    let mut histories = vec![dying.kill()];
    place.server().start_again().unwrap();
    let mut next = place.start();
    next.tell("get 0");
    next.wait_for("served");
    histories.push(next.close("closed"));
    assert_eq!(place.spooled(), 0, "it is in the vault now");
    let verdict = place.judge(histories, Allowed::default());
    assert_eq!((verdict.presentations, verdict.repeated, verdict.lost), (2, 0, 0), "{verdict:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vault_moves_from_a_file_to_a_server_while_processes_refresh() {
    let place = Place::make("strict", 6).await;
    let server = Cluster::start(&[]).unwrap();
    moving::move_while_processes_refresh(&place, &server.address(Cluster::APP)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vault_moves_from_a_server_to_a_file_while_processes_refresh() {
    let place = Place::make_on(Vault::Postgres, "strict", 6).await;
    moving::move_while_processes_refresh(&place, &place.another_file()).await;
}

/// What is started for a test or a demo goes with it, and so does what it has written.
#[test]
fn a_program_that_is_killed_leaves_neither_its_server_nor_its_folder() {
    let mut program = Command::new(std::env::current_exe().unwrap());
    program.args(["--exact", "on_postgres::holds_a_server", "--ignored", "--nocapture"]).env("TORTURE_HOLDS", "1");
    let mut program = program.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(program.stdout.take().unwrap()).lines();
    let told = lines.find_map(|line| Some(line.unwrap().split_once("holds ")?.1.to_owned())).unwrap();
    let (port, folder) = told.split_once(' ').unwrap();
    let is_there = || TcpStream::connect(("127.0.0.1", port.parse::<u16>().unwrap())).is_ok() || Path::new(folder).exists();
    assert!(is_there());
    program.kill().unwrap();
    program.wait().unwrap();
    let begun = Instant::now();
    while is_there() {
        assert!(begun.elapsed() < Duration::from_secs(60), "{told}: still there after a minute");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Not a test: the program that is killed.
#[test]
#[ignore = "a program that a test starts and kills"]
fn holds_a_server() {
    if std::env::var_os("TORTURE_HOLDS").is_none() {
        return;
    }
    let server = Cluster::start(&[]).unwrap();
    println!("holds {} {}", server.port(), server.folder().display());
    // It waits for an end that does not come.
    let _ = std::io::stdin().lines().next();
}
