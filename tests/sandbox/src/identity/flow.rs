//! A flow: one visit of a browser, from the request of an application to the redirect back to it.

use http::header::CACHE_CONTROL;

use crate::generic::GenericRequest;
use crate::generic::device::{self, DeviceRequest};
use crate::github::GitHubRequest;
use crate::google::GoogleRequest;
use crate::identity::authorize::{self, AuthorizeRequest};
use crate::identity::consent::{self, AdminRequest};
use crate::identity::pages;
use crate::message::{Call, Reply};
use crate::oauth1::OAuth1Request;
use crate::random::make_token;
use crate::slack::SlackRequest;
use crate::state::{Core, Person, State};
use crate::world::User;

/// Name of the cookie that keeps a browser signed in.
pub(crate) const SESSION_COOKIE: &str = "authpipe_sandbox_session";

/// A flow in progress. It ends when an answer was sent; the browser's back button then finds an error page.
#[derive(Clone)]
pub(crate) struct Flow {
    pub(crate) purpose: Purpose,
    /// The person signed in for this flow just now, or chose the account.
    pub(crate) confirmed: bool,
    /// Forget the browser session for this flow: the person wants another account.
    pub(crate) other_account: bool,
}

#[derive(Clone)]
pub(crate) enum Purpose {
    Authorize(AuthorizeRequest),
    AdminConsent(AdminRequest),
    Generic(GenericRequest),
    Device(DeviceRequest),
    Slack(SlackRequest),
    GitHub(GitHubRequest),
    Google(GoogleRequest),
    OAuth1(OAuth1Request),
}

impl Flow {
    pub(crate) fn new(purpose: Purpose) -> Flow {
        Flow { purpose, confirmed: false, other_account: false }
    }

    fn prompt(&self) -> Option<&str> {
        match &self.purpose {
            Purpose::Authorize(request) => request.prompt.as_deref(),
            _ => None,
        }
    }

    fn login_hint(&self) -> Option<&str> {
        match &self.purpose {
            Purpose::Authorize(request) => request.login_hint.as_deref(),
            _ => None,
        }
    }

    /// Why an account may not be used in this flow, as a sentence for the sign-in page.
    pub(crate) fn refuses(&self, state: &State, person: &Person) -> Option<String> {
        match &self.purpose {
            Purpose::Authorize(request) => authorize::refuses(state, request, person),
            Purpose::AdminConsent(request) => consent::refuses(request, person),
            Purpose::Generic(_)
            | Purpose::Device(_)
            | Purpose::Slack(_)
            | Purpose::GitHub(_)
            | Purpose::Google(_)
            | Purpose::OAuth1(_) => None,
        }
    }
}

/// Opens a flow and shows its first page.
pub(crate) fn begin(core: &Core, state: &mut State, call: &Call, flow: Flow) -> Reply {
    let id = make_token::<18>();
    state.flows.insert(id.clone(), flow);
    advance(core, state, call, &id)
}

/// `GET /_flow?flow=…`: the present page of a flow.
pub(super) fn show(core: &Core, call: &Call) -> Reply {
    let mut state = core.state();
    match call.query.get("flow").map(str::to_owned) {
        Some(id) if state.flows.contains_key(&id) => advance(core, &mut state, call, &id),
        _ => pages::error(400, "This sign-in is over. Go back to the application and start again."),
    }
}

/// Who this browser is signed in as.
pub(crate) fn session_person(state: &State, call: &Call) -> Option<Person> {
    state.sessions.get(call.cookie(SESSION_COOKIE)?).cloned()
}

/// Shows the next page of a flow, or ends it with a redirect.
pub(crate) fn advance(core: &Core, state: &mut State, call: &Call, id: &str) -> Reply {
    let Some(flow) = state.flows.get(id).cloned() else {
        return pages::error(400, "This sign-in is over. Go back to the application and start again.");
    };
    let person = session_person(state, call);
    let reply = advance_as(core, state, id, &flow, person);
    reply.header(CACHE_CONTROL, "no-store")
}

/// As [`advance`], for a person whose session cookie is only now being set.
pub(crate) fn advance_as(core: &Core, state: &mut State, id: &str, flow: &Flow, person: Option<Person>) -> Reply {
    let silent = flow.prompt() == Some("none");
    let usable = person.filter(|person| !flow.other_account && flow.refuses(state, person).is_none());
    let signed_in = usable.and_then(|person| {
        let user: User = state.world.find_person(&person.tenant_id, &person.user_id)?.clone();
        (!user.disabled).then_some((person, user))
    });
    let hinted = |user: &User| flow.login_hint().is_none_or(|hint| user.username.eq_ignore_ascii_case(hint));
    let (person, user) = match signed_in {
        Some((person, user)) if flow.confirmed || (hinted(&user) && flow.prompt() != Some("login")) => (person, user),
        _ if silent => return authorize::silent_failure(core, state, id, flow),
        _ => return pages::sign_in(id, flow.login_hint().unwrap_or_default(), None),
    };
    if flow.prompt() == Some("select_account") && !flow.confirmed {
        return pages::account(id, &user);
    }
    match &flow.purpose {
        Purpose::Authorize(request) => authorize::proceed(core, state, id, request, &person, &user),
        Purpose::AdminConsent(request) => consent::proceed(state, id, request, &user),
        Purpose::Generic(request) => crate::generic::proceed(core, state, id, request, &person, &user),
        Purpose::Device(request) => device::proceed(state, id, request, &user),
        Purpose::Slack(request) => crate::slack::proceed(id, request, &user),
        Purpose::GitHub(request) => crate::github::proceed(id, request, &user),
        Purpose::Google(request) => crate::google::proceed(core, state, id, request, &person, &user),
        Purpose::OAuth1(request) => crate::oauth1::proceed(id, request, &user),
    }
}
