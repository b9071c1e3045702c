//! What every store must do, one function per rule. A new backend joins with one line below.

use std::sync::Arc;

use super::memory::testing::{memory_vault, plain_sequence};
use super::postgres::testing::{Way, postgres_vault};
use super::sqlite::testing::sqlite_vault;
use fixtures::{Any, ProcessClock};
use vault::Vault;

/// Runs all rules against what `$open` gives: one test per rule and backend.
macro_rules! store_suite {
    ($(#[$needs:meta])? $backend:ident, $open:ident) => {
        mod $backend {
            store_suite! { @rules [$(#[$needs])?] $open;
                grants: an_inserted_grant_is_found_by_id_and_by_key, a_foreign_tenants_grant_is_absent, lists_filter,
                    lists_are_pages_in_byte_order_of_ids, one_grant_per_key, ids_compare_by_bytes, an_organisation_has_one_holder,
                    only_some_states_hold_an_organisation, an_organisation_let_go_is_free, every_guard_is_checked,
                    an_update_replaces_all_but_the_lease, batches_are_atomic, neighbours_of_a_failed_batch_are_applied,
                    counts_go_by_status, touching_is_never_a_conflict_nor_a_change;
                finding: each_part_of_a_key_finds_a_grant_of_its_own, several_are_found_in_the_order_asked,
                    those_of_whose_refreshes_nothing_is_to_be_said_are_left_out;
                claims: a_new_hash_is_of_the_newest_index_key, an_organisation_is_held_under_every_index_key,
                    a_claim_of_an_unknown_index_key_lets_nobody_in, an_index_key_is_destroyed_when_it_has_made_no_hash,
                    a_hash_is_made_anew_in_place, grants_that_are_to_be_hashed_are_listed;
                leases: one_of_many_acquisitions_wins, acquisitions_count_up_and_announce, a_lease_is_free_after_its_end,
                    wall_clocks_move_no_lease, wall_clocks_move_no_pause,
                    a_generation_is_as_old_as_its_first_commit, acquisitions_check_generation_revision_fence_and_tenant,
                    an_acquisition_after_a_noted_failure_waits, only_the_holder_releases, a_release_may_leave_an_intent,
                    only_a_running_lease_has_its_intent_revised, a_late_holder_cannot_release_the_next_lease,
                    a_guard_names_the_holder,
                    a_guard_tells_whether_anybody_has_acquired, updates_release_only_when_told,
                    leases_pauses_and_holds_outlive_their_process,
                    a_pause_of_an_endpoint_is_everybodys_and_never_shorter, one_finds_out_whether_a_pause_is_over;
                jobs: due_jobs_come_earliest_first, a_job_that_is_handed_out_is_held, a_job_follows_its_grant,
                    kinds_are_apart_and_share_one_order, only_its_last_holder_ends_a_queued_job,
                    parallel_takers_share_the_work, all_that_is_queued_is_listed_page_by_page,
                    configs_that_are_excepted_stay_due,
                    an_update_writes_only_the_due_columns_that_it_names, a_use_and_a_success_that_were_noted_survive_an_older_row;
                sessions: a_session_is_found_by_id_state_and_resume, states_and_ids_are_unique, one_of_many_updates_wins,
                    updates_name_the_tenant, only_live_pending_sessions_of_the_principal_count,
                    of_sessions_without_a_grant_the_last_are_kept,
                    inserts_at_once_do_not_pass_the_limit_together;
                sealing: a_grant_is_sealed_again_only_as_it_was_read, all_grants_are_counted, sessions_are_pages_in_the_order_of_ids,
                    a_sentinel_is_renewed_only_as_it_was_read, what_is_sealed_of_a_complete_session_outlives_its_time;
                erasing: an_erased_tenant_leaves_no_row_and_ends_its_keys, an_erased_user_leaves_no_row_of_its_own,
                    nothing_is_sealed_under_a_key_that_has_ended, an_erasure_is_confirmed_once_its_root_keys_have_retired;
                audit: entries_are_linked_in_the_order_of_commits, what_is_refused_is_not_told, entries_at_once_make_one_chain, a_key_that_has_linked_an_entry_is_not_destroyed, no_key_is_made_where_another_has_linked, a_log_has_a_key_of_its_own_behind_those_of_the_index,
                    the_first_entries_are_dropped_as_they_were_read, what_an_erasure_empties_is_found_page_after_page,
                    an_erasure_takes_what_entries_are_about_and_leaves_the_links;
                keysets: an_owner_has_one_keyset, a_keyset_is_replaced_only_as_it_was_read, a_key_is_destroyed_when_it_seals_nothing,
                    keysets_are_pages_in_the_order_of_owners, keys_of_before_make_room_for_their_keyset,
                    no_keyset_is_made_in_the_place_of_a_lost_one;
                keys: meta_is_written_once, a_confirmed_restore_is_counted, a_root_key_has_one_sentinel, a_root_key_wraps_only_when_every_process_has_it,
                    who_lacks_a_root_key_that_is_needed_takes_no_part, a_root_key_ends_when_it_wraps_nothing,
                    no_vault_is_made_over_the_remains_of_one;
                logs: events_come_in_commit_order_through_filters, events_are_asked_for_from_a_time_on, an_event_has_one_id, events_of_a_failed_batch_do_not_exist,
                    changes_tell_which_grants_moved, positions_that_are_gone_are_lost,
                    positions_that_were_never_given_out_are_lost_or_refused, a_reader_never_skips_what_commits_late,
                    purging_removes_what_is_older_and_no_more, a_purge_leaves_no_holes_in_the_changes,
                    positions_are_never_given_twice, a_position_comes_before_all_that_is_new;
                lifecycle: a_store_answers_only_while_it_is_open, closing_finishes_what_waits,
                    a_store_that_was_detached_goes_on_by_itself, a_suspended_store_still_answers;
            }

            #[test]
            $(#[$needs])?
            fn random_batches_do_what_they_do_in_memory() {
                super::model::compare(super::$open);
            }
        }
    };
    (@rules $needs:tt $open:ident; $($file:ident: $($rule:ident),+;)+) => {
        $($(store_suite! { @rule $needs $open $file $rule })+)+
    };
    (@rule [$(#[$needs:meta])?] $open:ident $file:ident $rule:ident) => {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            $(#[$needs])?
            async fn $rule() {
                let backend = super::$open().await;
                super::$file::$rule(&backend).await;
                backend.store.close().await;
            }
    };
}

mod audit;
mod claims;
mod erasing;
mod finding;
mod fixtures;
mod grants;
mod jobs;
mod keys;
mod keysets;
mod leases;
mod lifecycle;
mod logs;
mod model;
mod sealing;
mod sessions;
pub(super) mod vault;

// One line per backend.
store_suite!(memory, open_memory);
store_suite!(sqlite, open_sqlite);
store_suite!(
    #[ignore = "needs a server: cargo xtask test postgres"]
    on_postgres,
    open_postgres
);
store_suite!(
    #[ignore = "needs a server: cargo xtask test postgres"]
    on_postgres_behind_pgbouncer,
    open_pgbouncer
);

/// A new session of one principal, for tests of a backend's own.
pub(super) fn pending_session(limit: usize) -> crate::model::rows::Write {
    fixtures::insert_within(&fixtures::session("t", "u"), limit, 1)
}

/// A grant, and another that is due and paused, for tests of a backend's own.
pub(super) fn two_grants() -> (crate::model::rows::GrantRow, crate::model::rows::GrantRow) {
    use crate::model::rows::GrantRow;
    let paused = fixtures::connection("t", "b");
    let paused = GrantRow { paused_for: fixtures::seconds(60), refresh_at: Some(fixtures::at(5)), ..paused };
    (fixtures::connection("t", "a"), paused)
}

/// A connection without the hash of an account, and an installation that claims an organisation, sealed under the key of [`sign_in`].
pub(super) fn one_of_each() -> [crate::model::rows::GrantRow; 2] {
    use crate::model::rows::GrantRow;
    let connection = GrantRow { account_hash: None, ..fixtures::connection("t", "a") };
    [connection, fixtures::installation("t", 1)].map(|row| GrantRow { key_id: [1; 16], ..row })
}

/// Its next generation, by who goes on claiming what it claims.
pub(super) fn renewed(before: &crate::model::rows::GrantRow) -> crate::model::rows::Write {
    use crate::model::rows::Write;
    match fixtures::update(before, |row| row.generation += 1) {
        Write::UpdateGrant { row, guard, schedule, release_lease, now, .. } => {
            Write::UpdateGrant { row, claims: vec![], guard, schedule, release_lease, now }
        }
        other => other,
    }
}

/// The key of a tenant; what a sign-in of one of its users stores at its end, a grant and its session; and the session before that.
pub(super) fn sign_in()
-> (crate::model::rows::Write, crate::model::rows::GrantRow, crate::model::rows::Write, crate::model::rows::Write) {
    use crate::model::rows::{GrantRow, SessionRow, Write};
    let begun = SessionRow { key_id: [1; 16], ..fixtures::session("t", "a") };
    let over = SessionRow { revision: begun.revision + 1, ..begun.clone() };
    let grant = GrantRow { key_id: [1; 16], ..fixtures::connection("t", "a") };
    (erasing::key(1, "t"), grant, Write::UpdateSession(Box::new(over)), fixtures::insert_session(&begun))
}

/// A tenant's key as vaults before schema 12 have it, and the keyset in which it is gathered.
pub(super) fn legacy_and_gathered() -> [crate::model::rows::Write; 2] {
    use crate::model::rows::{KeyState, Write};
    let key = fixtures::legacy_key(1, Some("t"), KeyState::Primary);
    let legacy = vec![(key.key_id, key.wrapped.clone())];
    [Write::AddLegacyKey(key), Write::AddKeyset { row: fixtures::keyset(1, Some("t")), legacy }]
}

/// What acquires its lease for 60 s.
pub(super) fn lease_acquisition(row: &crate::model::rows::GrantRow) -> crate::model::rows::LeaseAcquisition {
    fixtures::acquisition(row, 1)
}

/// Asks for everything that is due.
pub(super) fn due_jobs() -> crate::model::rows::JobRequest {
    jobs::everything()
}

/// An entry of the audit log, and then an erasure of what it is about.
pub(super) fn told_and_erased() -> [Vec<crate::model::rows::Write>; 2] {
    audit::told_and_erased()
}

/// Events of one grant.
/// A change of a grant that was found as it is there.
#[cfg(test)]
pub(super) fn replace(found: &crate::model::rows::GrantRow) -> crate::model::rows::Write {
    fixtures::update(found, |_| {})
}

pub(super) fn three_events() -> [crate::model::event::Event; 3] {
    let row = fixtures::connection("t", "u");
    ["evt_1", "evt_2", "evt_3"].map(|id| fixtures::event(id, &row, crate::model::event::EventType::TokenRefreshed))
}

/// A fresh, open store, and the vault behind it.
pub(super) struct Backend {
    pub store: Any,
    pub clock: Arc<ProcessClock>,
    pub vault: Box<dyn Vault>,
}

/// Rules that need the store alone take it as if it were the backend.
impl std::ops::Deref for Backend {
    type Target = Any;

    fn deref(&self) -> &Any {
        &self.store
    }
}

/// The rule of late commits is one that a store can break.
#[tokio::test]
#[should_panic(expected = "missed what was committed late")]
async fn numbers_taken_before_the_commit_are_found_out() {
    logs::a_reader_never_skips_what_commits_late(&open(Box::new(plain_sequence())).await).await;
}

async fn open(vault: Box<dyn Vault>) -> Backend {
    let clock = Arc::new(ProcessClock::default());
    Backend { store: vault.open(clock.clone()).await, clock, vault }
}

async fn open_same_kind(backend: &Backend) -> Backend {
    open(backend.vault.another()).await
}

async fn open_memory() -> Backend {
    open(Box::new(memory_vault())).await
}

async fn open_sqlite() -> Backend {
    open(Box::new(sqlite_vault())).await
}

async fn open_postgres() -> Backend {
    open(Box::new(postgres_vault(Way::Direct))).await
}

async fn open_pgbouncer() -> Backend {
    open(Box::new(postgres_vault(Way::Pooled))).await
}
