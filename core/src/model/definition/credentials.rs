//! The part of a definition that says where credentials stand in the answer to a code, where one answer holds several.

use serde::{Deserialize, Serialize};

use super::pointer::JsonPointer;
use crate::model::subject::SubjectKind;

/// Where a credential stands in the answer of the token endpoint to a code, and whose it is.
///
/// One answer may hold several, and one sign-in stores all of them. Where a definition lists none, the answer holds one, as
/// RFC 6749 §5.1 says. The answer to a refresh holds one: at its top or, where nothing stands there, at the same place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AnswerCredential {
    /// Whose it is.
    pub subject: AnswerSubject,
    /// The access token. Nothing there: the answer does not hold this credential.
    pub access_token: JsonPointer,
    /// The refresh token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<JsonPointer>,
    /// The lifetime of the access token, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<JsonPointer>,
    /// The granted scopes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<JsonPointer>,
    /// The provider's organisation: the first place that holds one. An installation belongs to one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub organisation: Vec<JsonPointer>,
    /// The provider's person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<JsonPointer>,
    /// The person is what stands before this in the text at `person`, for providers whose tokens begin with it; where it does not stand there,
    /// or nothing before it, nobody is named. Needed where `person` is the place of a token, of which nothing else is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 8)))]
    pub person_before: Option<String>,
    /// The name shown to people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display: Option<JsonPointer>,
    /// The parameter of the authorization request that names its scopes.
    #[serde(default = "default_scope_parameter")]
    pub scope_parameter: String,
}

/// Whose a credential of an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AnswerSubject {
    /// The organisation's: the app is installed with it.
    Installation,
    /// The person's who signed in.
    User,
}

impl From<SubjectKind> for AnswerSubject {
    fn from(subject: SubjectKind) -> Self {
        match subject {
            SubjectKind::Installation => AnswerSubject::Installation,
            SubjectKind::User | SubjectKind::Tenant => AnswerSubject::User,
        }
    }
}

fn default_scope_parameter() -> String {
    "scope".to_owned()
}
