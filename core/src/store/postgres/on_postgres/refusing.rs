//! What a caller is told when the server is not there or does not want: a sentence each, and no password in any.

use super::*;

async fn refused(address: &str) -> Error {
    let store = PostgresStore::new(place_at(address), Arc::new(SystemClock));
    let error = store.open().await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::VaultUnavailable);
    assert!(error.hint().is_some() || error.retry_after().is_some(), "what is there to do? {error}");
    let all = format!("{error} {error:?} {:?} {}", store, store.name());
    for secret in ["canary", Cluster::APP.password, Cluster::SUPERUSER.password] {
        assert!(!all.contains(secret), "{all}");
    }
    error
}

/// Its message, with the address as `V`.
async fn told(address: &str) -> String {
    let name = place_at(address).name;
    refused(address).await.message().replace(&name, "V")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn who_cannot_get_in_is_told_why() {
    let good = Way::Direct.address();
    let wrong = good.replace(":pass-word@", ":canary@");
    assert_eq!(told(&wrong).await, "The server of V refused the password.");
    let none = good.replace(":pass-word@", "@");
    assert_eq!(told(&none).await, "The server of V asks for a password, and none was given.");
    assert_eq!(told(&good.replace("/vaults", "/nowhere")).await, "There is no such database: V.");
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let elsewhere = format!("postgres://u:canary@127.0.0.1:{port}/d");
    assert_eq!(told(&elsewhere).await, "Cannot reach the server of V: it refuses connections.");
    assert_eq!(told("postgres://u:canary@nobody.invalid/d").await, "Cannot reach the server of V: nobody knows its name.");
    assert_eq!(told("postgres://u:canary@%2Fnowhere/d").await, "Cannot reach the server of V: its socket is not there.");
    for wrong in [("pass-word", "canary"), ("//authpipe:", "//nobody:"), ("/vaults", "/nowhere")] {
        let pooled = Way::Pooled.address().replace(wrong.0, wrong.1);
        let expected = "The server of V, or the pooler before it, refused the connection.";
        assert_eq!(told(&pooled).await, expected, "PgBouncer has one word for all");
    }
    let required = format!("{good}?sslmode=require");
    assert_eq!(told(&required).await, "No TLS with the server of V: it has none.");
    let file = format!("{good}?sslmode=verify-ca&sslrootcert=/nowhere/ca.pem");
    assert_eq!(told(&file).await, "Cannot read /nowhere/ca.pem, which sslrootcert= names: entity not found.");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn a_server_that_cannot_serve_is_told_apart() {
    let mut cluster = Cluster::start(&["superuser_reserved_connections = 3"]).unwrap();
    let address = cluster.address(Cluster::APP);
    let sql = |cluster: &Cluster, sql: &str| cluster.sql("postgres", sql).unwrap();
    let store = PostgresStore::new(place_at(&address), Arc::new(SystemClock));
    store.open().await.unwrap();
    let (grant, other) = suite::two_grants();
    apply(&store, vec![insert(&grant)]).await;
    let name = place_at(&address).name;
    let message = |error: &Error| error.message().replace(&name, "V");
    let write = || Batch { writes: vec![insert(&other)] };

    sql(&cluster, "ALTER ROLE authpipe SET default_transaction_read_only = on");
    let read_only = PostgresStore::new(place_at(&address), Arc::new(SystemClock));
    read_only.open().await.unwrap();
    let error = read_only.commit(write()).await.unwrap_err();
    assert_eq!(message(&error), "Cannot write V: the server is a standby, or set to read only.");
    sql(&cluster, "ALTER ROLE authpipe RESET default_transaction_read_only");

    sql(&cluster, "ALTER ROLE authpipe CONNECTION LIMIT 0");
    assert_eq!(told(&address).await, "The server of V takes no more connections.");
    sql(&cluster, "ALTER ROLE authpipe CONNECTION LIMIT -1");

    // Whoever has one goes on with it: who comes at the same time waits, and is not refused.
    let shared = Arc::new(PostgresStore::new(place_at(&address), Arc::new(SystemClock)));
    shared.open().await.unwrap();
    let open = sql(&cluster, "SELECT count(*) FROM pg_stat_activity WHERE usename = 'authpipe'");
    sql(&cluster, &format!("ALTER ROLE authpipe CONNECTION LIMIT {open}"));
    let mut reads = tokio::task::JoinSet::new();
    for _ in 0..40 {
        let (shared, query) = (shared.clone(), GrantQuery::Id(grant.tenant_id.clone(), grant.id.clone()));
        reads.spawn(async move { shared.find_grant(query).await });
    }
    while let Some(read) = reads.join_next().await {
        assert!(read.unwrap().unwrap().is_some());
    }
    shared.close().await;
    sql(&cluster, "ALTER ROLE authpipe CONNECTION LIMIT -1");

    // A standby: it can be read, and not written.
    cluster.stop();
    cluster.write("standby.signal", "").unwrap();
    cluster.start_again().unwrap();
    assert!(find(&store, &grant).await.is_some(), "what is there can be read");
    let error = store.commit(write()).await.unwrap_err();
    assert_eq!(message(&error), "Cannot write V: the server is a standby, or set to read only.");
    cluster.sql("postgres", "SELECT pg_promote()").unwrap();
    assert!(
        matches!(store.commit(write()).await.unwrap(), Outcome::Applied { .. }),
        "promoted, it is written by the same process"
    );

    cluster.stop();
    let error = store.commit(write()).await.unwrap_err();
    assert_eq!(message(&error), "Cannot reach the server of V: it refuses connections.");
    assert!(error.retry_after().is_some());
}

#[test]
fn what_a_server_says_has_a_sentence_each_and_no_text_of_it() {
    use super::super::errors::said_error;
    use tokio_postgres::error::SqlState;
    for (state, code, text) in [
        (SqlState::DISK_FULL, ErrorCode::VaultUnavailable, "Cannot write V: the disk of the server is full."),
        (SqlState::TOO_MANY_CONNECTIONS, ErrorCode::VaultUnavailable, "The server of V takes no more connections."),
        (SqlState::CANNOT_CONNECT_NOW, ErrorCode::VaultUnavailable, "The server of V is starting or shutting down."),
        (SqlState::ADMIN_SHUTDOWN, ErrorCode::VaultUnavailable, "The server of V is starting or shutting down."),
        (SqlState::LOCK_NOT_AVAILABLE, ErrorCode::VaultLocked, "Another session keeps rows of V locked."),
        (
            SqlState::QUERY_CANCELED,
            ErrorCode::VaultUnavailable,
            "The server of V ended a statement that took longer than it allows.",
        ),
        (SqlState::UNDEFINED_TABLE, ErrorCode::VaultUnavailable, "Cannot use V: a table of it was removed or changed."),
        (SqlState::INSUFFICIENT_PRIVILEGE, ErrorCode::VaultUnavailable, "The role has not the rights that it needs in V."),
        (SqlState::INTERNAL_ERROR, ErrorCode::VaultUnavailable, "Cannot use V (PostgreSQL code XX000)."),
    ] {
        let error = said_error(&state, "V");
        assert_eq!((error.code(), error.message()), (code, text));
    }
}
