//! Signatures against the examples that specifications and providers print.

use proptest::prelude::*;

use super::*;
use crate::base::Timestamp;
use crate::model::signer::SharedToken;

fn signer(client: (&str, &str), token: Option<(&str, &str)>) -> Signer {
    Signer {
        client_id: client.0.to_owned(),
        client_secret: client.1.into(),
        token: token.map(|(token, secret)| SharedToken { token: token.into(), secret: secret.into() }),
        method: SignatureMethod::HmacSha1,
        realm: None,
    }
}

struct Example {
    what: &'static str,
    client: (&'static str, &'static str),
    token: Option<(&'static str, &'static str)>,
    method: &'static str,
    url: &'static str,
    form: &'static str,
    /// Parameters of the protocol besides the client's and the token's identifiers, and the method.
    parameters: &'static [(&'static str, &'static str)],
    signature: &'static str,
}

const PRINTER: (&str, &str) = ("dpf43f3p2l4k3l03", "kd94hf93k423kf44");

const EXAMPLES: &[Example] = &[
    Example {
        what: "RFC 5849 §1.2, temporary credentials",
        client: PRINTER,
        token: None,
        method: "POST",
        url: "https://photos.example.net/initiate",
        form: "",
        parameters: &[
            ("oauth_timestamp", "137131200"),
            ("oauth_nonce", "wIjqoS"),
            ("oauth_callback", "http://printer.example.com/ready"),
        ],
        signature: "74KNZJeDHnMBp0EMJ9ZHt/XKycU=",
    },
    Example {
        what: "RFC 5849 §1.2, token credentials",
        client: PRINTER,
        token: Some(("hh5s93j4hdidpola", "hdhd0244k9j7ao03")),
        method: "POST",
        url: "https://photos.example.net/token",
        form: "",
        parameters: &[("oauth_timestamp", "137131201"), ("oauth_nonce", "walatlh"), ("oauth_verifier", "hfdp7dh39dks9884")],
        signature: "gKgrFCywp7rO0OXSjdot/IHF7IU=",
    },
    Example {
        what: "RFC 5849 §1.2, the photo",
        client: PRINTER,
        token: Some(("nnch734d00sl2jdk", "pfkkdhi9sl3r4s00")),
        method: "GET",
        url: "http://photos.example.net/photos?file=vacation.jpg&size=original",
        form: "",
        parameters: &[("oauth_timestamp", "137131202"), ("oauth_nonce", "chapoH")],
        signature: "MdpQcU8iPSUjWoN/UDMsK2sui9I=",
    },
    Example {
        what: "Twitter, creating a signature",
        client: ("xvz1evFS4wEEPTGEFPHBog", "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw"),
        token: Some(("370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb", "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE")),
        method: "POST",
        url: "https://api.twitter.com/1.1/statuses/update.json?include_entities=true",
        form: "status=Hello%20Ladies%20%2B%20Gentlemen%2C%20a%20signed%20OAuth%20request%21",
        parameters: &[
            ("oauth_timestamp", "1318622958"),
            ("oauth_nonce", "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg"),
            ("oauth_version", "1.0"),
        ],
        signature: "hCtSmYh+iHYCEqBWrE7C7hYmtUk=",
    },
];

#[test]
fn examples_are_signed_as_they_are_printed() {
    for example in EXAMPLES {
        let signer = signer(example.client, example.token);
        let url = Url::parse(example.url).unwrap();
        let request = SignedRequest { method: example.method, url: &url, form: example.form, further: &[] };
        let mut parameters = vec![("oauth_consumer_key", example.client.0), ("oauth_signature_method", "HMAC-SHA1")];
        parameters.extend(example.token.map(|(token, _)| ("oauth_token", token)));
        parameters.extend(example.parameters);
        assert_eq!(*signature(&signer, &request, &parameters), example.signature, "{}", example.what);
    }
}

#[test]
fn the_base_string_is_that_of_rfc_5849() {
    // §3.4.1.1, with the request of §3.4.1.3.1.
    let url = Url::parse("http://EXAMPLE.COM:80/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b").unwrap();
    let request = SignedRequest { method: "POST", url: &url, form: "c2&a3=2+q", further: &[] };
    let parameters = [
        ("oauth_consumer_key", "9djdj82h48djs9d2"),
        ("oauth_token", "kkk9d7dh3k39sjv7"),
        ("oauth_signature_method", "HMAC-SHA1"),
        ("oauth_timestamp", "137131201"),
        ("oauth_nonce", "7d8f3e4a"),
    ];
    let expected = "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D\
                    %26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1%26\
                    oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7";
    assert_eq!(*base_string(&request, &parameters), expected);
    // §3.4.1.2: another port than the usual one counts.
    for (url, expected) in [
        ("http://example.com:80/r%20v/X?id=123", "http://example.com/r%20v/X"),
        ("https://www.example.net:8080/?q=1", "https://www.example.net:8080/"),
        ("https://EXAMPLE.net", "https://example.net/"),
        ("http://[::1]:80/a", "http://[::1]/a"),
    ] {
        assert_eq!(base_uri(&Url::parse(url).unwrap()), expected);
    }
}

#[test]
fn the_header_carries_what_is_signed_and_no_secret_but_for_plaintext() {
    let stamp = SignatureStamp { now: Timestamp::from_unix_seconds(137_131_201), nonce: "7d8f".to_owned() };
    let url = Url::parse("https://api.example/a").unwrap();
    let request = SignedRequest { method: "GET", url: &url, form: "", further: &[("oauth_verifier", "v=1 \"")] };
    let mut signer = signer(("id&1", "client-canary"), Some(("tok", "token&canary")));
    signer.realm = Some("Photos".to_owned());
    for method in [SignatureMethod::HmacSha1, SignatureMethod::HmacSha256] {
        signer.method = method;
        let header = sign(&signer, &request, &stamp);
        let shown = header.value.expose();
        let start = format!(
            "OAuth realm=\"Photos\", oauth_consumer_key=\"id%261\", oauth_signature_method=\"{}\", oauth_timestamp=\"137131201\", \
             oauth_nonce=\"7d8f\", oauth_version=\"1.0\", oauth_token=\"tok\", oauth_verifier=\"v%3D1%20%22\", oauth_signature=\"",
            method.as_str()
        );
        assert!(shown.starts_with(&start) && !shown.contains("canary"), "{shown}");
        assert_eq!((header.name.as_str(), format!("{header:?} {signer:?}").contains("canary")), ("authorization", false));
    }
    // RFC 5849 §3.4.4: encoded for the key, and once more for the header.
    signer.method = SignatureMethod::Plaintext;
    let header = sign(&signer, &request, &stamp);
    assert!(header.value.expose().ends_with("oauth_signature=\"client-canary%26token%2526canary\""), "{}", header.value.expose());
}

#[test]
fn hmac_with_sha_256_is_that_of_rfc_4231() {
    // §4.3, test case 2.
    let expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    assert_eq!(crate::base::encoding::to_hex(&mac::<Hmac<Sha256>>("Jefe", "what do ya want for nothing?")), expected);
}

proptest! {
    /// Two ways to write the same parameters are one request, wherever they stand; other parameters are another one.
    #[test]
    fn what_is_signed_are_the_parameters_and_not_how_they_are_written(
        mut pairs in proptest::collection::vec(("[a-c%+ é]{0,3}", "[a-c%+& é]{0,4}"), 0..5), other in "[d-f]{1,3}",
    ) {
        let write = |pairs: &[(String, String)], plus: bool| {
            let text = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
            if plus { text } else { text.replace('+', "%20") }
        };
        let bare = Url::parse("https://api.example/a").unwrap();
        let mut asked = bare.clone();
        asked.set_query(Some(&write(&pairs, true)));
        let base = |url: &Url, form: &str| base_string(&SignedRequest { method: "POST", url, form, further: &[] }, &[]);
        let first = base(&asked, "");
        let form = write(&pairs, false);
        pairs.reverse();
        prop_assert_eq!(&*first, &*base(&bare, &write(&pairs, true)));
        prop_assert_eq!(&*first, &*base(&bare, &form));
        pairs.push((other, String::new()));
        prop_assert_ne!(&*first, &*base(&bare, &write(&pairs, true)));
    }

    #[test]
    fn any_form_is_signed_without_panic(form in "\\PC{0,60}", query in "\\PC{0,60}") {
        let url = Url::parse(&format!("https://api.example/a?{query}")).unwrap();
        base_string(&SignedRequest { method: "POST", url: &url, form: &form, further: &[] }, &[]);
    }
}
