/// Whether a text is a valid container name: `[a-zA-Z0-9][a-zA-Z0-9_.-]+`, moby's `RestrictedNamePattern`
/// (daemon/names). Volumes follow the same rule.
pub fn is_valid(name: &str) -> bool {
    name.len() > 1 && may_name(name)
}

/// Whether a text can name an existing container, and so be part of a request's path: also by a prefix of its ID,
/// which may be a single digit.
pub fn may_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphanumeric())
        && text.chars().all(|one| one.is_ascii_alphanumeric() || "_.-".contains(one))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_mobys_pattern() {
        for name in ["web", "web-1", "a_b.c", "00", "A9"] {
            assert!(is_valid(name), "{name:?} is a name");
        }
        for name in ["", "a", "-web", ".web", "web server", "web/1", "船台", "web:1"] {
            assert!(!is_valid(name), "{name:?} is no name");
        }
        assert!(may_name("a"), "an ID may be shortened to one digit");
        assert!(!may_name("../images"), "no name leads out of a request's path");
    }
}
