//! Problems of restoring and pulling again. Fields have the names of [`crate::wire::Action`]'s.

use super::{Copies, pull_again::parse_digest};
use crate::{
    error::{Error, ErrorCode},
    grammar::Reference,
    images::tag_taken,
    inventory::Contents,
    wire::Problem,
};

/// The tags that a restore would take from other images, and the digests that it cannot restore.
pub fn restore_problems(copy: &str, copies: &Copies, contents: &Contents) -> Vec<Problem> {
    let metadata = match copies.metadata(copy) {
        Ok(metadata) => metadata,
        Err(error) => return vec![Problem::at("copy", error)],
    };
    let lost: Vec<&str> = match contents.images.get(&metadata.image) {
        Some(image) => {
            metadata.digests.iter().filter(|digest| !image.digests.contains(digest)).map(String::as_str).collect()
        }
        None => metadata.digests.iter().map(String::as_str).collect(),
    };
    let lost = (!lost.is_empty())
        .then(|| Problem::warning("copy", Error::new(ErrorCode::DigestsLost).with("names", lost.join(", "))));
    taken_tags("copy", &metadata.tags, Some(&metadata.image), contents).into_iter().chain(lost).collect()
}

/// The problems of pulling again, and the tags that it would take from other images.
pub fn pull_again_problems(reference: &str, tags: &[String], contents: &Contents) -> Vec<Problem> {
    if let Err(error) = parse_digest(reference) {
        return vec![Problem::at("reference", error)];
    }
    let wrong = tags.iter().enumerate().filter_map(|(index, tag)| match Reference::parse(tag) {
        Ok(tag) if tag.digest().is_none() => None,
        Ok(tag) => {
            let error = Error::new(ErrorCode::DigestNotAllowed).with("reference", tag.familiar());
            Some(Problem::at_value("tags", index, error))
        }
        Err(error) => Some(Problem::at_value("tags", index, error)),
    });
    let image = contents.image(reference).map(|image| image.id.as_str());
    wrong.chain(taken_tags("tags", tags, image, contents)).collect()
}

fn taken_tags(field: &str, tags: &[String], image: Option<&str>, contents: &Contents) -> Vec<Problem> {
    let references = tags.iter().filter_map(|tag| Reference::parse(tag).ok());
    references.filter_map(|reference| tag_taken(field, &reference, image, contents)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::images::fixtures::{contents, id, image};

    #[test]
    fn pulling_again_needs_a_digest_and_warns_of_taken_tags() {
        let contents = contents(vec![image("a", &["web:1"], None)], vec![]);
        let digest = format!("web@{}", id("d"));
        let found = |reference: &str, tags: &[&str]| -> Vec<(String, bool, ErrorCode)> {
            let tags: Vec<String> = tags.iter().map(|tag| (*tag).to_owned()).collect();
            pull_again_problems(reference, &tags, &contents)
                .into_iter()
                .map(|problem| (problem.field.clone(), problem.warning, problem.code()))
                .collect()
        };
        assert_eq!(found(&digest, &["web:2"]), [], "no problem");
        assert_eq!(
            found("web:1", &[]),
            [("reference".into(), false, ErrorCode::DigestInvalid)],
            "a tag may name another image"
        );
        assert_eq!(
            found(&digest, &["web:1"]),
            [("tags".into(), true, ErrorCode::TagTaken)],
            "another image would lose the tag"
        );
        assert_eq!(found(&digest, &["Web"]), [("tags".into(), false, ErrorCode::ReferenceUppercase)], "an invalid tag");
    }
}
