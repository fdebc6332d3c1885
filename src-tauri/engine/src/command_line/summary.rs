//! What an action does as a whole, as data for a sentence of the page. The terms are the kinds of action.

use super::explain_values::{Values, image, is_id, values};
use crate::wire::{Action, CommitForm, ExecForm, Meaning, RunForm};

pub(super) fn of(action: &Action) -> Meaning {
    let about = |value: &str| values([("value", value.trim())]);
    let some = |value: &str, count: usize| values([("value", value), ("count", &count.to_string())]);
    let (term, values) = match action {
        Action::Pull { reference, .. } => ("pull", image(reference.trim())),
        Action::ListImages { all, dangling, filters, repository } => {
            let kind = match (*dangling, filters.is_empty() && repository.trim().is_empty(), *all) {
                (true, true, _) => "dangling",
                (_, false, _) => "some",
                (false, true, true) => "intermediate",
                (false, true, false) => "usual",
            };
            ("listImages", values([("kind", kind)]))
        }
        Action::ImageHistory { image } => ("imageHistory", about(image)),
        Action::RemoveImages { targets } => ("removeImages", removal(targets)),
        Action::TagImage { image, reference } => {
            ("tagImage", values([("value", image.trim()), ("reference", reference.trim())]))
        }
        Action::Build { tag, .. } => ("build", about(tag)),
        Action::KeepCopy { image, tags } => ("keepCopy", some(tags.first().unwrap_or(image), tags.len())),
        Action::RestoreCopy { .. } => ("restoreCopy", values([])),
        Action::DeleteCopy { .. } => ("deleteCopy", values([])),
        Action::PullAgain { reference, tags } => ("pullAgain", some(reference, tags.len())),
        Action::PullThrough { reference, mirror, .. } => {
            ("pullThrough", values([("value", reference.trim()), ("mirror", mirror.trim())]))
        }
        Action::ReadLayers { image } => ("readLayers", about(image)),
        Action::ReadArchive { path } => ("readArchive", about(path)),
        Action::Run(form) => ("run", run(form)),
        Action::ListContainers { all } => ("listContainers", values([("kind", if *all { "all" } else { "running" })])),
        Action::StartContainer { container } => ("startContainer", about(container)),
        Action::StopContainer { container } => ("stopContainer", about(container)),
        Action::KillContainer { container } => ("killContainer", about(container)),
        Action::RestartContainer { container } => ("restartContainer", about(container)),
        Action::RenameContainer { container, name } => {
            ("renameContainer", values([("value", container.trim()), ("name", name.trim())]))
        }
        Action::RemoveContainer { container, force, .. } => {
            let kind = if *force { "force" } else { "stopped" };
            ("removeContainer", values([("value", container.trim()), ("kind", kind)]))
        }
        Action::Exec(ExecForm { container, command, .. }) => {
            ("exec", values([("value", container.trim()), ("command", command.trim())]))
        }
        Action::Attach { container } => ("attach", about(container)),
        Action::Diff { container } => ("diff", about(container)),
        Action::Commit(form) => ("commit", commit(form)),
        Action::CleanUp { steps, .. } => ("cleanUp", values([("count", &steps.len().to_string())])),
    };
    Meaning { term: term.to_owned(), values }
}

/// `kind`: `name` or `id` of one, or `several`.
fn removal(targets: &[String]) -> Values {
    let first = targets.first().map_or("", |target| target.trim());
    let kind = match targets.len() {
        0 | 1 if is_id(first) => "id",
        0 | 1 => "name",
        _ => "several",
    };
    values([("value", first), ("kind", kind), ("count", &targets.len().to_string())])
}

/// `kind`: `background`, `terminal` or `attached`; `after`: whether the container is `kept` or `removed` at its end.
fn run(form: &RunForm) -> Values {
    let kind = match (form.detach, form.interactive && form.tty) {
        (true, _) => "background",
        (false, true) => "terminal",
        (false, false) => "attached",
    };
    let after = if form.remove { "removed" } else { "kept" };
    let image = if form.image.trim().is_empty() { "…" } else { form.image.trim() };
    values([("value", image), ("kind", kind), ("after", after)])
}

/// `kind`: whether the new image is `named` or not (`nameless`).
fn commit(form: &CommitForm) -> Values {
    let (repository, tag) = (form.repository.trim(), form.tag.trim());
    let kind = if repository.is_empty() { "nameless" } else { "named" };
    let name = format!("{repository}:{}", if tag.is_empty() { "latest" } else { tag });
    values([("value", form.container.trim()), ("kind", kind), ("name", &name)])
}
