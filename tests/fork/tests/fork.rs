//! What holds when a process forks (SR-41, SR-83): each scenario of `src` is run as a program of its own.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot run its program has failed")]

use std::process::Command;

/// Set by `cargo xtask test --long`.
fn is_long() -> bool {
    std::env::var_os("AUTHPIPE_LONG").is_some()
}

fn run(scenario: &str, children: usize, count: usize) {
    let output = Command::new(env!("CARGO_BIN_EXE_authpipe-fork"))
        .args([scenario, &children.to_string(), &count.to_string()])
        .env("AUTHPIPE_FORK_ALARM", if is_long() { "3600" } else { "120" })
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{scenario}: {}: {said}", output.status);
    println!("{scenario}: {said}");
}

#[test]
fn nothing_random_repeats_in_forked_children() {
    let (children, count) = if is_long() { (64, 1_000) } else { (8, 200) };
    run("unique", children, count);
}

#[test]
fn a_generator_that_repeats_would_be_seen() {
    run("control", 8, 200);
}

#[test]
fn children_and_parent_share_a_vault_and_lose_nothing() {
    run("shared-vault", 8, 10);
}

#[test]
fn a_fork_in_the_middle_of_writes_is_clean() {
    // What a thread holds while it ends is held for microseconds: the long run forks often enough to meet it.
    run("busy-writer", if is_long() { 5_000 } else { 50 }, 0);
}

#[test]
fn children_fork_children() {
    run("nested", 4, 0);
}

/// Of a vault in a file, and of one on a server that is told of deaths by a spool.
#[cfg(target_os = "linux")]
#[test]
fn a_child_does_not_stand_for_its_parent() {
    run("left-to-parent", 1, 0);
}

#[test]
fn an_inherited_handle_says_forked() {
    run("old-handles", 1, 0);
}

#[test]
fn dropping_an_inherited_handle_is_harmless() {
    run("dropped-handles", 1, 0);
}

#[test]
fn a_vault_in_memory_stays_in_the_parent() {
    run("memory", 1, 0);
}

#[test]
fn a_hook_in_the_child_alone_is_enough_where_nothing_was_used() {
    run("child-only", 1, 0);
}

#[test]
fn a_fork_without_hooks_is_noticed() {
    run("unannounced", 1, 0);
}

#[test]
fn a_vault_that_could_not_be_closed_in_time_is_refused_in_the_child() {
    run("locked-vault", 1, 0);
}

#[test]
fn a_worker_that_does_not_stop_makes_the_child_say_so() {
    run("stuck-worker", 1, 0);
}
