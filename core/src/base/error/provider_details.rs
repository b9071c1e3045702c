//! What a provider said about a failure, as far as it is safe to keep: its support asks for it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a provider said about a failure, in closed fields: each has a grammar and a length of its own, and whatever does not fit, or
/// repeats something secret of the request, is left out (SR-82). It is for the developer and the provider's support, never for a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ProviderDetails {
    /// The HTTP status of its answer; absent where the answer came with the browser.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The error code: a registered one, one of the provider's own where its definition says that those are safe, else `other`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// What refines it, where that is a word that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suberror: Option<String>,
    /// The provider's own numbers of the error, at most eight.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub error_codes: Vec<u64>,
    /// By which the provider finds the request in its log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trace_id: Option<String>,
    /// By which it finds what belongs to the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub correlation_id: Option<String>,
    /// The id of the request that a header of the answer names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// When it happened, as the provider writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<String>,
    /// Its own text; only where its definition says that it is safe.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_description: Option<String>,
    /// Where it explains the error; only where its definition says that the address is safe.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_uri: Option<String>,
}

impl ProviderDetails {
    /// Each field that is there, by name.
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        let ProviderDetails { status, error, suberror, trace_id, correlation_id, .. } = self;
        let fields = [
            ("status", status.map(|status| status.to_string())),
            ("error", error.clone()),
            ("suberror", suberror.clone()),
            ("error_codes", self.error_codes_text()),
            ("trace_id", trace_id.clone()),
            ("correlation_id", correlation_id.clone()),
            ("request_id", self.request_id.clone()),
            ("timestamp", self.timestamp.clone()),
            ("error_description", self.error_description.clone()),
            ("error_uri", self.error_uri.clone()),
        ];
        fields.into_iter().filter_map(|(name, value)| value.map(|value| (name, value))).collect()
    }

    /// The numbers in one text, with commas between them; `None`: there are none.
    pub(crate) fn error_codes_text(&self) -> Option<String> {
        let numbers: Vec<String> = self.error_codes.iter().map(u64::to_string).collect();
        (!numbers.is_empty()).then(|| numbers.join(","))
    }
}

/// On one line, for logs: `status=401 error=invalid_client …`.
impl fmt::Display for ProviderDetails {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (name, value)) in self.fields().into_iter().enumerate() {
            let between = if at == 0 { "" } else { " " };
            write!(f, "{between}{name}={value}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_shown_and_what_is_absent_is_not() {
        assert_eq!(ProviderDetails::default().to_string(), "");
        let text = |text: &str| Some(text.to_owned());
        let all = ProviderDetails {
            status: Some(401),
            error: text("a"),
            suberror: text("b"),
            error_codes: vec![1, 2],
            trace_id: text("c"),
            correlation_id: text("d"),
            request_id: text("e"),
            timestamp: text("f"),
            error_description: text("g"),
            error_uri: text("h"),
        };
        let stored = serde_json::to_value(&all).unwrap();
        let names: Vec<_> = all.fields().into_iter().map(|(name, _)| name).collect();
        assert_eq!(names.len(), stored.as_object().unwrap().len());
        assert!(names.iter().all(|name| stored.get(name).is_some()), "{names:?}");
        assert!(all.to_string().starts_with("status=401 error=a suberror=b error_codes=1,2 trace_id=c"), "{all}");
        assert_eq!(serde_json::from_value::<ProviderDetails>(stored).unwrap(), all);
    }
}
