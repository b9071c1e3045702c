//! The writer and the readers give way between the rows of a page.

use super::super::connect::connect_writer;
use super::super::statement::select;
use super::*;
use crate::base::giving_way::{Steps, times};
use crate::model::rows::{KeysetChange, ResealedGrant};
use crate::store::suite;

const PAGE: usize = 30;

fn given(work: impl FnOnce()) -> usize {
    let before = times();
    work();
    times() - before
}

#[test]
fn a_page_gives_way_and_a_single_row_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let place =
        Place { path: folder.path().join("v.db"), shown: "v.db".to_owned(), busy_timeout: BUSY_TIMEOUT, access: Access::Whole };
    making::create_vault(&place.path, &place.shown).unwrap();
    let db = connect_writer(&place).unwrap();
    let read = |rows: usize| {
        let sql = format!("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows}) SELECT i FROM n");
        given(|| assert_eq!(select(&db, &sql, &[], |_| Ok(())).unwrap().len(), rows))
    };
    assert_eq!((read(1), read(PAGE)), (0, PAGE / Steps::AT_ONCE));

    let [row, _] = suite::one_of_each();
    let resealed = ResealedGrant {
        tenant_id: row.tenant_id.clone(),
        grant_id: row.id,
        revision: row.revision,
        was: row.sealed,
        account_hash: None,
        key_id: row.key_id,
        sealed: SealedBytes::from_stored(vec![1]),
    };
    let [_, Write::AddKeyset { row, .. }] = suite::legacy_and_gathered() else { panic!("a keyset is gathered") };
    let writes =
        [Write::ResealGrants(vec![resealed; PAGE]), Write::RewrapKeysets(vec![KeysetChange { was: row.version, row }; PAGE])];
    for write in writes {
        let batch = Batch { writes: vec![write] };
        let given = given(|| drop(write::apply(&db, &batch, &Machine::new(Arc::new(SystemClock)).now()).unwrap()));
        assert!(given > PAGE, "{given}: after each row, and after all of them");
    }
}
