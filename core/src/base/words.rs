//! Closed sets whose members have a word that is stored or sent. A member is one line, with its word: no list beside the enum can lack it.

/// Defines such an enum, with `ALL`, `as_str` and `parse`. A word is stored or public: it stays what it is.
macro_rules! words {
    (
        $(#[$about:meta])*
        $vis:vis enum $name:ident {
            $($(#[$doc:meta])* $member:ident = $word:literal,)+
        }
    ) => {
        $(#[$about])*
        $vis enum $name {
            $($(#[$doc])* $member,)+
        }

        impl $name {
            /// All of them.
            $vis const ALL: [$name; [$($word),+].len()] = [$($name::$member),+];

            /// The stored and sent word.
            $vis const fn as_str(self) -> &'static str {
                match self {
                    $($name::$member => $word,)+
                }
            }

            /// Reads the word.
            $vis fn parse(text: &str) -> Option<Self> {
                $name::ALL.into_iter().find(|member| member.as_str() == text)
            }
        }
    };
}

pub(crate) use words;

#[cfg(test)]
mod tests {
    words! {
        /// A set.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        enum Side {
            /// One.
            Left = "left",
            /// The other.
            Right = "right",
        }
    }

    #[test]
    fn every_member_is_in_the_list_and_read_back_by_its_word() {
        assert_eq!(Side::ALL, [Side::Left, Side::Right]);
        assert_eq!(Side::ALL.map(|side| Side::parse(side.as_str())), Side::ALL.map(Some));
        assert_eq!(Side::parse("LEFT"), None);
    }
}
