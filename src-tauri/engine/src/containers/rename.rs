use bollard::query_parameters::RenameContainerOptionsBuilder;

use crate::{
    api,
    connect::Engine,
    error::{Error, ErrorCode, Result},
    grammar::container_name,
    wire::{Container, Outcome, Problem},
};

/// `docker rename CONTAINER NEW_NAME`: like the docker command, trims both names and prints nothing.
///
/// # Errors
/// The engine's refusal by code: [`ErrorCode::ContainerNotFound`], [`ErrorCode::NameTaken`], …
pub async fn rename(engine: &Engine, container: &str, name: &str) -> Result<Outcome> {
    let (container, name) = (container.trim(), name.trim());
    let options = RenameContainerOptionsBuilder::default().name(name).build();
    let renamed = engine.docker().rename_container(container, options).await;
    renamed.map_err(|error| Error::from(error).with("container", container).with("name", name))?;
    Ok(Outcome::Container { id: api::containers::id(engine, name).await.unwrap_or_else(|_| name.to_owned()) })
}

/// The problems of a rename form. The container's own name is a problem too: the engine refuses it (moby
/// `daemon/rename.go`).
pub fn rename_problems<'a>(name: &str, containers: impl IntoIterator<Item = &'a Container>) -> Vec<Problem> {
    name_error(name.trim(), containers).map(|error| Problem::at("name", error)).into_iter().collect()
}

/// Why no container can be given this name while these exist.
pub fn name_error<'a>(name: &str, containers: impl IntoIterator<Item = &'a Container>) -> Option<Error> {
    if name.is_empty() {
        return Some(Error::new(ErrorCode::NameEmpty));
    }
    let code = if !container_name::is_valid(name) {
        ErrorCode::NameInvalid
    } else if containers.into_iter().any(|container| container.name == name) {
        ErrorCode::NameTaken
    } else {
        return None;
    };
    Some(Error::new(code).with("name", name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_name_must_be_valid_and_free() {
        let containers = ["web", "db"].map(|name| Container::exited(name.repeat(8), name, "nginx"));
        let told = |name: &str| -> Vec<(String, ErrorCode, String)> {
            let problems = rename_problems(name, &containers).into_iter();
            let name = |error: &Error| error.details.get("name").cloned().unwrap_or_default();
            problems.map(|one| (one.field.clone(), one.code(), name(&one.error))).collect()
        };
        let at_name = |code, name: &str| vec![("name".to_owned(), code, name.to_owned())];
        assert_eq!(told("shop"), [], "a free name");
        assert_eq!(told(" shop "), [], "spaces around it are not part of it");
        assert_eq!(told(""), at_name(ErrorCode::NameEmpty, ""), "no name");
        assert_eq!(told("  "), at_name(ErrorCode::NameEmpty, ""), "nor one of spaces");
        assert_eq!(told("my web"), at_name(ErrorCode::NameInvalid, "my web"), "no container can be called so");
        assert_eq!(told("db"), at_name(ErrorCode::NameTaken, "db"), "another container has the name");
        assert_eq!(told("web"), at_name(ErrorCode::NameTaken, "web"), "so does the container itself");
    }
}
