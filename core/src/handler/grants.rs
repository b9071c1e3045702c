//! Answers the routes of connections and installations.

use serde_json::{Value, json};

use super::answers::nothing;
use super::members::invalid;
use super::routes::{Call, installation_id};
use super::{guard, problem, views};
use crate::base::{Error, ErrorCode, GrantId, ProviderId, Result};
use crate::engine::ListQuery;
use crate::model::grant::GrantView;
use crate::model::http::HttpResponse;
use crate::model::principal::{Principal, Role};

/// The most connections in one answer.
const PAGE: usize = 50;

/// What of a list is asked for: one provider's, what stands after a page.
struct Narrowed {
    provider: Option<ProviderId>,
    after: Option<String>,
}

impl Call<'_> {
    pub(super) async fn list_connections(&self) -> Result<HttpResponse> {
        let principal = self.principal()?;
        let Narrowed { provider, after } = self.read_list_query()?;
        // Asked of the store for this user: neither the cursor nor a half-empty page tells of other users' connections.
        let query = ListQuery {
            tenant_id: Some(principal.tenant_id.clone()),
            user_id: Some(principal.user_id.clone()),
            provider,
            after,
            limit: Some(PAGE),
            ..ListQuery::default()
        };
        let page = self.engine.manager.list_visible_connections(&query).await?;
        let shown: Vec<Value> = page.data.iter().map(views::connection).collect();
        Ok(problem::json_answer(200, &json!({ "connections": shown, "next": page.next })))
    }

    pub(super) async fn read_connection(&self, id: &str) -> Result<HttpResponse> {
        let principal = self.principal()?;
        let view = self.own_connection(id, principal).await?;
        Ok(problem::json_answer(200, &views::connection(&view)))
    }

    pub(super) async fn delete_connection(&self, id: &str) -> Result<HttpResponse> {
        guard::check_change(&self.request, self.base_url, &self.routes.allowed_origins)?;
        let principal = self.principal()?;
        guard::check_no_body(&self.request, principal)?;
        let view = self.own_connection(id, principal).await?;
        if view.key.user_id.is_none() {
            guard::check_admin(principal)?;
        }
        self.engine.manager.delete_connection(&principal.tenant_id, &view.id, Some(&principal.user_id)).await?;
        Ok(nothing())
    }

    pub(super) async fn own_connection(&self, id: &str, principal: &Principal) -> Result<GrantView> {
        let absent = || Error::new(ErrorCode::NotConnected, "There is no such connection.");
        let id = GrantId::parse(id).map_err(|_| absent())?;
        let view = self.engine.manager.get_connection(&principal.tenant_id, &id).await.map_err(|error| match error.code() {
            ErrorCode::NotConnected => absent(),
            _ => error,
        })?;
        if is_own(&view, principal) { Ok(view) } else { Err(absent()) }
    }

    pub(super) async fn list_installations(&self) -> Result<HttpResponse> {
        let principal = self.principal()?;
        let Narrowed { provider, after } = self.read_list_query()?;
        let query = ListQuery { tenant_id: Some(principal.tenant_id.clone()), provider, after, ..ListQuery::default() };
        let page = self.engine.manager.list_installations(&query).await?;
        let all: Vec<Value> = page.data.iter().map(views::installation).collect();
        Ok(problem::json_answer(200, &json!({ "installations": all, "next": page.next })))
    }

    pub(super) async fn delete_installation(&self, id: &str) -> Result<HttpResponse> {
        guard::check_change(&self.request, self.base_url, &self.routes.allowed_origins)?;
        let principal = self.principal()?;
        guard::check_no_body(&self.request, principal)?;
        guard::check_admin(principal)?;
        self.engine.manager.delete_installation(&principal.tenant_id, &installation_id(id)?, Some(&principal.user_id)).await?;
        Ok(nothing())
    }

    fn read_list_query(&self) -> Result<Narrowed> {
        let mut provider = None;
        let mut after = None;
        for (name, value) in url::form_urlencoded::parse(self.request.query.as_bytes()) {
            match name.as_ref() {
                "provider" if provider.is_none() => provider = Some(ProviderId::parse(&value)?),
                "after" if after.is_none() => after = Some(value.into_owned()),
                // Of two, one would be meant and the other one answered.
                name @ ("provider" | "after") => return Err(invalid(&format!("{name} is there twice."))),
                other => return Err(guard::unknown_name(other, "parameter", &["provider", "after"])),
            }
        }
        Ok(Narrowed { provider, after })
    }
}

/// A user sees their own connections and those that belong to the whole tenant; an administrator sees no other user's.
fn is_own(view: &GrantView, principal: &Principal) -> bool {
    match &view.key.user_id {
        Some(user_id) => *user_id == principal.user_id,
        None => matches!(principal.role, Role::Admin | Role::Member),
    }
}
