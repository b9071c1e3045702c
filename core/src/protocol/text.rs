//! Cleans and caps the little text of a provider that people may see. None of its links is shown or opened (SR-36).

use super::nothing::is_nobody;
use crate::base::is_invisible;

/// The longest text of a provider that is shown, in characters (SR-12).
pub(crate) const MAX_PROVIDER_TEXT: usize = 500;

/// Caps a provider's text at [`MAX_PROVIDER_TEXT`] characters and removes what changes how other text looks: control characters
/// and invisible or direction-changing ones. Escaping is left to whoever shows it, for only they know where.
pub(crate) fn cap_provider_text(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() && !is_invisible(*c)).take(MAX_PROVIDER_TEXT).collect::<String>().trim().to_owned()
}

/// An id as text: a text, or the decimal digits of a whole number. Any other number has several spellings, and is none.
pub(super) fn id_text(value: &serde_json::Value) -> Option<std::borrow::Cow<'_, str>> {
    match value {
        serde_json::Value::String(text) => Some(text.as_str().into()),
        serde_json::Value::Number(number) if number.is_i64() || number.is_u64() => Some(number.to_string().into()),
        _ => None,
    }
}

/// The id of a person or an organisation: the same, without white space around it, and none where it is what some language writes for nobody.
pub(super) fn account_id(value: &serde_json::Value) -> Option<String> {
    let id = id_text(value)?;
    Some(id.trim().to_owned()).filter(|id| !is_nobody(id))
}

/// The name of a person or an organisation, as it may be shown: none where it is what some language writes for nobody.
pub(super) fn account_name(value: &serde_json::Value) -> Option<String> {
    value.as_str().map(cap_provider_text).filter(|name| !is_nobody(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn provider_text_is_capped_and_cleaned() {
        assert_eq!(cap_provider_text(&"é".repeat(600)).chars().count(), 500);
        assert_eq!(cap_provider_text(" a\u{202e}b\u{200b}c\r\n\u{1b}[31m\0 "), "abc[31m");
        assert_eq!(cap_provider_text("Ada Lovelace <ada@contoso.example>"), "Ada Lovelace <ada@contoso.example>");
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "\\PC{0,100}") {
            prop_assert!(cap_provider_text(&text).chars().count() <= MAX_PROVIDER_TEXT);
        }
    }
}
