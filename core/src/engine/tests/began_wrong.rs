//! A process begins under a wrong clock, and somebody puts it right: nothing has ended for good because of it where the vault is on a server, which
//! tells the time too (SR-68).

use std::sync::atomic::Ordering;
use std::time::Duration;

use super::set_forward::{check, stands, store, unrenewable};
use super::stage::{Answer, LIFETIME, START, Stage, sample, value};
use crate::base::{BootTime, Clock as _};
use crate::engine::common::policy::Policy;
use crate::model::grant::{Grant, GrantStatus, Material, StatusReason};
use crate::store::Store as _;

const AHEAD: [i64; 3] = [4_000, 4 * 86_400, 73 * 365 * 86_400];
const BEHIND: [i64; 2] = [4_000, 4 * 86_400];
const SECOND: Duration = Duration::from_secs(1);

/// A vault on a server, whose clock is right.
fn on_a_server(rotation: &'static str) -> Stage {
    let stage = Stage::new(rotation);
    stage.store.own_clock.be_settable();
    stage
}

#[tokio::test]
async fn a_process_that_began_ahead_ends_no_grant_whose_token_lives() {
    for ahead in AHEAD {
        let stage = on_a_server("strict");
        store(&*stage.process().await, &unrenewable()).await;
        stage.clock.jump(ahead);
        let engine = stage.process().await;
        assert_eq!(value(&engine).await, "reauth_required", "{ahead}: by its clock the token has ended");
        assert_eq!(stands(&engine).await, (GrantStatus::Active, None), "{ahead}: which ends nothing for good");
        stage.clock.jump(-ahead);
        assert_eq!(value(&engine).await, "at-1", "{ahead}");
        stage.clock.advance(LIFETIME);
        assert_eq!(value(&engine).await, "reauth_required", "{ahead}");
        assert_eq!(stands(&engine).await, (GrantStatus::NeedsReauth, Some(StatusReason::Expired)), "{ahead}");
    }
}

/// It does not take what others have got for ended for as long as it lives: each renewal of theirs would cost one of its own.
#[tokio::test]
async fn a_process_that_began_ahead_serves_what_others_got_once_its_clock_is_right() {
    for ahead in AHEAD {
        let stage = on_a_server("reusable");
        stage.clock.jump(ahead);
        let engine = stage.process().await;
        stage.clock.jump(-ahead);
        store(&engine, &sample("acme", "u")).await;
        assert_eq!(value(&engine).await, "at-1", "{ahead}");
        assert!(stage.provider.presented().is_empty(), "{ahead}");
        stage.clock.advance(LIFETIME);
        stage.provider.will([Answer::Tokens("at-2", None)]);
        assert_eq!(value(&engine).await, "at-2", "{ahead}: and ends in time");
    }
}

/// Got by a machine whose clock was behind: on others its end has passed, and the server knows that it was stored a moment ago.
#[tokio::test]
async fn what_a_machine_got_whose_clock_was_behind_ends_for_good_when_its_token_does() {
    for behind in BEHIND {
        let stage = on_a_server("strict");
        stage.clock.jump(-behind);
        let (then, mut grant) = (stage.clock.now(), unrenewable());
        let Material::OAuth(tokens) = &mut grant.secrets.material else { unreachable!("tokens") };
        (tokens.issued_at, tokens.expires_at) = (then, Some(then.plus(LIFETIME)));
        store(&*stage.process().await, &grant).await;
        stage.clock.jump(behind);
        let other = stage.process().await;
        stage.clock.advance(SECOND);
        for _ in 0..2 {
            assert_eq!(value(&other).await, "reauth_required", "{behind}: by its clock the token has ended");
            assert_eq!(stands(&other).await, (GrantStatus::Active, None), "{behind}: which ends nothing for good");
            stage.clock.advance(LIFETIME - 2 * SECOND);
        }
        assert_eq!(value(&other).await, "reauth_required", "{behind}");
        assert_eq!(stands(&other).await, (GrantStatus::NeedsReauth, Some(StatusReason::Expired)), "{behind}");
    }
}

#[tokio::test]
async fn a_process_that_began_ahead_waits_for_roles_for_as_long_as_others() {
    for ahead in AHEAD {
        let stage = on_a_server("reusable");
        let mut grant = Grant { next_check_at: Some(START), ..sample("acme", "u") };
        (grant.secrets.status, grant.secrets.pending_since) = (GrantStatus::Pending, Some(START));
        store(&*stage.process().await, &grant).await;
        stage.provider.probes.store(403, Ordering::SeqCst);
        stage.provider.will(["at-2", "at-3"].map(|token| Answer::Tokens(token, None)));
        stage.clock.jump(ahead);
        let engine = stage.process().await;
        stage.clock.advance(Policy::default().spread_limit - SECOND);
        assert_eq!(check(&engine, &grant).await, (GrantStatus::Pending, None), "{ahead}");
        stage.clock.advance(SECOND);
        assert_eq!(check(&engine, &grant).await, (GrantStatus::NeedsReauth, Some(StatusReason::RolesMissing)), "{ahead}");
    }
}

/// In a file too: the machine that got a token knows how old it is, whatever a process of its has begun under.
#[tokio::test]
async fn a_process_that_began_ahead_ends_nothing_that_its_machine_got() {
    for ahead in AHEAD {
        let (stage, mut grant) = (Stage::new("strict"), unrenewable());
        let Material::OAuth(tokens) = &mut grant.secrets.material else { unreachable!("tokens") };
        tokens.issued_on = BootTime::now(&*stage.clock);
        store(&*stage.process().await, &grant).await;
        stage.clock.jump(ahead);
        let engine = stage.process().await;
        assert_eq!(value(&engine).await, "reauth_required", "{ahead}");
        assert_eq!(stands(&engine).await, (GrantStatus::Active, None), "{ahead}");
        stage.clock.jump(-ahead);
        assert_eq!(value(&engine).await, "at-1", "{ahead}");
        stage.clock.advance(LIFETIME);
        assert_eq!(value(&engine).await, "reauth_required", "{ahead}");
        assert_eq!(stands(&engine).await, (GrantStatus::NeedsReauth, Some(StatusReason::Expired)), "{ahead}");
    }
}

/// Others count for how long it has been silent by the server's clock.
#[tokio::test]
async fn a_process_says_when_it_was_there_by_the_servers_clock() {
    for seconds in [-2 * 86_400, 0, 2 * 86_400] {
        let stage = on_a_server("strict");
        stage.clock.jump(seconds);
        let engine = stage.process().await;
        let rows = stage.store.list_processes().await.unwrap();
        assert_eq!(rows.iter().map(|row| row.seen_at).collect::<Vec<_>>(), [START], "{seconds}");
        engine.close().await.unwrap();
    }
}
