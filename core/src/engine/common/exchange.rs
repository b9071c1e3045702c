//! Sends one request to a token endpoint, and judges its answer or that there was none.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use url::Url;

use crate::base::{BootTime, Clock, ProviderDetails, Result, Secret, Timestamp, entropy};
use crate::catalog;
use crate::model::config::{Endpoints, ProviderConfig};
use crate::model::definition::{Diagnosis, KeptValue, OAuth};
use crate::model::grant::{ExternalAccount, RenewalEnd};
use crate::model::http::{Cut, NetFailure, OutboundRequest, OutboundResponse};
use crate::protocol::answer_credentials::{AnsweredCredential, Expected, Refreshed, judge_credentials, judge_refresh};
use crate::protocol::assertion::{self, Claims, Stamp};
use crate::protocol::interposed::begins_page;
use crate::protocol::kept::read_kept;
use crate::protocol::mint::{self, MintRequest};
use crate::protocol::provider_clock::{time_left, time_there};
use crate::protocol::provider_details::{Sent, read_provider_details};
use crate::protocol::retry_after::dated;
use crate::protocol::scopes::{self, ResolvedComparison, Spellings};
use crate::protocol::token::{self, Asked, ClientRegistration, Flaw, TokenAnswer, TokenEndpoint, TokenFailure};
use crate::protocol::unwrapping::unwrapped;

use super::federation;
use crate::net::{Budget, HttpClient, Issuers};

/// An answer with the time at which its request was started: expiry is counted from there (SR-68).
pub(in crate::engine) struct Exchanged {
    pub(in crate::engine) answer: TokenAnswer,
    pub(in crate::engine) started_at: Timestamp,
    pub(in crate::engine) started_on: Option<BootTime>,
    /// What the answer to a code or a refresh tells of variables besides, not yet held against their grammar.
    pub(in crate::engine) told: BTreeMap<String, String>,
}

/// A credential of an answer to a code.
pub(in crate::engine) struct Redeemed {
    pub(in crate::engine) exchanged: Exchanged,
    /// Whose account it is, where the definition says where the answer names it.
    pub(in crate::engine) account: Option<ExternalAccount>,
}

/// What asks for tokens, by which the answer is judged.
#[derive(Clone, Copy, Debug)]
pub(in crate::engine) enum AskedBy<'a> {
    /// A code, whose answer tells these values besides.
    Code(&'a [KeptValue]),
    /// A refresh token.
    Refresh {
        /// What is known of what it renews.
        refreshed: Refreshed<'a>,
        /// The values that the answer to the code told besides, which this answer may tell anew.
        kept: &'a [KeptValue],
    },
    /// A mint.
    Mint(&'a MintRequest<'a>),
}

/// Why there is no answer with tokens.
#[derive(Debug)]
pub(in crate::engine) enum ExchangeFailure {
    /// The provider answered; and what it said in closed fields.
    Answered(TokenFailure, Box<ProviderDetails>),
    /// It did not, or not completely; and where it was asked.
    Unanswered(NetFailure, Destination),
}

impl ExchangeFailure {
    /// Whether the provider has answered a refresh in a way that somebody must put right first, at the provider or in the definition: asked
    /// again, it says the same. The grant lives.
    pub(in crate::engine) fn is_of_shape(&self) -> bool {
        match self {
            ExchangeFailure::Answered(TokenFailure::Unusable(flaw), _) => flaw.shows_token(),
            ExchangeFailure::Unanswered(failure, _) => *failure == NetFailure::TooLarge,
            ExchangeFailure::Answered(..) => false,
        }
    }

    /// What the provider said, where it answered.
    pub(in crate::engine) fn details(&self) -> Option<&ProviderDetails> {
        match self {
            ExchangeFailure::Answered(_, details) => Some(details),
            ExchangeFailure::Unanswered(..) => None,
        }
    }
}

/// What came of a request to a token endpoint.
pub(in crate::engine) struct Outcome {
    pub(in crate::engine) exchanged: Result<Exchanged, ExchangeFailure>,
    /// A refresh token that stands in an answer which gives no access token, or has begun to: what was presented may be spent for it.
    pub(in crate::engine) successor: Option<Secret<String>>,
}

impl From<ExchangeFailure> for Outcome {
    fn from(failure: ExchangeFailure) -> Self {
        Outcome { exchanged: Err(failure), successor: None }
    }
}

/// Talks to token endpoints.
#[derive(Clone)]
pub(in crate::engine) struct TokenClient {
    pub(in crate::engine) net: Arc<dyn HttpClient>,
    pub(in crate::engine) clock: Arc<dyn Clock>,
}

impl TokenClient {
    /// As [`TokenClient::ask`], where nothing is renewed.
    pub(in crate::engine) async fn exchange(
        &self,
        request: OutboundRequest,
        asked_by: AskedBy<'_>,
        asked: Asked<'_>,
        diagnosis: &Diagnosis,
        budget: Duration,
    ) -> Result<Exchanged, ExchangeFailure> {
        self.ask(request, asked_by, asked, diagnosis, &Budget::new(&self.clock, budget)).await.exchanged
    }

    /// Sends one token request, once. `diagnosis` says what of an error may be kept.
    pub(in crate::engine) async fn ask(
        &self,
        request: OutboundRequest,
        asked_by: AskedBy<'_>,
        asked: Asked<'_>,
        diagnosis: &Diagnosis,
        budget: &Arc<Budget>,
    ) -> Outcome {
        let (started_at, started_on) = (self.clock.now(), BootTime::now(&*self.clock));
        let sent = Sent::with(&request);
        let successor = |body: &[u8], is_whole| match asked_by {
            AskedBy::Refresh { refreshed, .. } => token::read_successor(body, refreshed.place, asked.rules, is_whole),
            AskedBy::Code(_) | AskedBy::Mint(_) => None,
        };
        let destination = Destination::of(&request.url, self.net.as_ref());
        let response = match self.net.send_keeping(request, budget).await {
            Ok(response) => response,
            Err(Cut { failure, begun }) => {
                let successor = successor(&begun, false);
                // A gateway's page is one however large it is. Only of a success is that told here.
                let is_page = failure == NetFailure::TooLarge && successor.is_none() && begins_page(&begun);
                let exchanged = Err(if is_page { of_page() } else { ExchangeFailure::Unanswered(failure, destination) });
                return Outcome { exchanged, successor };
            }
        };
        let there = time_there(&response, started_at);
        let response = unwrapped(dated(response, self.clock.now()), asked.rules);
        let judged = match asked_by {
            AskedBy::Code(_) => token::judge_token_response(&response, asked),
            AskedBy::Refresh { refreshed, .. } => judge_refresh(&response, refreshed, asked.by_refresh_token()),
            AskedBy::Mint(asks) => mint::judge_mint_response(asks, &response, asked.by_mint()),
        };
        match judged {
            Ok(answer) => {
                let answer = from_there(answer, there, started_at);
                let told = match asked_by {
                    AskedBy::Code(kept) | AskedBy::Refresh { kept, .. } => read_kept(&response, kept, asked.rules.encoding),
                    AskedBy::Mint(_) => BTreeMap::new(),
                };
                Outcome { exchanged: Ok(Exchanged { answer, started_at, started_on, told }), successor: None }
            }
            Err(failure) => {
                // What is somebody else's is not presented for this one, whatever becomes of it.
                let is_own = !matches!(failure, TokenFailure::Unusable(Flaw::OtherAccount));
                let successor = successor(&response.body, !response.is_cut).filter(|_| is_own);
                Outcome { exchanged: Err(answered(failure, &response, &sent, diagnosis)), successor }
            }
        }
    }

    /// Redeems a code whose answer holds the credentials that the definition lists: the first one, and of the others those that
    /// are there.
    pub(in crate::engine) async fn redeem(
        &self,
        request: OutboundRequest,
        expected: &[Expected<'_>],
        kept: &[KeptValue],
        diagnosis: &Diagnosis,
        budget: Duration,
    ) -> Result<Vec<Redeemed>, ExchangeFailure> {
        let (started_at, started_on) = (self.clock.now(), BootTime::now(&*self.clock));
        let sent = Sent::with(&request);
        let destination = Destination::of(&request.url, self.net.as_ref());
        let response =
            self.net.send(request, budget).await.map_err(|failure| ExchangeFailure::Unanswered(failure, destination))?;
        let there = time_there(&response, started_at);
        let response = dated(response, self.clock.now());
        let response = match expected.first() {
            Some(first) => unwrapped(response, first.asked.rules),
            None => response,
        };
        let judged = judge_credentials(&response, expected).map_err(|failure| answered(failure, &response, &sent, diagnosis))?;
        let told = expected.first().map(|first| read_kept(&response, kept, first.asked.rules.encoding)).unwrap_or_default();
        let redeemed = judged.into_iter().map(|AnsweredCredential { answer, account, .. }| {
            let answer = from_there(answer, there, started_at);
            let exchanged = Exchanged { answer, started_at, started_on: started_on.clone(), told: told.clone() };
            Redeemed { exchanged, account }
        });
        Ok(redeemed.collect())
    }
}

/// The answer with its end by the own clock, where it names a moment: when the request was begun, it was `there` on the clock of whoever answered,
/// and `here` on this one.
fn from_there(answer: TokenAnswer, there: Timestamp, here: Timestamp) -> TokenAnswer {
    let expires_at = answer.expires_at.map(|end| here.plus(time_left(end, there, here)));
    TokenAnswer { expires_at, ..answer }
}

/// Somebody's page in the place of an answer: whoever has shown it has done nothing.
fn of_page() -> ExchangeFailure {
    let (status, details) = (200, ProviderDetails { status: Some(200), ..ProviderDetails::default() });
    let page = TokenFailure::Unavailable { status, retry_after: None, is_refusal: false, is_cut: false, is_empty: false };
    ExchangeFailure::Answered(page, Box::new(details))
}

fn answered(failure: TokenFailure, response: &OutboundResponse, sent: &Sent, diagnosis: &Diagnosis) -> ExchangeFailure {
    ExchangeFailure::Answered(failure, Box::new(read_provider_details(response, sent, diagnosis)))
}

/// Where a request went, as far as an error may tell it. Empty: it went nowhere.
#[derive(Clone, Debug, Default)]
pub(in crate::engine) struct Destination {
    /// The host, with its port where that is not the usual one.
    pub(in crate::engine) host: String,
    /// The operator's proxy, where it went through that.
    pub(in crate::engine) proxy: Option<String>,
    /// Who has issued what hosts have shown that is not trusted here.
    pub(in crate::engine) issuers: Option<Arc<Issuers>>,
}

impl Destination {
    pub(in crate::engine) fn of(url: &Url, net: &dyn HttpClient) -> Self {
        let host = url.host_str().unwrap_or_default();
        let host = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        Destination { host, proxy: net.proxy_of(url), issuers: net.issuers() }
    }

    /// Who has issued the certificate that was shown there and is not trusted here.
    pub(in crate::engine) fn issuer(&self) -> Option<String> {
        // Certificates name hosts without port, and addresses of version 6 without brackets.
        let host = match self.host.strip_prefix('[') {
            Some(rest) => rest.split(']').next(),
            None => self.host.split(':').next(),
        };
        self.issuers.as_ref()?.of(host?)
    }
}

/// The token endpoint, and the client as it knows it. A client with a key signs an assertion for this one request, and one for which the
/// platform vouches takes the token that there is now.
///
/// # Errors
/// - `config_invalid`: there is no token that lives.
pub(in crate::engine) async fn token_endpoint<'a>(
    config: &'a ProviderConfig,
    oauth: &'a OAuth,
    endpoints: &'a Endpoints,
    clock: &dyn Clock,
) -> Result<TokenEndpoint<'a>> {
    let (client_id, authentication) = (config.client_id.as_str(), oauth.client_authentication);
    let key = config.client.key().filter(|_| catalog::asserts(config));
    let rsa = oauth.client_assertion.as_ref().map(|assertion| assertion.rsa_algorithm).unwrap_or_default();
    let audience = Some(endpoints.audience.as_str());
    let claims = Claims { issuer: client_id, subject: Some(client_id), audience, scope: None };
    let assertion = match key.and_then(|key| assertion::sign(key, rsa, &claims, &stamp(clock))) {
        None => federation::read(config, clock).await?,
        signed => signed,
    };
    let client = ClientRegistration { client_id, client: &config.client, authentication, assertion };
    Ok(TokenEndpoint { url: &endpoints.token, client, written: &oauth.token_request, names: &oauth.parameter_names })
}

/// What makes an assertion of its own: the time, and an id that nobody can guess and no other has.
pub(in crate::engine) fn stamp(clock: &dyn Clock) -> Stamp {
    Stamp { now: clock.now(), id: entropy::make_token() }
}

/// The commonest lifetime. A token that can be renewed and dies sooner shows as a 401; one that lives longer costs a renewal.
pub(in crate::engine) const USUAL: Duration = Duration::from_secs(3600);

/// When tokens of an answer end: what the answer says, else the definition. Where neither does, a token that can be renewed is
/// given an hour (RFC 6749 §5.1 makes `expires_in` optional), and one that cannot has no end until the provider says so: an end
/// of our own would take a credential away that lives. A lifetime of nothing says nothing: a token that had ended at its birth
/// would be renewed at every read. It is taken to be that of the answer `before`, whose provider knew it, and the log says so.
pub(in crate::engine) fn expiry(
    config: &ProviderConfig,
    exchanged: &Exchanged,
    is_renewable: bool,
    before: Option<Duration>,
) -> Option<Timestamp> {
    let answer = &exchanged.answer;
    let until_then = answer.expires_at.map(|end| end.since(exchanged.started_at));
    let told = [answer.expires_in, until_then].into_iter().flatten().find(|lifetime| !lifetime.is_zero());
    let is_of_nothing = told.is_none() && (answer.expires_in.is_some() || until_then.is_some());
    if is_of_nothing {
        tracing::warn!(
            provider = config.provider.as_str(),
            config = config.id.as_str(),
            "the provider gave a token without any lifetime; another one is assumed"
        );
    }
    let defined = config.definition.lifetime.access_seconds.map(Duration::from_secs);
    let known = told.or(before.filter(|_| is_of_nothing)).or(defined);
    known.or(is_renewable.then_some(USUAL)).map(|lifetime| exchanged.started_at.plus(lifetime))
}

/// When a grant that has just been signed in to can be renewed no more.
pub(in crate::engine) fn end_of_sign_in(config: &ProviderConfig, exchanged: &Exchanged) -> Option<RenewalEnd> {
    let told = exchanged.answer.refresh_expires_in;
    RenewalEnd::of_sign_in(exchanged.started_at, told, config.definition.lifetime.absolute())
}

/// The same of what a refresh has brought.
pub(in crate::engine) fn end_of_successor(
    config: &ProviderConfig,
    before: Option<RenewalEnd>,
    exchanged: &Exchanged,
) -> Option<RenewalEnd> {
    let is_absolute = config.definition.lifetime.absolute().is_some();
    RenewalEnd::succeed(before, exchanged.started_at, exchanged.answer.refresh_expires_in, is_absolute)
}

/// Which of the asked scopes were not granted.
pub(in crate::engine) fn missing_scopes(config: &ProviderConfig, asked: &[String], granted: &[String]) -> Result<Vec<String>> {
    Ok(scopes::missing_scopes(asked, granted, &comparison(config)?))
}

/// The scopes of an answer as the application knows them: what it asked for does not change its name from one answer to the next.
pub(in crate::engine) fn respelt(config: &ProviderConfig, told: Vec<String>, spellings: Spellings<'_>) -> Vec<String> {
    let definition = &config.definition;
    let always = definition.oauth.iter().flat_map(|oauth| &oauth.always_scopes);
    match comparison(config) {
        Ok(comparison) => scopes::respell(told, spellings, always.chain(definition.scopes.keys()), &comparison),
        Err(_) => told,
    }
}

fn comparison(config: &ProviderConfig) -> Result<ResolvedComparison> {
    let comparison = &config.definition.scope_comparison;
    let none = BTreeMap::new();
    let strip_prefixes = comparison
        .strip_prefixes
        .iter()
        .map(|prefix| catalog::resolve_template(config, prefix, &none))
        .collect::<Result<Vec<String>>>()?;
    Ok(ResolvedComparison {
        ignore_case: comparison.ignore_case,
        strip_prefixes,
        unreported: comparison.unreported.clone(),
        implied: comparison.implied.clone().into_iter().collect(),
    })
}

/// Whether two texts name the same token endpoint (SR-17): byte for byte after parsing.
pub(in crate::engine) fn same_endpoint(sealed: &str, resolved: &Url) -> bool {
    Url::parse(sealed).is_ok_and(|sealed| sealed == *resolved)
}
