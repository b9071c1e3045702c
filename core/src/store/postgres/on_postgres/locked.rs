//! Rows that somebody keeps locked, and what whoever waits behind those who need them is told.

use super::*;

#[tokio::test]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn behind_what_somebody_keeps_locked_the_lock_is_to_blame() {
    let (vault, store) = open_vault().await;
    let [grant, _] = suite::one_of_each();
    let (key, ..) = suite::sign_in();
    apply(&store, vec![key, insert(&grant)]).await;
    let is_told = |error: Error| (error.code(), error.message().contains("keeps rows of"), error.retry_after().is_some());
    // The server ends a statement that has waited for 8 s, in these words. Nothing here waits for that.
    let (s, id) = (&vault.schema, grant.id.as_str());
    let rule = format!(
        "CREATE FUNCTION {s}.locked() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION USING ERRCODE = '55P03'; END $$;
        CREATE TRIGGER locked BEFORE UPDATE ON {s}.grants FOR EACH ROW WHEN (NEW.id = '{id}') EXECUTE FUNCTION {s}.locked()"
    );
    vault.client().await.batch_execute(&rule).await.unwrap();
    let held = [store.life.alone().await.unwrap(), store.life.alone().await.unwrap()];
    tokio::time::pause();
    let busy = store.life.alone().await.unwrap_err();
    assert_eq!((busy.code(), busy.message().contains("is in use")), (ErrorCode::VaultUnavailable, true), "{busy}");
    tokio::time::resume();
    drop(held);
    let event = Event { grant_id: Some(grant.id.clone()), ..suite::three_events()[0].clone() };
    let renewal = Batch { writes: vec![suite::renewed(&grant), Write::AppendEvent(event)] };
    let locked = store.commit(renewal).await.unwrap_err();
    assert_eq!(is_told(locked), (ErrorCode::VaultLocked, true, true));
    let held = [store.life.alone().await.unwrap(), store.life.alone().await.unwrap()];
    tokio::time::pause();
    let behind = store.life.alone().await.unwrap_err();
    assert_eq!(is_told(behind), (ErrorCode::VaultLocked, true, true));
    drop(held);
}
