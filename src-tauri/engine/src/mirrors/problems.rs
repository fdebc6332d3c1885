//! What is wrong with a pull through a mirror, before anybody is asked. Fields have the names of
//! [`crate::wire::Action`]'s.

use crate::{
    grammar::mirror::{Mirror, Through},
    images::{pull_problems, tag_taken},
    inventory::Contents,
    wire::Problem,
};

/// What is wrong with the form, and whether the image's name is another's by now.
pub fn through_problems(reference: &str, platform: &str, mirror: &str, contents: &Contents) -> Vec<Problem> {
    let mut problems = pull_problems(reference, platform);
    if let Err(error) = Mirror::parse(mirror) {
        problems.push(Problem::at("mirror", error));
    }
    if problems.is_empty() {
        match Through::new(reference, mirror) {
            Ok(through) => problems.extend(through.name.and_then(|name| tag_taken("reference", &name, None, contents))),
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

    fn told(reference: &str, mirror: &str) -> Vec<(String, ErrorCode, bool)> {
        let contents = contents(vec![image("a", &["ubuntu:14.04"], None)], vec![]);
        let problems = through_problems(reference, "", mirror, &contents);
        problems.into_iter().map(|problem| (problem.field.clone(), problem.code(), problem.warning)).collect()
    }

    #[test]
    fn each_problem_stands_at_its_field() {
        assert_eq!(told("ubuntu:16.04", "mirror.example"), [], "nothing is wrong");
        let reference = || "reference".to_owned();
        let mirror = || "mirror".to_owned();
        assert_eq!(
            told("Ubuntu", "a b"),
            [(reference(), ErrorCode::ReferenceUppercase, false), (mirror(), ErrorCode::MirrorInvalid, false)],
            "both are told"
        );
        assert_eq!(
            told("ghcr.io/a/b", "mirror.example"),
            [(mirror(), ErrorCode::MirrorHubOnly, false)],
            "the choice of a mirror is what is wrong"
        );
        assert_eq!(
            told("ubuntu:14.04", "mirror.example"),
            [(reference(), ErrorCode::TagTaken, true)],
            "a taken name is a warning"
        );
    }
}
