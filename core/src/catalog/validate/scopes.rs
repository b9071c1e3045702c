//! Validates scopes, and how they are compared.

use super::{Check, Validator, ensure, shown};
use crate::catalog::grammar;

impl Validator<'_> {
    pub(super) fn scopes(&self) -> Check {
        let definition = self.definition;
        for (name, scope) in &definition.scopes {
            let field = format!("scopes.{}", shown(name));
            ensure(self.is_scope(name), "scopes", "has a name that is not a scope (RFC 6749 section 3.3)")?;
            let described = scope.description.is_empty() || grammar::is_line(&scope.description, 256);
            ensure(described, &field, "must have a description of one line, or none")?;
        }
        self.scope_list("scope_comparison.unreported", &definition.scope_comparison.unreported)?;
        for (scope, includes) in &definition.scope_comparison.implied {
            let field = format!("scope_comparison.implied.{}", shown(scope));
            ensure(self.is_scope(scope), &field, "must be named by a scope (RFC 6749 section 3.3)")?;
            self.scope_list(&field, includes)?;
        }
        for (at, prefix) in definition.scope_comparison.strip_prefixes.iter().enumerate() {
            self.text(&format!("scope_comparison.strip_prefixes[{at}]"), prefix)?;
        }
        Ok(())
    }

    pub(super) fn scope_list(&self, field: &str, scopes: &[String]) -> Check {
        ensure(scopes.iter().all(|scope| self.is_scope(scope)), field, "has a value that is not a scope (RFC 6749 section 3.3)")
    }

    pub(super) fn is_scope(&self, text: &str) -> bool {
        grammar::is_scope(text, self.definition.scope_separator())
    }
}
