//! Whether an API, a probe or an event has rejected the access token before it expired.

/// What has been heard of an access token since it was issued. A successor begins anew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Nothing that speaks against it.
    #[default]
    Good,
    /// An API has rejected it, and the provider could not be asked whether it has ended. It is served until something else says
    /// the same.
    Rejected,
    /// It is known to be dead, and is handed out to nobody.
    Dead,
}

impl Standing {
    /// All of them.
    const ALL: [Standing; 3] = [Standing::Good, Standing::Rejected, Standing::Dead];

    /// The stored name.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Standing::Good => "good",
            Standing::Rejected => "rejected",
            Standing::Dead => "dead",
        }
    }

    /// Reads the stored name.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Standing::ALL.into_iter().find(|standing| standing.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_standing_is_read_back_by_its_stored_name() {
        for standing in Standing::ALL {
            assert_eq!(Standing::parse(standing.as_str()), Some(standing));
        }
        assert_eq!(Standing::parse("revived"), None);
    }
}
