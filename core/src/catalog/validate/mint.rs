//! Validates how the app's own credential is minted.

use super::{Check, Validator, ensure, is_json_pointer};
use crate::catalog::grammar;
use crate::model::definition::{AppJwt, InstallationList, InstalledByMint, InstalledByPage, JwtBearer, Mint};

impl Validator<'_> {
    pub(super) fn mint(&self, field: &str, mint: &Mint) -> Check {
        match mint {
            Mint::ClientCredentials { scope, roles_claim } => {
                let named = roles_claim.as_deref().is_none_or(|claim| grammar::is_line(claim, 128));
                ensure(named, &format!("{field}.roles_claim"), "must name a claim")?;
                self.text(&format!("{field}.scope"), scope)
            }
            Mint::JwtBearer(mint) => self.jwt_bearer(field, mint),
            Mint::AppJwt(mint) => self.app_jwt(field, mint),
        }
    }

    fn jwt_bearer(&self, field: &str, mint: &JwtBearer) -> Check {
        let JwtBearer { scopes, subject, audience, .. } = mint;
        for (at, scope) in scopes.iter().enumerate() {
            self.text(&format!("{field}.scopes[{at}]"), scope)?;
        }
        for (name, template) in [("subject", subject), ("audience", audience)] {
            if let Some(template) = template {
                self.text(&format!("{field}.{name}"), template)?;
            }
        }
        Ok(())
    }

    fn app_jwt(&self, field: &str, mint: &AppJwt) -> Check {
        // It carries what the app has signed, so it goes where the app's tokens may go (SR-30).
        self.probe(&format!("{field}.url"), &mint.url, &[])?;
        self.headers(&format!("{field}.headers"), &mint.headers)?;
        for (name, pointer) in [("token", Some(&mint.token)), ("expires_at", mint.expires_at.as_ref())] {
            let fits = pointer.is_none_or(|pointer| is_json_pointer(&pointer.0) && !pointer.0.is_empty());
            ensure(fits, &format!("{field}.{name}"), "must be a JSON pointer such as /token")?;
        }
        // 401 is about the app's signature, 403 and 429 about its rights and its haste: none of them ends an installation.
        let over = mint.ended.iter().all(|status| (400..=499).contains(status) && ![401, 403, 429].contains(status));
        ensure(over, &format!("{field}.ended"), "must list HTTP statuses from 400 on, but for 401, 403 and 429")
    }

    pub(super) fn installed_by_page(&self, install: &InstalledByPage) -> Check {
        self.address("install.url", &install.url, &[])?;
        self.told_variable("install.variable", &install.variable)?;
        self.told_parameter("install.parameter", &install.parameter)?;
        self.probe("install.proof.url", &install.proof.url, &[])?;
        let InstallationList { items, id, organisation, display, .. } = &install.proof;
        for pointer in [items, id, organisation].into_iter().chain(display) {
            self.place("install.proof", pointer)?;
        }
        self.mint("install.credential", &install.credential)?;
        let mints_for_it = match &install.credential {
            Mint::AppJwt(mint) => self.uses(&mint.url, &install.variable),
            Mint::ClientCredentials { .. } | Mint::JwtBearer(_) => true,
        };
        ensure(mints_for_it, "install.credential.url", "must use the variable of install.variable")?;
        match &install.probe {
            Some(probe) => self.single_probe("install.probe", probe),
            None => Ok(()),
        }
    }

    pub(super) fn installed_by_mint(&self, install: &InstalledByMint) -> Check {
        self.mint("install.credential", &install.credential)?;
        self.text("install.organisation", &install.organisation)?;
        match &install.probe {
            Some(probe) => self.single_probe("install.probe", probe),
            None => Ok(()),
        }
    }
}
