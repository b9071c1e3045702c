//! Somebody has the database take texts for the same that are not (SR-37, SR-38, SR-42): nobody gets what is another's.

use authpipe::{CallOptions, EventQuery, ListQuery, Subject};

use crate::support::look::soon;
use crate::support::{App, code, member, tenant, user};

/// As SQLite's `NOCASE`, in the tables by which people are found, under a process that runs.
const LOOSE: &str = "PRAGMA writable_schema = ON;
    UPDATE sqlite_schema SET sql = replace(replace(sql, 'user_id TEXT NOT NULL', 'user_id TEXT COLLATE NOCASE NOT NULL'),
        'tenant_id TEXT NOT NULL', 'tenant_id TEXT COLLATE NOCASE NOT NULL')
        WHERE type = 'table' AND name IN ('grants', 'keysets', 'events', 'sessions');
    PRAGMA writable_schema = RESET;";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_looser_comparison_makes_no_two_people_one() {
    let app = App::start().await;
    app.connect().await;
    let id = app.only_connection().await.id;
    let options = CallOptions::default;
    soon(app.authpipe.get_credential(&user("ben"), options())).await.unwrap();
    let database = app.open_database();
    database.execute_batch(LOOSE).unwrap();
    let version: i64 = database.query_row("PRAGMA schema_version", [], |row| row.get(0)).unwrap();
    database.execute_batch(&format!("PRAGMA schema_version = {}; REINDEX", version + 1)).unwrap();
    drop(database);
    let database = app.open_database();
    let found = "SELECT count(*) FROM grants WHERE tenant_id = 'ACME' AND user_id = 'BEN'";
    assert_eq!(database.query_row::<i64, _, _>(found, [], |row| row.get(0)).unwrap(), 1, "the database takes them for the same");
    drop(database);
    for (tenant_id, user_id) in [("ACME", "ben"), ("acme", "BEN"), ("ACME", "BEN")] {
        let subject = Subject { tenant_id: tenant(tenant_id), ..user(user_id) };
        let got = soon(app.authpipe.get_credential(&subject, options())).await;
        assert_eq!(code(got), "not_connected", "{tenant_id} {user_id}");
        let of_user = ListQuery { tenant_id: Some(tenant(tenant_id)), user_id: subject.user_id.clone(), ..ListQuery::default() };
        assert_eq!(soon(app.authpipe.list_connections(of_user)).await.unwrap().data, vec![], "{tenant_id} {user_id}");
    }
    let of_other = EventQuery { tenant_id: Some(tenant("ACME")), ..EventQuery::default() };
    assert!(soon(app.authpipe.list_events(of_other)).await.unwrap().data.is_empty());
    assert_eq!(code(soon(app.authpipe.delete_connection(tenant("ACME"), id)).await), "not_connected");
    // Whose it is, has it.
    soon(app.authpipe.get_credential(&user(member().user_id.as_str()), options())).await.unwrap();
}
