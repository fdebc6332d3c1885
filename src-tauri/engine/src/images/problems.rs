//! Problems of the forms, found without the engine. Fields have the names of [`crate::wire::Action`]'s.

use crate::{
    error::{Error, ErrorCode, Result},
    grammar::{Pins, Reference, id::short_id, platform},
    inventory::Contents,
    wire::Problem,
};

/// The problems of a pull's form.
pub fn pull_problems(reference: &str, platform: &str) -> Vec<Problem> {
    let reference = Reference::parse(reference).err().map(|error| Problem::at("reference", error));
    let platform = platform.trim();
    let platform = (!platform.is_empty() && platform::parse(platform).is_none())
        .then(|| Problem::at("platform", Error::new(ErrorCode::PlatformInvalid).with("platform", platform)));
    reference.into_iter().chain(platform).collect()
}

/// The problems of a tag's form, and a warning if the tag belongs to another image.
pub fn tag_problems(image: &str, reference: &str, contents: &Contents) -> Vec<Problem> {
    let found = contents.image(image);
    let not_found = found
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
    not_found.into_iter().chain(wrong).collect()
}

/// A warning if a name would be taken from another image; `image` is the one that gets it, if it exists yet.
pub fn tag_taken(field: &str, reference: &Reference, image: Option<&str>, contents: &Contents) -> Option<Problem> {
    let name = reference.clone().with_default_tag().familiar();
    let holder = contents.images.values().find(|image| image.tags.contains(&name))?;
    if image == Some(&holder.id) {
        return None;
    }
    let error = Error::new(ErrorCode::TagTaken).with("reference", name).with("image", short_id(&holder.id));
    Some(Problem::warning(field, error))
}

/// A problem, or if it is that a pinned name would be taken from its image: an error instead of a warning. As long as the
/// pins are unknown, no name may be taken.
pub fn unless_pinned(problem: Problem, pins: &Result<Pins>) -> Problem {
    if problem.code() != ErrorCode::TagTaken {
        return problem;
    }
    let pins = match pins {
        Ok(pins) => pins,
        Err(error) => return Problem { warning: false, error: error.clone(), ..problem },
    };
    let name = problem.error.details.get("reference").and_then(|name| Reference::parse(name).ok());
    match name.filter(|name| pins.hold(name)) {
        Some(name) => {
            let error = Error::new(ErrorCode::NamePinned).with("reference", name.familiar());
            Problem { warning: false, error, ..problem }
        }
        None => problem,
    }
}

/// Why a name may not be pulled: it is pinned, and the registry may have another image by that name.
pub fn pinned_tag(reference: &str, pins: &Result<Pins>, contents: &Contents) -> Option<Problem> {
    let reference = Reference::parse(reference).ok().filter(|reference| reference.digest().is_none())?;
    let taken = tag_taken("reference", &reference, None, contents)?;
    Some(unless_pinned(taken, pins)).filter(|problem| !problem.warning)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::images::fixtures::{contents, id, image};

    #[test]
    fn a_pull_is_checked_field_by_field() {
        assert_eq!(pull_problems("ubuntu:14.04", ""), [], "no problem");
        assert_eq!(pull_problems("ubuntu", "linux/arm64/v8"), [], "a full platform");
        assert_eq!(pull_problems("ubuntu", "arm64"), [], "an architecture alone");
        let found: Vec<_> = pull_problems("Ubuntu", "linux/arm64/v8/x")
            .into_iter()
            .map(|problem| (problem.field.clone(), problem.code()))
            .collect();
        let expected = [
            ("reference".to_owned(), ErrorCode::ReferenceUppercase),
            ("platform".to_owned(), ErrorCode::PlatformInvalid),
        ];
        assert_eq!(found, expected, "each with its field");
        for platform in ["linux/", "/", "li nux/amd64", "nonsense"] {
            assert_eq!(pull_problems("ubuntu", platform).len(), 1, "{platform:?} is not a platform");
        }
    }

    #[test]
    fn a_taken_tag_is_a_warning() {
        let contents = contents(vec![image("a", &["web:1"], None), image("b", &["web:2"], None)], vec![]);
        assert_eq!(tag_problems("web:1", "web:3", &contents), [], "a free tag");
        assert_eq!(tag_problems("web:1", "docker.io/library/web:1", &contents), [], "its own tag");
        let problems = tag_problems("web:1", "web:2", &contents);
        assert_eq!(problems.len(), 1, "one problem");
        assert!(problems[0].warning, "only a warning");
        assert_eq!(problems[0].code(), ErrorCode::TagTaken, "its code");
        assert_eq!(problems[0].error.details["image"], id("b")[7..19], "the image that would lose it");
        assert_eq!(tag_problems("gone", "web:3", &contents)[0].code(), ErrorCode::ImageNotFound, "no such image");
        let digest = format!("web@sha256:{}", "0".repeat(64));
        assert_eq!(
            tag_problems("web:1", &digest, &contents)[0].code(),
            ErrorCode::DigestNotAllowed,
            "a digest is not allowed"
        );
    }

    #[test]
    fn a_pinned_name_stays_with_its_image() {
        let pins = Pins::new(&["web".to_owned()]);
        let contents = contents(vec![image("a", &["web:1"], None), image("b", &["db:1"], None)], vec![]);
        let by_id = id("b");
        let moves = |reference: &str| {
            let problems = tag_problems(&by_id, reference, &contents).into_iter();
            problems.map(|one| unless_pinned(one, &pins)).map(|one| (one.code(), one.warning)).collect::<Vec<_>>()
        };
        assert_eq!(moves("web:1"), [(ErrorCode::NamePinned, false)], "the pinned name would leave its image");
        assert_eq!(moves("web:2"), [], "a pinned name that no image has is free");
        let pulled = |reference: &str| pinned_tag(reference, &pins, &contents).map(|problem| problem.code());
        assert_eq!(pulled("web:1"), Some(ErrorCode::NamePinned), "the registry may have another image by the name");
        assert_eq!(pulled("web:2"), None, "no image has the name yet");
        assert_eq!(pulled("db:1"), None, "it is not pinned");
        let unknown = Err(Error::new(ErrorCode::SettingsUnreadable));
        let pulled = pinned_tag("db:1", &unknown, &contents).map(|problem| (problem.code(), problem.warning));
        assert_eq!(pulled, Some((ErrorCode::SettingsUnreadable, false)), "it may be pinned");
    }
}
