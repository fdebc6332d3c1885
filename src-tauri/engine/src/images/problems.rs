//! What is wrong with a form, before the engine is asked. Fields have the names of [`crate::wire::Action`]'s.

use crate::{
    error::{Error, ErrorCode},
    grammar::{Reference, id::short_id, platform},
    inventory::Contents,
    wire::Problem,
};

/// What is wrong with a pull's form.
pub fn pull_problems(reference: &str, platform: &str) -> Vec<Problem> {
    let reference = Reference::parse(reference).err().map(|error| Problem::at("reference", error));
    let platform = platform.trim();
    let platform = (!platform.is_empty() && platform::parse(platform).is_none())
        .then(|| Problem::at("platform", Error::new(ErrorCode::PlatformInvalid).with("platform", platform)));
    reference.into_iter().chain(platform).collect()
}

/// What is wrong with a tag's form, and whether the tag is another image's.
pub fn tag_problems(image: &str, reference: &str, contents: &Contents) -> Vec<Problem> {
    let found = contents.image(image);
    let unknown = found
        .is_none()
        .then(|| Problem::at("image", Error::new(ErrorCode::ImageNotFound).with("reference", image.trim())));
    let wrong = match Reference::parse(reference) {
        Err(error) => Some(Problem::at("reference", error)),
        Ok(reference) if reference.digest().is_some() => {
            let error = Error::new(ErrorCode::DigestNotAllowed).with("reference", reference.familiar());
            Some(Problem::at("reference", error))
        }
        Ok(reference) => tag_taken("reference", &reference, found.map(|image| image.id.as_str()), contents),
    };
    unknown.into_iter().chain(wrong).collect()
}

/// The warning that a name is about to be taken from the image that has it; `image` is the one that gets it, if it is
/// there yet.
pub fn tag_taken(field: &str, reference: &Reference, image: Option<&str>, contents: &Contents) -> Option<Problem> {
    let name = reference.clone().with_default_tag().familiar();
    let loser = contents.images.values().find(|image| image.tags.contains(&name))?;
    if image == Some(&loser.id) {
        return None;
    }
    let error = Error::new(ErrorCode::TagTaken).with("reference", name).with("image", short_id(&loser.id));
    Some(Problem::warning(field, error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::images::removal::fixtures::{contents, id, image};

    #[test]
    fn a_pull_is_checked_field_by_field() {
        assert_eq!(pull_problems("ubuntu:14.04", ""), [], "nothing is wrong");
        assert_eq!(pull_problems("ubuntu", "linux/arm64/v8"), [], "a whole platform");
        assert_eq!(pull_problems("ubuntu", "arm64"), [], "an architecture alone");
        let found: Vec<_> = pull_problems("Ubuntu", "linux/arm64/v8/x")
            .into_iter()
            .map(|problem| (problem.field.clone(), problem.code()))
            .collect();
        let expected = [
            ("reference".to_owned(), ErrorCode::ReferenceUppercase),
            ("platform".to_owned(), ErrorCode::PlatformInvalid),
        ];
        assert_eq!(found, expected, "each at its field");
        for platform in ["linux/", "/", "li nux/amd64", "nonsense"] {
            assert_eq!(pull_problems("ubuntu", platform).len(), 1, "{platform:?} is no platform");
        }
    }

    #[test]
    fn a_taken_tag_is_a_warning() {
        let contents = contents(vec![image("a", &["web:1"], None), image("b", &["web:2"], None)], vec![]);
        assert_eq!(tag_problems("web:1", "web:3", &contents), [], "a free tag");
        assert_eq!(tag_problems("web:1", "docker.io/library/web:1", &contents), [], "its own tag");
        let problems = tag_problems("web:1", "web:2", &contents);
        assert_eq!(problems.len(), 1, "one thing to know");
        assert!(problems[0].warning, "it may be passed over");
        assert_eq!(problems[0].code(), ErrorCode::TagTaken, "by its code");
        assert_eq!(problems[0].error.details["image"], id("b")[7..19], "the loser is named");
        assert_eq!(tag_problems("gone", "web:3", &contents)[0].code(), ErrorCode::ImageNotFound, "no such image");
        let digest = format!("web@sha256:{}", "0".repeat(64));
        assert_eq!(tag_problems("web:1", &digest, &contents)[0].code(), ErrorCode::DigestNotAllowed, "no digest");
    }
}
