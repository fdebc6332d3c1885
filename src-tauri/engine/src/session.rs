use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{SystemTime, UNIX_EPOCH},
};

use futures_util::{Stream, StreamExt, stream};
use tokio::task::JoinHandle;
use tokio_stream::wrappers::WatchStream;

use crate::{
    changes,
    cleanup::{self, Beginning, Ground, Pins, Survey},
    command_line,
    connect::{Engine, Link, Surroundings},
    console::{self, Consoles},
    containers,
    error::{Error, ErrorCode, Result},
    images::{self, Credentials, LayerColours},
    inventory::Inventory,
    jobs::{Jobs, Report},
    wire::{
        Action, ChangeContent, Changes, CleanupChoice, CommitPreview, DiskUsage, Draft, ImageDetail, LayerForest,
        Outcome, Plan, Problem, Removal, Shells, Suggestion, SuggestionRules, Update,
    },
};

/// A terminal's size until the page has measured its own.
const FIRST_SIZE: (u16, u16) = (80, 24);

/// One person's work with one engine at a time.
///
/// Everything goes on while nobody looks: a page that comes back subscribes again and finds its jobs and consoles.
pub struct Session {
    link: Arc<Link>,
    inventory: Arc<Inventory>,
    jobs: Arc<Jobs>,
    consoles: Arc<Consoles>,
    credentials: Credentials,
    colours: LayerColours,
    survey: Survey,
    pins: Mutex<Pins>,
    keeping: Vec<JoinHandle<()>>,
}

impl Session {
    /// Begins to look for an engine. Must be called within a tokio runtime.
    pub fn start(surroundings: Surroundings) -> Self {
        let credentials = Credentials::from_folder(&surroundings.docker_config);
        let colours = LayerColours::open(surroundings.data_folder.as_deref());
        let link = Arc::new(Link::new(surroundings));
        let inventory = Arc::new(Inventory::default());
        let keeping = vec![
            tokio::spawn({
                let link = Arc::clone(&link);
                async move { link.keep().await }
            }),
            tokio::spawn({
                let (link, inventory) = (Arc::clone(&link), Arc::clone(&inventory));
                async move { inventory.follow(&link).await }
            }),
        ];
        Self {
            link,
            inventory,
            jobs: Arc::new(Jobs::default()),
            consoles: Arc::new(Consoles::new()),
            credentials,
            colours,
            survey: Survey::default(),
            pins: Mutex::default(),
            keeping,
        }
    }

    /// Everything as it stands, then every change of it.
    pub fn updates(&self) -> impl Stream<Item = Update> + Send + use<> {
        stream::select_all([
            self.link.updates().boxed(),
            self.inventory.updates().boxed(),
            self.jobs.updates().boxed(),
            WatchStream::new(self.consoles.watch()).map(|consoles| Update::Consoles { consoles }).boxed(),
        ])
    }

    /// The connection.
    pub fn link(&self) -> &Link {
        &self.link
    }

    /// The images and containers.
    pub fn inventory(&self) -> &Arc<Inventory> {
        &self.inventory
    }

    /// The jobs.
    pub fn jobs(&self) -> &Jobs {
        &self.jobs
    }

    /// The consoles.
    pub fn consoles(&self) -> &Arc<Consoles> {
        &self.consoles
    }

    /// The engine that answers now.
    ///
    /// # Errors
    /// [`ErrorCode::EngineUnreachable`]
    pub fn engine(&self) -> Result<Arc<Engine>> {
        self.link.engine()
    }

    /// The action as a command, and what is wrong with it so far.
    pub fn draft(&self, action: &Action) -> Draft {
        Draft { command: command_line::render(action), problems: self.problems(action) }
    }

    fn problems(&self, action: &Action) -> Vec<Problem> {
        self.inventory.with(|contents| match action {
            Action::Pull { reference, platform } => images::pull_problems(reference, platform),
            Action::TagImage { image, reference } => images::tag_problems(image, reference, contents),
            Action::Run(form) => containers::run_problems(form, contents),
            Action::Exec(form) => console::exec_problems(form, contents),
            Action::Commit(form) => changes::commit_problems(form, contents),
            Action::ListImages { .. }
            | Action::ImageHistory { .. }
            | Action::RemoveImages { .. }
            | Action::ListContainers { .. }
            | Action::StartContainer { .. }
            | Action::StopContainer { .. }
            | Action::KillContainer { .. }
            | Action::RestartContainer { .. }
            | Action::RemoveContainer { .. }
            | Action::Attach { .. }
            | Action::Diff { .. }
            | Action::CleanUp { .. } => Vec::new(),
        })
    }

    /// Begins an action as a job and returns the job's id at once.
    pub fn perform(self: &Arc<Self>, action: Action) -> u32 {
        let command = command_line::render(&action).text;
        let session = Arc::clone(self);
        let asked = action.clone();
        self.jobs.start(action, command, |report| async move { session.carry_out(asked, report).await })
    }

    async fn carry_out(&self, action: Action, report: Report) -> Result<Outcome> {
        if let Some(problem) = self.problems(&action).into_iter().find(|problem| !problem.warning) {
            return Err(problem.error);
        }
        let engine = &*self.engine()?;
        let report = &report;
        match &action {
            Action::Pull { reference, platform } => {
                images::pull(engine, reference, platform, &self.credentials, &self.colours, report).await
            }
            Action::RemoveImages { targets } => images::remove(engine, targets, report).await,
            Action::TagImage { image, reference } => images::tag(engine, image, reference).await,
            Action::Run(form) => containers::run(engine, form, &self.consoles, FIRST_SIZE, report).await,
            Action::StartContainer { container } => containers::start(engine, container, report).await,
            Action::StopContainer { container } => containers::stop(engine, container, report).await,
            Action::KillContainer { container } => containers::kill(engine, container, report).await,
            Action::RestartContainer { container } => containers::restart(engine, container, report).await,
            Action::RemoveContainer { container, force, volumes } => {
                containers::remove(engine, container, *force, *volumes, report).await
            }
            Action::Exec(form) => console::exec(engine, form, &self.consoles, FIRST_SIZE).await,
            Action::Attach { container } => console::attach(engine, container, &self.consoles, FIRST_SIZE).await,
            Action::Commit(form) => changes::commit(engine, form, report).await,
            Action::CleanUp { steps, predicted } => {
                cleanup::carry_out(engine, steps, *predicted, &self.beginning(), report).await
            }
            Action::ListImages { .. }
            | Action::ImageHistory { .. }
            | Action::ListContainers { .. }
            | Action::Diff { .. } => Err(Error::new(ErrorCode::NotSupported).with("feature", "perform")),
        }
    }

    /// Everything about one image.
    ///
    /// # Errors
    /// [`ErrorCode::ImageNotFound`], [`ErrorCode::EngineUnreachable`], …
    pub async fn image_detail(&self, image: &str) -> Result<ImageDetail> {
        images::detail(&*self.engine()?, image, &self.colours).await
    }

    /// What removing these references or IDs would do.
    pub fn removal(&self, targets: &[String]) -> Removal {
        self.inventory.with(|contents| images::removal(contents, targets, &[]))
    }

    /// The layers that the engine keeps, and which image is made of which. Only images that were never read are asked
    /// about; `tell` is told how many of how many have been.
    ///
    /// # Errors
    /// [`ErrorCode::EngineUnreachable`], [`ErrorCode::EngineLost`]
    pub async fn layer_forest(&self, tell: impl FnMut(usize, usize)) -> Result<LayerForest> {
        let mut forest = self.survey.forest(&*self.engine()?, &self.inventory, tell).await?;
        for layer in &mut forest.layers {
            layer.colour_key = self.colours.key(&layer.digest);
        }
        Ok(forest)
    }

    /// What containers, volumes and the build cache take: the engine measures them for it, which may take minutes.
    ///
    /// # Errors
    /// [`ErrorCode::EngineUnreachable`], [`ErrorCode::AlreadyInProgress`], …
    pub async fn disk_usage(&self) -> Result<DiskUsage> {
        self.survey.usage(&*self.engine()?).await
    }

    /// What cleaning up these would do and free, as far as the engine has been read.
    ///
    /// # Errors
    /// [`ErrorCode::EngineUnreachable`]
    pub fn plan(&self, choice: &CleanupChoice) -> Result<Plan> {
        self.on_ground(|ground| cleanup::plan(ground, choice))
    }

    /// What may well go, as far as the engine has been read.
    ///
    /// # Errors
    /// [`ErrorCode::EngineUnreachable`]
    pub fn suggestions(&self, rules: SuggestionRules) -> Result<Vec<Suggestion>> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let now = i64::try_from(now).unwrap_or(i64::MAX);
        self.on_ground(|ground| cleanup::suggestions(ground, rules, now))
    }

    /// Pins images by patterns of references: they are never suggested nor cleaned up.
    ///
    /// # Errors
    /// [`ErrorCode::PinInvalid`]; the pins before stay.
    pub fn pin(&self, patterns: &[String]) -> Result<()> {
        *self.pins.lock().unwrap_or_else(PoisonError::into_inner) = Pins::new(patterns)?;
        Ok(())
    }

    fn pins(&self) -> Pins {
        self.pins.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn on_ground<T>(&self, look: impl FnOnce(&Ground<'_>) -> T) -> Result<T> {
        let store = self.engine()?.info().store;
        let (known, pins) = (self.survey.known(), self.pins());
        Ok(self.inventory.with(|contents| look(&Ground { contents, known: &known, pins: &pins, store })))
    }

    fn beginning(&self) -> Beginning {
        let containers = self.inventory.with(|contents| {
            contents.containers.values().map(|container| (container.name.clone(), container.id.clone())).collect()
        });
        Beginning { known: self.survey.known(), containers, pins: self.pins() }
    }

    /// The shells in a running container.
    ///
    /// # Errors
    /// [`ErrorCode::ContainerNotFound`], [`ErrorCode::EngineUnreachable`], …
    pub async fn shells(&self, container: &str) -> Result<Shells> {
        console::shells(&*self.engine()?, container).await
    }

    /// What differs in a container from its image.
    ///
    /// # Errors
    /// [`ErrorCode::ContainerNotFound`], [`ErrorCode::EngineUnreachable`], …
    pub async fn changes(&self, container: &str) -> Result<Changes> {
        changes::diff(&*self.engine()?, container).await
    }

    /// One changed path before and after.
    ///
    /// # Errors
    /// [`ErrorCode::ContainerNotFound`], [`ErrorCode::EngineUnreachable`], …
    pub async fn change_content(&self, container: &str, path: &str) -> Result<ChangeContent> {
        changes::content(&*self.engine()?, container, path).await
    }

    /// What a commit would put into the new image.
    ///
    /// # Errors
    /// [`ErrorCode::ContainerNotFound`], [`ErrorCode::EngineUnreachable`], …
    pub async fn commit_preview(&self, container: &str) -> Result<CommitPreview> {
        changes::preview(&*self.engine()?, container).await
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.keeping.iter().for_each(JoinHandle::abort);
    }
}
