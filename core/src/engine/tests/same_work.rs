//! A foreign id takes the same work as an absent one (SR-38): the same questions to the store, with the same number of rows to
//! open in each answer. How long that takes is measured by the bench.

use std::pin::Pin;
use std::sync::Arc;

use crate::base::{GrantId, Label, Result, Secret, SessionId, TenantId, UserId};
use crate::engine::{AuthRequest, CallOptions, CompletionInput, Engine, EventQuery};
use crate::model::principal::{Principal, Role};
use crate::model::session::SessionMode;
use crate::model::subject::Subject;

use super::stage::{Stage, connect, soon, subject};

type Call = fn(Arc<Engine>, Principal, GrantId) -> Pin<Box<dyn Future<Output = Result<String>> + Send>>;

/// A call by the id of a grant; what it gives is not looked at, only whether it tells two ids apart.
macro_rules! call {
    ($name:literal, |$engine:ident, $who:ident, $id:ident| $work:expr) => {
        ($name, (|$engine, $who, $id| Box::pin(async move { Ok(format!("{:?}", $work.await?)) })) as Call)
    };
}

fn by_grant() -> Vec<(&'static str, Call)> {
    vec![
        call!("get_connection", |engine, who, id| engine.manager.get_connection(&who.tenant_id, &id)),
        call!("delete_connection", |engine, who, id| engine.manager.delete_connection(&who.tenant_id, &id, None)),
        call!("get_installation", |engine, who, id| engine.manager.get_installation(&who.tenant_id, &id)),
        call!("approve_installation", |engine, who, id| engine.manager.approve_installation(&who.tenant_id, &id)),
        call!("delete_installation", |engine, who, id| engine.manager.delete_installation(&who.tenant_id, &id, None)),
        call!("check", |engine, who, id| engine.checker.check(&who.tenant_id, &id)),
        call!("get_credential", |engine, who, id| async {
            engine.reader.get_credential(&of(who, id), &CallOptions::default()).await.map(drop)
        }),
        call!("forced get_credential", |engine, who, id| async {
            let options = CallOptions { force_refresh: true, ..CallOptions::default() };
            engine.reader.get_credential(&of(who, id), &options).await.map(drop)
        }),
        call!("peek", |engine, who, id| async { engine.reader.peek(&of(who, id)).map(|hit| hit.is_some()) }),
        call!("list_events", |engine, who, id| async {
            let query = EventQuery { tenant_id: Some(who.tenant_id), connection_id: Some(id), ..EventQuery::default() };
            engine.manager.list_events(&query).await.map(|page| (page.data.len(), page.next))
        }),
        call!("start_auth, connection", |engine, who, id| async {
            engine.connector.start_auth(AuthRequest { connection_id: Some(id), ..request(who) }).await.map(drop)
        }),
        call!("start_auth, installation", |engine, who, id| async {
            engine.connector.start_auth(AuthRequest { installation_id: Some(id), ..request(who) }).await.map(drop)
        }),
    ]
}

fn of(who: Principal, id: GrantId) -> Subject {
    Subject { tenant_id: who.tenant_id, user_id: None, grant_id: Some(id), credential_for: None, ..subject() }
}

fn request(who: Principal) -> AuthRequest {
    AuthRequest {
        provider: subject().provider,
        config: None,
        tenant_id: who.tenant_id,
        user_id: who.user_id,
        connection_id: None,
        installation_id: None,
        label: Label::empty(),
        scopes: vec![],
        variables: std::collections::BTreeMap::new(),
        login_hint: None,
        prompt: None,
        return_to: None,
        mode: SessionMode::Popup,
        opener_origin: None,
    }
}

fn principal(tenant_id: &str, user_id: &str) -> Principal {
    let (tenant_id, user_id) = (TenantId::parse(tenant_id).unwrap(), UserId::parse(user_id).unwrap());
    Principal { tenant_id, user_id, role: Role::Admin }
}

/// What a call says and asks for.
async fn trace(stage: &Stage, call: impl Future<Output = Result<String>>) -> (String, Vec<String>) {
    stage.store.asked.lock().unwrap().clear();
    let said = soon(call).await.unwrap_or_else(|error| error.to_string());
    (said, std::mem::take(&mut *stage.store.asked.lock().unwrap()))
}

#[tokio::test]
async fn a_foreign_grant_takes_the_same_work_as_an_absent_one() {
    let stage = Stage::new("reusable");
    let engine = stage.process().await;
    let foreign = connect(&engine).await;
    let stranger = principal("stranger", "u");
    // Its own tenant has been seen, so that no key is made in between.
    engine.connector.start_auth(request(stranger.clone())).await.unwrap();
    for (name, call) in by_grant() {
        let told = trace(&stage, call(engine.clone(), stranger.clone(), foreign.clone())).await;
        let absent = trace(&stage, call(engine.clone(), stranger.clone(), GrantId::make_connection())).await;
        assert_eq!(told, absent, "{name}");
        assert!(name == "peek" || !told.1.is_empty(), "{name} asks nothing: nothing was compared");
        let own = trace(&stage, call(engine.clone(), principal("t", "u"), foreign.clone())).await;
        // Deleted by now, or no connection's call: but the trace must be able to tell an id that is there.
        assert!(name != "get_connection" || own != told, "{name}");
    }
}

#[tokio::test]
async fn a_foreign_session_takes_the_same_work_as_an_absent_one() {
    let stage = Stage::new("reusable");
    let engine = stage.process().await;
    let foreign = engine.connector.start_auth(request(principal("t", "u"))).await.unwrap().session_id;
    // Of another tenant, and of another user of the same one.
    for who in [principal("stranger", "u"), principal("t", "v")] {
        let mut traces = vec![];
        for id in [foreign.clone(), SessionId::make()] {
            let view = async { engine.connector.view_session(&id, &who).await.map(|view| format!("{view:?}")) };
            let view = trace(&stage, view).await;
            let cancelled = async { engine.connector.cancel_session(&id, &who).await.map(|()| String::new()) };
            let cancelled = trace(&stage, cancelled).await;
            let input = CompletionInput { session_id: id.clone(), completion: Secret::from("x"), principal: who.clone() };
            let completed = async { engine.connector.complete(input).await.map(|_| String::new()) };
            let completed = trace(&stage, completed).await;
            let polled = async { engine.connector.poll_device(&id, &who).await.map(|found| format!("{found:?}")) };
            let polled = trace(&stage, polled).await;
            traces.push([view, cancelled, completed, polled]);
        }
        assert!(!traces[0][0].1.is_empty());
        assert_eq!(traces[0], traces[1]);
    }
}
