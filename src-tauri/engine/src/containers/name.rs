/// Whether a text is a name that a container may have: `[a-zA-Z0-9][a-zA-Z0-9_.-]+`, moby's `RestrictedNamePattern`
/// (daemon/names). Volumes follow the same rule.
pub fn is_valid(name: &str) -> bool {
    let mut characters = name.chars();
    let first = characters.next().is_some_and(|first| first.is_ascii_alphanumeric());
    let rest = characters.as_str();
    first && !rest.is_empty() && rest.chars().all(|one| one.is_ascii_alphanumeric() || "_.-".contains(one))
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
    }
}
