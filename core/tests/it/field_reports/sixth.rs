//! Reports from the trackers of other OAuth clients and servers, each tried as a row, as a sign-in, or by the test that is named: the sixth list.
//!
//! | report | what was met | here |
//! |---|---|---|
//! | [digger#1879](https://github.com/diggerhq/digger/issues/1879), [buildbuddy#3746](https://github.com/buildbuddy-io/buildbuddy/pull/3746), [orbit#168](https://github.com/Noveum/orbit/pull/168) | GitHub comes back from its settings, or from an installation that asks for nobody's authorization, without a `code`, and nobody is told | failed (it ended the sign-in), fixed: what has neither a code nor an error uses nothing up, and the log says what to look at (`connect_answers.rs`) |
//! | [python-genai#1875](https://github.com/googleapis/python-genai/issues/1875) | Google says how long to wait in a detail of the body, `"retryDelay": "53s"` | failed (a pause of our own), fixed (`throttles.rs`) |
//! | [linkinator#556](https://github.com/JustinBeckwith/linkinator/pull/556), [opencode#48185](https://github.com/anomalyco/opencode/pull/48185) | `Retry-After` is `1m0s`, `2m59.56s` or `370ms` | failed, fixed: every length of time is read that a lifetime is (`throttles.rs`) |
//! | [uber-go/ratelimit#103](https://github.com/uber-go/ratelimit/issues/103) | `X-Rate-Limit-Reset-After` beside a date in `X-Rate-Limit-Reset` | the date held, the other name failed, fixed |
//! | [jans#444](https://github.com/JanssenProject/jans/issues/444), [mbedtls#10900](https://github.com/Mbed-TLS/mbedtls/issues/10900) | the token endpoint wants a certificate of the client's, and the client tries three times | failed under TLS 1.3 (told as a connection that broke, with the code in doubt), fixed (`net/tests/tls.rs`) |
//! | [ingress-nginx#7176](https://github.com/kubernetes/ingress-nginx/issues/7176), [requests_pkcs12#17](https://github.com/m-click/requests_pkcs12/issues/17) | nginx says so by a page under 400, and Apache under 403 | failed (an outage, try again later), fixed: the same error (`net/tests/tls.rs`) |
//! | [oidcc#543](https://github.com/erlef/oidcc/pull/543), [OidcProxy.Net#242](https://github.com/oidcproxydotnet/OidcProxy.Net/issues/242) | keys are replaced without a new name, and every sign-in fails until what is kept ends | failed (for a day), fixed: a signature that does not fit has the set asked for once more (`connect_keys.rs`) |
//! | [kellnr#1265](https://github.com/kellnr/kellnr/issues/1265), [keepass4web-rs#313](https://github.com/lixmal/keepass4web-rs/issues/313) | Dex and Keycloak rotate their keys, and only a restart helps | held (`connect_keys.rs`) |
//! | [pyjwt#857](https://github.com/jpadilla/pyjwt/issues/857), [Oidc.Server#48](https://github.com/Abblix/Oidc.Server/issues/48) | `"kid": null` in a key set, and other members that are null | failed (the key was left out), fixed: what is null is not there (`protocol/jwks.rs`, `protocol/tests/id_tokens.rs`); a document of an issuer held |
//! | [angular-auth-oidc-client#582](https://github.com/damienbod/angular-auth-oidc-client/issues/582) | an ID token for several clients names no `azp` | refused (SR-25); the hint spoke of another client, fixed |
//! | [JavaScriptSolidServer#524](https://github.com/JavaScriptSolidServer/JavaScriptSolidServer/issues/524) | `iss` of the callback lacks the slash that the issuer has | refused (RFC 9207 §2.4); the hint says now that a slash counts |
//! | [mcp-server-cloudflare#449](https://github.com/cloudflare/mcp-server-cloudflare/issues/449), [django-oauth-toolkit#1846](https://github.com/django-oauth/django-oauth-toolkit/issues/1846) | a server announces `iss` and leaves it out, always or of errors | refused (SR-7, `connect_issuer.rs`) |
//! | [php-sdk#507](https://github.com/modelcontextprotocol/php-sdk/issues/507) | an issuer that ends with a slash is compared without it | held (`protocol/metadata.rs`) |
//! | [openid-client#126](https://github.com/panva/openid-client/issues/126), [AppAuth-Android#830](https://github.com/openid/AppAuth-Android/issues/830) | an ID token of a clock that is a little ahead | held for five minutes; beyond that the clock is named |
//! | [axum-oidc#34](https://github.com/pfzetto/axum-oidc/issues/34), [okta-mobile-kotlin#252](https://github.com/okta/okta-mobile-kotlin/issues/252) | the ID token of a refresh has no `nonce`, or the first one's | held: only whose it is counts there |
//! | [openid-client#575](https://github.com/panva/openid-client/issues/575) | GitHub says `authorization_pending` under 200 | held (`protocol/device/tests.rs`) |
//! | [remix-auth-oauth2#133](https://github.com/sergiodxa/remix-auth-oauth2/pull/133), [mock-oauth2-server#965](https://github.com/navikt/mock-oauth2-server/issues/965) | a revocation is answered with nothing, or with `ok` | held (`protocol/revocation/tests.rs`) |
//! | [cli-printing-press#4372](https://github.com/mvanhorn/cli-printing-press/issues/4372), [PostHog#49807](https://github.com/PostHog/posthog/pull/49807) | a token endpoint answers 307 or 308, and the secret goes where that leads; or 301, and the body is lost | held: nothing follows |
//! | [givt-app#1912](https://github.com/givtnl/givt-app/pull/1912) | a refresh is refused with an empty 400, which is no JSON | held: evidence of days |
//! | [mcp-context-forge#5340](https://github.com/IBM/mcp-context-forge/pull/5340), [bambuddy#1024](https://github.com/maziggy/bambuddy/pull/1024) | codes of Microsoft and Facebook are longer than 2048 characters | held |
//! | [EmbeddedChat#1284](https://github.com/RocketChat/EmbeddedChat/issues/1284), [better-auth#8954](https://github.com/better-auth/better-auth/issues/8954), [spring-authorization-server#1078](https://github.com/spring-attic/spring-authorization-server/pull/1078) | a callback with a broken escape, with a description in Russian, or with spaces that nobody escaped | held |
//! | [claude-code#47390](https://github.com/anthropics/claude-code/issues/47390) | a firewall refuses token requests without `User-Agent` | held: each has one |
//! | [convex-auth#619](https://github.com/get-convex/convex-auth/issues/619), [freehire#1735](https://github.com/strelov1/freehire/pull/1735) | Apple posts its answer, and `SameSite=Lax` keeps the cookies away | not supported: a definition that asks for `form_post` is refused |

use authpipe_sandbox::{Scripted, ScriptedResponse, World};

use super::stage::{DAY, HOURS, Row, play, played, renewed, usual};
use crate::support::custom::{self, OWN};
use crate::support::{App, member, text};

fn signed_in(name: &'static str, response: ScriptedResponse) -> Row {
    Row::new(name).signs_in(usual()).later(2 * HOURS).answers(response)
}

#[tokio::test]
async fn answers_to_a_refresh_that_is_sent_elsewhere_or_says_nothing() {
    let moved = |name, status| {
        let redirect = played(&format!("HTTP/1.1 {status} Moved"), &["Location: /elsewhere", "Content-Length: 0"], "");
        signed_in(name, redirect)
            .fails("provider_unavailable", "")
            .stands("degraded", Some("refresh_failed"))
            .later(HOURS)
            .answers(renewed())
            .reads("at-2")
            .sent("refresh_token", "rt-1")
    };
    play(vec![
        moved("cli-printing-press#4372, 307", 307),
        moved("cli-printing-press#4372, 308", 308),
        moved("PostHog#49807", 301),
        signed_in("givt-app#1912", played("HTTP/1.1 400 Bad Request", &[], ""))
            .fails("provider_unavailable", "")
            .times(6, |row| row.later(DAY).fails("provider_unavailable", ""))
            .later(DAY)
            .fails("reauth_required", "for days")
            .stands("needs_reauth", Some("evidence")),
        signed_in("claude-code#47390", renewed())
            .reads("at-2")
            .sent("user-agent", concat!("authpipe/", env!("CARGO_PKG_VERSION"))),
    ])
    .await;
}

/// What stands beside a code or an error decides nothing, however it is written.
#[tokio::test]
async fn callbacks_as_providers_write_them() {
    let server = Scripted::start().await;
    server.respond("/oauth/token", usual());
    let definition = custom::definition(&server.origin(), "strict");
    let app = App::start_with(World::demo(), |options| custom::add(options, "id", "a-client-secret", definition)).await;
    let long = format!("code={}", "0.AX-".repeat(1600));
    let russian = "%D0%97%D0%B0%D0%BF%D1%80%D0%B5%D1%89%D0%B5%D0%BD%D0%BE";
    for (query, status) in [
        (long, "complete"),
        ("code=c&x=%E0%A4%A&y=%&z=%ZZ".to_owned(), "complete"),
        ("code=c&scope=a b&authuser=0&prompt=none".to_owned(), "complete"),
        (format!("error=unauthorized_client&error_description={russian}"), "failed"),
        ("error=unauthorized_client&error_description=%C7%E0%EF%F0%E5%F9%E5%ED%EE".to_owned(), "failed"),
        ("error=access_denied&error_description=The user said no".to_owned(), "cancelled"),
    ] {
        let mut browser = app.browser();
        let (id, url) = browser.start_own(&member()).await;
        let (_, state) = url.query_pairs().find(|(name, _)| name == "state").unwrap();
        let page = browser.answer(OWN, &format!("{query}&state={state}"), Some(&member())).await;
        assert_eq!(browser.session(&id, &member()).await["status"], status, "{query}: {}", text(&page));
        assert!(!text(&page).contains("said no") && !text(&page).contains('\u{417}'), "{}", text(&page));
    }
}
