use super::repository_and_tag;
use crate::{
    error::{Error, ErrorCode},
    grammar::{Reference, instruction},
    images::tag_taken,
    inventory::Contents,
    wire::{CommitForm, Problem},
};

/// The problems of a commit form on an engine that accepts the `allowed` instructions. What the image will contain beyond the
/// form is in the [`preview`](super::preview()).
pub fn commit_problems(form: &CommitForm, allowed: &[&str], contents: &Contents) -> Vec<Problem> {
    let mut problems = name_problems(form, contents);
    let changes = form.changes.iter().enumerate();
    problems.extend(changes.filter_map(|(index, change)| {
        instruction::check(change, allowed).err().map(|error| Problem::at_value("changes", index, error))
    }));
    problems
}

fn name_problems(form: &CommitForm, contents: &Contents) -> Vec<Problem> {
    let invalid = |code| Problem::at("repository", Error::new(code).with("reference", form.repository.trim()));
    let Some((repository, tag)) = repository_and_tag(form) else {
        let has_tag = !form.tag.trim().is_empty();
        return has_tag.then(|| invalid(ErrorCode::ReferenceEmpty)).into_iter().collect();
    };
    match Reference::parse(repository) {
        Err(error) => return vec![Problem::at("repository", error)],
        Ok(reference) if reference.tag().is_some() || reference.digest().is_some() => {
            return vec![invalid(ErrorCode::ReferenceInvalid)];
        }
        Ok(_) => {}
    }
    match Reference::parse(&format!("{repository}:{tag}")) {
        Err(error) => vec![Problem::at("tag", error)],
        Ok(reference) => tag_taken("tag", &reference, None, contents).into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, HashMap};

    use super::*;
    use crate::wire::{Image, ImageKind, ImageOrigin};

    fn contents() -> Contents {
        let image = Image {
            id: format!("sha256:{}", "ab".repeat(32)),
            kind: ImageKind::Tagged,
            tags: vec!["nginx:v2".to_owned()],
            digests: Vec::new(),
            origin: ImageOrigin::OnlyHere,
            parent: None,
            created: 0,
            size: 0,
            labels: BTreeMap::new(),
        };
        Contents { images: HashMap::from([(image.id.clone(), image)]), ..Contents::default() }
    }

    fn problems(repository: &str, tag: &str, changes: &[&str]) -> Vec<(String, Option<u32>, bool, ErrorCode)> {
        let form = CommitForm {
            container: "web".to_owned(),
            repository: repository.to_owned(),
            tag: tag.to_owned(),
            changes: changes.iter().map(|change| (*change).to_owned()).collect(),
            ..CommitForm::default()
        };
        let problems = commit_problems(&form, &instruction::ALLOWED, &contents());
        problems.into_iter().map(|one| (one.field.clone(), one.index, one.warning, one.code())).collect()
    }

    #[test]
    fn each_problem_names_its_field() {
        use ErrorCode::*;
        let at = |field: &str, code| vec![(field.to_owned(), None, false, code)];
        assert_eq!(problems("", "", &[]), [], "an image may have no name");
        assert_eq!(problems("localhost:5000/web", "v1", &["EXPOSE 80"]), [], "a registry's port is not a tag");
        assert_eq!(problems("", "v1", &[]), at("repository", ReferenceEmpty), "a tag without a repository");
        assert_eq!(problems("Nginx", "v1", &[]), at("repository", ReferenceUppercase), "names are lowercase");
        assert_eq!(problems("nginx:v1", "v1", &[]), at("repository", ReferenceInvalid), "the tag has its own field");
        assert_eq!(problems("nginx", "v 1", &[]), at("tag", TagInvalid), "an invalid tag");
        let taken = vec![("tag".to_owned(), None, true, TagTaken)];
        assert_eq!(problems("docker.io/library/nginx", "v2", &[]), taken, "a warning: another image loses its name");
        let second = vec![("changes".to_owned(), Some(1), false, ChangeNotAllowed)];
        assert_eq!(problems("nginx", "v3", &["ENV A=1", "RUN x"]), second, "the instruction by its index");
    }
}
