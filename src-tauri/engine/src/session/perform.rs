//! What a person asks for: as a command, as what is wrong with it, and as a job. Each `match` has one line an action.

use std::{collections::HashMap, path::Path, sync::Arc};

use super::Session;
use crate::{
    cleanup, command_line, commit,
    connect::Engine,
    console, containers,
    context::Context,
    copies::{self, Copies, Recorder, RemovalContext},
    error::{Error, ErrorCode, Result},
    images,
    inventory::Contents,
    jobs::Report,
    layers, mirrors,
    persist::blocking,
    run,
    wire::{Action, Draft, Outcome, Preview, Problem},
};

/// A terminal's size, in columns and rows, until the page has measured its own.
const FIRST_SIZE: (u16, u16) = (80, 24);

impl Session {
    /// The action as a command, and what is wrong with it so far.
    pub fn draft(&self, action: &Action) -> Draft {
        Draft {
            command: command_line::render_in(self.copies_folder(), action),
            problems: self.problems(action),
            notes: command_line::notes(action, &self.cli_defaults()),
        }
    }

    /// Starts an action as a job and returns the job's ID at once.
    pub fn perform(self: &Arc<Self>, action: Action) -> u32 {
        self.perform_previewed(action, None)
    }

    /// [`Self::perform`], for a removal that a person has confirmed: it removes only what they saw.
    pub fn perform_previewed(self: &Arc<Self>, action: Action, preview: Option<Preview>) -> u32 {
        let command = command_line::render_in(self.copies_folder(), &action).text;
        let session = Arc::clone(self);
        let asked = action.clone();
        self.jobs.start(action, command, |report| async move { session.execute(&asked, preview, report).await })
    }

    fn problems(&self, action: &Action) -> Vec<Problem> {
        let pins = self.pins();
        let problems = self.inventory.with(|contents| self.problems_with(action, contents));
        problems.into_iter().map(|problem| images::unless_pinned(problem, &pins)).collect()
    }

    fn problems_with(&self, action: &Action, contents: &Contents) -> Vec<Problem> {
        match action {
            Action::Pull { reference, platform } => {
                let pinned = images::pinned_tag(reference, &self.pins(), contents);
                images::pull_problems(reference, platform).into_iter().chain(pinned).collect()
            }
            Action::TagImage { image, reference } => images::tag_problems(image, reference, contents),
            Action::Build { dockerfile, tag } => images::build_problems(dockerfile, tag, contents),
            Action::ReadArchive { path } => layers::archive_problems(Path::new(path)),
            Action::Run(form) => run::run_problems(form, contents),
            Action::Exec(form) => console::exec_problems(form, contents),
            Action::Commit(form) => commit::commit_problems(form, &self.commit_instructions(), contents),
            Action::RenameContainer { name, .. } => containers::rename_problems(name, contents.containers.values()),
            Action::RestoreCopy { copy } => self.restore_problems(copy, contents),
            Action::PullAgain { reference, tags } => copies::pull_again_problems(reference, tags, contents),
            Action::PullThrough { reference, platform, mirror } => {
                mirrors::pull_through_problems(reference, platform, mirror, contents)
            }
            Action::KeepCopy { .. }
            | Action::DeleteCopy { .. }
            | Action::ListImages { .. }
            | Action::ImageHistory { .. }
            | Action::RemoveImages { .. }
            | Action::ReadLayers { .. }
            | Action::ListContainers { .. }
            | Action::StartContainer { .. }
            | Action::StopContainer { .. }
            | Action::KillContainer { .. }
            | Action::RestartContainer { .. }
            | Action::RemoveContainer { .. }
            | Action::Attach { .. }
            | Action::Diff { .. }
            | Action::CleanUp { .. } => Vec::new(),
        }
    }

    fn commit_instructions(&self) -> Vec<&'static str> {
        commit::allowed_instructions(self.engine().ok().as_deref().map(Engine::info))
    }

    fn restore_problems(&self, copy: &str, contents: &Contents) -> Vec<Problem> {
        match self.copies() {
            Ok(copies) => copies::restore_problems(copy, copies, contents),
            Err(error) => vec![Problem::at("copy", error)],
        }
    }

    async fn execute(&self, action: &Action, preview: Option<Preview>, report: Report) -> Result<Outcome> {
        if let Some(problem) = self.problems(action).into_iter().find(|problem| !problem.warning) {
            return Err(problem.error);
        }
        match action {
            Action::DeleteCopy { copy } => self.delete_copy(copy).await,
            Action::ReadArchive { path } => self.layers.read_archive(Path::new(path), &report).await,
            _ => self.execute_on_engine(action, preview.as_ref(), &report).await,
        }
    }

    async fn execute_on_engine(&self, action: &Action, preview: Option<&Preview>, report: &Report) -> Result<Outcome> {
        let engine = self.engine()?;
        engine.watched(self.execute_with(&engine, action, preview, report)).await
    }

    async fn execute_with(
        &self,
        engine: &Arc<Engine>,
        action: &Action,
        preview: Option<&Preview>,
        report: &Report,
    ) -> Result<Outcome> {
        let previewed = self.previewed(engine, action, preview).await?;
        let report = &self.recorded(action, report).await?;
        let cli = &self.cli_defaults();
        if command_line::depends_on_settings(action) {
            cli.warnings().into_iter().for_each(|warning| report.line(warning));
        }
        let consoles = &self.consoles.with_detach_keys(&cli.detach_keys);
        let context = &Context {
            engine,
            cli,
            inventory: &self.inventory,
            credentials: &self.credentials,
            colours: &self.colours,
            consoles,
            report,
        };
        match action {
            Action::Pull { reference, platform } => {
                images::perform::pull(context, reference, cli.platform_or(platform)).await
            }
            Action::Build { dockerfile, tag } => images::perform::build(context, dockerfile, tag).await,
            Action::TagImage { image, reference } => images::tag(engine, image, reference).await,
            Action::RemoveImages { targets } => {
                images::remove(engine, targets, &previewed.images, &self.pins()?, report).await
            }
            Action::ReadLayers { image } => self.layers.read_image(engine, image, report).await,
            Action::Run(form) => run::perform(context, form).await,
            Action::StartContainer { container } => containers::start(engine, container, report).await,
            Action::StopContainer { container } => containers::stop(engine, container, report).await,
            Action::KillContainer { container } => containers::kill(engine, container, report).await,
            Action::RestartContainer { container } => containers::restart(engine, container, report).await,
            Action::RenameContainer { container, name } => containers::rename(engine, container, name).await,
            Action::RemoveContainer { container, force, volumes } => {
                let id = previewed.containers.get(container.trim());
                containers::remove_verified(engine, container, id, (*force, *volumes), report).await
            }
            Action::Exec(form) => console::exec(engine, form, consoles, FIRST_SIZE).await,
            Action::Attach { container } => console::attach(engine, container, consoles, FIRST_SIZE).await,
            Action::Commit(form) => commit::commit(engine, form, report).await,
            Action::CleanUp { steps, predicted } => {
                cleanup::perform(context, &self.disk_scan, self.pins()?, (steps, *predicted), previewed).await
            }
            Action::KeepCopy { image, tags } => copies::keep(engine, image, tags, self.copies()?, report).await,
            Action::RestoreCopy { copy } => copies::restore(engine, copy, self.copies()?, report).await,
            Action::PullAgain { reference, tags } => copies::perform_pull_again(context, reference, tags).await,
            Action::PullThrough { reference, platform, mirror } => {
                mirrors::perform(context, &self.provenance, reference, cli.platform_or(platform), mirror).await
            }
            Action::DeleteCopy { .. }
            | Action::ListImages { .. }
            | Action::ImageHistory { .. }
            | Action::ReadArchive { .. }
            | Action::ListContainers { .. }
            | Action::Diff { .. } => Err(Error::new(ErrorCode::NotSupported).with("feature", "perform")),
        }
    }

    /// The job's report; what a removal of images takes away is also recorded. A removal goes on when the copies cannot
    /// be listed: its records then name none.
    async fn recorded(&self, action: &Action, report: &Report) -> Result<Report> {
        if !matches!(action, Action::RemoveImages { .. } | Action::CleanUp { .. }) {
            return Ok(report.clone());
        }
        let copies = match &self.copies {
            Some(_) => self.with_copies(Copies::by_image).await.unwrap_or_else(|error| {
                tracing::warn!(%error, "a removal is recorded without the copies of its images");
                HashMap::new()
            }),
            None => HashMap::new(),
        };
        let context = RemovalContext {
            when: copies::now(),
            engine: copies::kept_engine(&*self.engine()?),
            command: command_line::render(action).text,
            contents: self.inventory.with(Clone::clone),
            copies,
            mirrored: self.provenance.references(),
        };
        Ok(Recorder::new(context, self.records.clone()).report(report))
    }

    async fn delete_copy(&self, copy: &str) -> Result<Outcome> {
        let copy = copy.to_owned();
        self.with_copies(move |copies| copies.delete(&copy)).await.map(|()| Outcome::Removed)
    }

    fn copies(&self) -> Result<&Copies> {
        self.copies.as_ref().ok_or_else(|| Error::new(ErrorCode::NotSupported).with("feature", "copies"))
    }

    fn copies_folder(&self) -> &Path {
        self.copies.as_ref().map_or(Path::new(""), Copies::folder)
    }

    pub(super) async fn with_copies<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Copies) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let copies = self.copies()?.clone();
        blocking(move || work(&copies)).await?
    }
}
