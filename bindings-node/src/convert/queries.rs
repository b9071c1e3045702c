//! Which connections, installations and events to list.

use authpipe::{ConfigId, Error, EventQuery, EventType, GrantId, ListQuery, ProviderId, Result, TenantId, UserId};
use napi_derive::napi;

use super::{invalid, optional};

/// Which grants to list.
#[napi(object)]
pub struct ListFields {
    pub tenant_id: Option<String>,
    pub all_tenants: Option<bool>,
    pub user_id: Option<String>,
    pub provider: Option<String>,
    pub config: Option<String>,
    pub after: Option<String>,
    pub limit: Option<f64>,
}

impl TryFrom<ListFields> for ListQuery {
    type Error = Error;

    fn try_from(fields: ListFields) -> Result<Self> {
        Ok(ListQuery {
            tenant_id: optional(&fields.tenant_id, TenantId::parse)?,
            all_tenants: fields.all_tenants.unwrap_or(false),
            user_id: optional(&fields.user_id, UserId::parse)?,
            provider: optional(&fields.provider, ProviderId::parse)?,
            config: optional(&fields.config, ConfigId::parse)?,
            after: fields.after,
            limit: fields.limit.map(page_size).transpose()?,
        })
    }
}

/// Which events to list.
#[napi(object)]
pub struct EventFilterFields {
    pub after: Option<String>,
    pub tenant_id: Option<String>,
    #[napi(js_name = "type")]
    pub event_type: Option<String>,
    pub connection_id: Option<String>,
    pub limit: Option<f64>,
}

impl TryFrom<EventFilterFields> for EventQuery {
    type Error = Error;

    fn try_from(fields: EventFilterFields) -> Result<Self> {
        let event_type = match fields.event_type.as_deref() {
            None => None,
            Some(text) => Some(EventType::parse(text).ok_or_else(|| invalid("type is not a type of event."))?),
        };
        Ok(EventQuery {
            after: fields.after,
            tenant_id: optional(&fields.tenant_id, TenantId::parse)?,
            event_type,
            connection_id: optional(&fields.connection_id, GrantId::parse)?,
            limit: fields.limit.map(page_size).transpose()?,
        })
    }
}

/// A number of JavaScript's as a size. How large it may be, the core says.
fn page_size(limit: f64) -> Result<usize> {
    if limit.fract() != 0.0 || !(0.0..=f64::from(u32::MAX)).contains(&limit) {
        return Err(invalid("limit must be a whole number."));
    }
    Ok(limit as usize)
}
