//! Whether an API, a probe or an event has rejected the access token before it expired.

use crate::base::words::words;

words! {
    /// What has been heard of an access token since it was issued. A successor begins anew.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub(crate) enum Standing {
        /// Nothing that speaks against it.
        #[default]
        Good = "good",
        /// Somebody says that an API has rejected it, and the provider could not be asked whether it has ended. Reads ask for another one first,
        /// and it is served where there is none, until something else says the same.
        Rejected = "rejected",
        /// It is known to be dead, and is handed out to nobody.
        Dead = "dead",
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
