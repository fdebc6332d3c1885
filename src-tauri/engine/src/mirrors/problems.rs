//! Problems of a pull through a mirror, found without the engine. Fields have the names of [`crate::wire::Action`]'s.

use crate::{
    grammar::mirror::{Mirror, MirrorPull},
    images::{pull_problems, tag_taken},
    inventory::Contents,
    wire::Problem,
};

/// The problems of the form, and a warning if the name belongs to another image.
pub fn pull_through_problems(reference: &str, platform: &str, mirror: &str, contents: &Contents) -> Vec<Problem> {
    let mut problems = pull_problems(reference, platform);
    if let Err(error) = Mirror::parse(mirror) {
        problems.push(Problem::at("mirror", error));
    }
    if problems.is_empty() {
        match MirrorPull::new(reference, mirror) {
            Ok(pull) => problems.extend(pull.name.and_then(|name| tag_taken("reference", &name, None, contents))),
            Err(error) => problems.push(Problem::at("mirror", error)),
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        error::ErrorCode,
        images::fixtures::{contents, image},
    };

    fn found(reference: &str, mirror: &str) -> Vec<(String, ErrorCode, bool)> {
        let contents = contents(vec![image("a", &["ubuntu:14.04"], None)], vec![]);
        let problems = pull_through_problems(reference, "", mirror, &contents);
        problems.into_iter().map(|problem| (problem.field.clone(), problem.code(), problem.warning)).collect()
    }

    #[test]
    fn each_problem_has_its_field() {
        assert_eq!(found("ubuntu:16.04", "mirror.example"), [], "no problem");
        let reference = || "reference".to_owned();
        let mirror = || "mirror".to_owned();
        assert_eq!(
            found("Ubuntu", "a b"),
            [(reference(), ErrorCode::ReferenceUppercase, false), (mirror(), ErrorCode::MirrorInvalid, false)],
            "both are reported"
        );
        assert_eq!(
            found("ghcr.io/a/b", "mirror.example"),
            [(mirror(), ErrorCode::MirrorHubOnly, false)],
            "the mirror is the problem"
        );
        assert_eq!(
            found("ubuntu:14.04", "mirror.example"),
            [(reference(), ErrorCode::TagTaken, true)],
            "a taken name is only a warning"
        );
    }
}
