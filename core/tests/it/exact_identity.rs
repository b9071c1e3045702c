//! A user who is unexpectedly absent never becomes the organisation, nor anybody else (SR-96).

use std::time::Duration;

use authpipe::{
    CallOptions, CredentialFor, CredentialSource, CredentialType, Error, ErrorCode, Label, Secret, StoreCredential, Subject,
};

use crate::support::{App, installation, user};

/// What a caller asks for whose user id is unexpectedly not there.
fn nobody() -> Subject {
    Subject { credential_for: None, ..installation() }
}

fn refused(error: &Error) {
    assert_eq!(error.code(), ErrorCode::UserIdRequired, "{error:?}");
    assert_eq!(
        (error.context().provider.as_deref(), error.context().tenant_id.as_deref()),
        (Some("microsoft-onedrive"), Some("acme"))
    );
    assert!(error.hint().is_some_and(|hint| hint.contains("credential_for: Installation")), "{error:?}");
}

#[tokio::test]
async fn a_look_before_anything_is_open_refuses_too() {
    let app = App::start().await;
    refused(&app.authpipe.peek_credential(&nobody()).unwrap_err());
    assert!(app.authpipe.peek_credential(&user("ben")).unwrap().is_none());
}

#[tokio::test]
async fn every_call_with_a_subject_refuses_one_that_names_nobody() {
    let app = App::start().await;
    app.install().await;
    app.connect().await;
    // Both credentials are at hand, so that nothing but the rule is in the way.
    app.bot_credential().await.unwrap();
    app.user_credential().await.unwrap();
    let plain = CallOptions::default;
    let labelled = Subject { label: Label::parse("work").unwrap(), ..nobody() };
    for subject in [nobody(), labelled] {
        refused(&app.authpipe.peek_credential(&subject).unwrap_err());
        for options in [
            plain(),
            CallOptions { force_refresh: true, ..plain() },
            CallOptions { min_validity: Some(Duration::from_secs(1)), ..plain() },
            CallOptions { scopes: vec!["Files.Read".into()], ..plain() },
            CallOptions { claims: Some("{}".into()), ..plain() },
        ] {
            refused(&app.authpipe.get_credential(&subject, options).await.unwrap_err());
        }
        refused(&app.authpipe.report_rejected(&subject, 1, None, plain()).await.unwrap_err());
        let fields = vec![("value".to_owned(), Secret::from("whsec"))];
        let store = StoreCredential {
            subject: subject.clone(),
            credential_type: CredentialType::WebhookSecret,
            fields,
            variables: Default::default(),
        };
        refused(&app.authpipe.store_credential(store).await.unwrap_err());
    }
}

#[tokio::test]
async fn a_kind_that_is_said_without_a_user_reaches_no_more_than_it_says() {
    let app = App::start().await;
    app.install().await;
    app.connect().await;
    for kind in [CredentialFor::User, CredentialFor::Any] {
        let subject = Subject { credential_for: Some(kind), ..nobody() };
        refused(&app.authpipe.get_credential(&subject, CallOptions::default()).await.unwrap_err());
        refused(&app.authpipe.peek_credential(&subject).unwrap_err());
    }
    let bot = app.authpipe.get_credential(&installation(), CallOptions::default()).await.unwrap();
    assert_eq!(bot.source, CredentialSource::Installation);
    // Whoever names a grant by its id says its kind; a user who is given must still be the owner.
    let connection = app.user_credential().await.unwrap().grant_id.clone();
    for id in [&bot.grant_id, &connection] {
        let named = Subject { grant_id: Some(id.clone()), ..nobody() };
        assert_eq!(&app.authpipe.get_credential(&named, CallOptions::default()).await.unwrap().grant_id, id);
        let anothers = Subject { grant_id: Some(id.clone()), ..user("cat") };
        assert!(app.authpipe.get_credential(&anothers, CallOptions::default()).await.is_err());
        // So must a label that is given, also where the grant is at hand.
        let labelled = Subject { grant_id: Some(id.clone()), label: Label::parse("other").unwrap(), ..nobody() };
        assert!(app.authpipe.get_credential(&labelled, CallOptions::default()).await.is_err());
        assert!(app.authpipe.peek_credential(&labelled).unwrap().is_none());
    }
}
