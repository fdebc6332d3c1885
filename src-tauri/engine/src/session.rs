use std::{
    collections::{HashMap, HashSet},
    path::Path,
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

use futures_util::{Stream, StreamExt, stream};
use parking_lot::Mutex;
use tokio::task::JoinHandle;
use tokio_stream::wrappers::WatchStream;

use crate::{
    changes,
    cleanup::{self, Baseline, DiskScan, PlanInput},
    command_line, commit,
    connect::{Engine, Link, Surroundings},
    console::{self, Consoles},
    containers,
    copies::{self, Copies, Recorder, Records, RemovalContext},
    doctor,
    error::{Error, ErrorCode, Result},
    grammar::{Pins, mirror::MirrorPull},
    images,
    inventory::{Inventory, LayerColours, MirrorProvenance},
    jobs::{Jobs, Report, Told},
    layers::{self, Layers},
    lessons::Lessons,
    mirrors,
    persist::blocking,
    practice::Keeper,
    registry::{self, Credentials},
    run,
    wire::{
        Action, ChangeContent, Changes, CleanupChoice, CleanupStep, CommitPreview, DiskUsage, Draft, Examination,
        ImageDetail, ImageLayers, ImageOrigin, JobState, KeptCopy, LayerForest, LessonId, LocalService,
        MirrorConfiguration, MirrorTest, Origin, OriginVerdict, Outcome, Plan, Problem, RecordForm, Removal,
        RemovalRecord, Shells, Suggestion, SuggestionRules, Update,
    },
};

/// A terminal's size until the page has measured its own.
const FIRST_SIZE: (u16, u16) = (80, 24);
/// What images are wanted for while no engine says what it is.
const THIS_PLATFORM: (&str, &str) = ("linux", if cfg!(target_arch = "aarch64") { "arm64" } else { "amd64" });

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
    copies: Option<Copies>,
    records: Option<Arc<Records>>,
    provenance: Arc<MirrorProvenance>,
    disk_scan: DiskScan,
    pins: Mutex<Pins>,
    layers: Layers,
    lessons: Arc<Lessons>,
    practice: Arc<Keeper>,
    keeping: Vec<JoinHandle<()>>,
}

impl Session {
    /// Begins to look for an engine. Must be called within a tokio runtime.
    pub fn start(surroundings: Surroundings) -> Self {
        let credentials = Credentials::from_folder(&surroundings.docker_config);
        let colours = LayerColours::open(surroundings.data_folder.as_deref());
        let lessons = Arc::new(Lessons::open(surroundings.data_folder.as_deref()));
        let data = surroundings.data_folder.clone();
        let provenance = Arc::new(MirrorProvenance::open(data.as_deref()));
        let copies = data.as_ref().map(|folder| Copies::new(folder.join("copies")));
        let records = data.map(|folder| Arc::new(Records::new(folder.join("records.jsonl"))));
        let layers = Layers::new(surroundings.cache_folder.as_deref().map(|folder| folder.join("layers")).as_deref());
        let practice = Arc::new(Keeper::new(surroundings.practice.clone()));
        let link = Arc::new(Link::new(surroundings));
        let inventory = Arc::new(Inventory::new(Arc::clone(&provenance)));
        let keeping = vec![
            tokio::spawn({
                let link = Arc::clone(&link);
                async move { link.keep().await }
            }),
            tokio::spawn({
                let (link, inventory) = (Arc::clone(&link), Arc::clone(&inventory));
                async move { inventory.follow(&link).await }
            }),
            tokio::spawn({
                let (link, inventory, lessons) = (Arc::clone(&link), Arc::clone(&inventory), Arc::clone(&lessons));
                async move { lessons.follow(&link, &inventory).await }
            }),
            tokio::spawn({
                let (practice, engines) = (Arc::clone(&practice), link.engines());
                async move { practice.follow(engines).await }
            }),
        ];
        if let Some(copies) = copies.clone() {
            // A half-written copy of an earlier run is in nobody's way meanwhile.
            tokio::task::spawn_blocking(move || {
                copies.sweep().unwrap_or_else(|error| tracing::warn!(%error, "unfinished copies stay"));
            });
        }
        Self {
            link,
            inventory,
            jobs: Arc::new(Jobs::default()),
            consoles: Arc::new(Consoles::new()),
            credentials,
            colours,
            copies,
            records,
            provenance,
            disk_scan: DiskScan::default(),
            pins: Mutex::default(),
            layers,
            lessons,
            practice,
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
            self.lessons.updates().boxed(),
            self.practice.updates().boxed(),
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

    /// What is in images' layers.
    pub fn layers(&self) -> &Layers {
        &self.layers
    }

    /// The course.
    pub fn lessons(&self) -> &Lessons {
        &self.lessons
    }

    /// Begins a lesson, or goes on with it: from now on its steps are looked at.
    ///
    /// # Errors
    /// [`ErrorCode::EngineUnreachable`], also until the engine was listed.
    pub fn begin_lesson(&self, lesson: LessonId) -> Result<()> {
        self.lessons.begin(lesson, &self.engine()?, &self.inventory)
    }

    /// Starts the practice engine, unless it runs, and uses it from now on.
    ///
    /// # Errors
    /// [`ErrorCode::PracticeUnavailable`]; the engine that was used stays.
    pub async fn start_practice(&self) -> Result<()> {
        let endpoint = self.practice.start().await?;
        self.link.choose(Some(endpoint));
        Ok(())
    }

    /// Why no engine answers, and what can be done about it.
    pub async fn examine(&self) -> Examination {
        let (surroundings, chosen) = self.link.search();
        doctor::examine(surroundings, chosen).await
    }

    /// Starts an engine that is installed on this machine, and looks for it.
    ///
    /// # Errors
    /// [`ErrorCode::ServiceFailed`]
    pub async fn start_service(&self, service: LocalService) -> Result<()> {
        doctor::start_service(service).await?;
        self.link.retry();
        Ok(())
    }

    /// Ends the practice engine, where this session started it, and goes back to finding an engine.
    pub async fn stop_practice(&self) {
        self.practice.stop().await;
        self.link.choose(None);
    }

    /// Empties the practice engine. Nothing of another engine is ever touched.
    ///
    /// # Errors
    /// [`ErrorCode::PracticeUnavailable`], [`ErrorCode::NotSupported`], …
    pub async fn reset_practice(&self) -> Result<()> {
        self.practice.reset().await?;
        // One that was started anew is met again at once, and one that was emptied is listed anew.
        if self.engine().is_ok() {
            self.inventory.refresh()
        } else {
            self.link.retry()
        }
        Ok(())
    }

    /// An image's layers as a whole; `None` for one whose layers were not read.
    ///
    /// # Errors
    /// [`ErrorCode::FileFailed`], [`ErrorCode::NotSupported`].
    pub async fn image_layers(&self, image: &str) -> Result<Option<ImageLayers>> {
        self.layers.image(image, &self.colours).await
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
        Draft { command: command_line::render_in(self.copies_folder(), action), problems: self.problems(action) }
    }

    fn problems(&self, action: &Action) -> Vec<Problem> {
        self.inventory.with(|contents| match action {
            Action::Pull { reference, platform } => images::pull_problems(reference, platform),
            Action::TagImage { image, reference } => images::tag_problems(image, reference, contents),
            Action::ReadArchive { path } => layers::archive_problems(Path::new(path)),
            Action::Run(form) => run::run_problems(form, contents),
            Action::Exec(form) => console::exec_problems(form, contents),
            Action::Commit(form) => commit::commit_problems(form, contents),
            Action::RestoreCopy { copy } => match self.copies() {
                Ok(copies) => copies::restore_problems(copy, copies, contents),
                Err(error) => vec![Problem::at("copy", error)],
            },
            Action::PullAgain { reference, tags } => copies::pull_again_problems(reference, tags, contents),
            Action::PullThrough { reference, platform, mirror } => {
                mirrors::pull_through_problems(reference, platform, mirror, contents)
            }
            Action::Build { dockerfile, tag } => images::build_problems(dockerfile, tag, contents),
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
        })
    }

    /// Begins an action as a job and returns the job's id at once.
    pub fn perform(self: &Arc<Self>, action: Action) -> u32 {
        let command = command_line::render_in(self.copies_folder(), &action).text;
        let session = Arc::clone(self);
        let asked = action.clone();
        self.jobs.start(action, command, |report| async move { session.carry_out(asked, report).await })
    }

    async fn carry_out(&self, action: Action, report: Report) -> Result<Outcome> {
        if let Some(problem) = self.problems(&action).into_iter().find(|problem| !problem.warning) {
            return Err(problem.error);
        }
        // A copy is deleted whether or not an engine answers.
        if let Action::DeleteCopy { copy } = &action {
            return self.delete_copy(copy).await;
        }
        let report = &report;
        // A file on this machine needs no engine.
        if let Action::ReadArchive { path } = &action {
            return self.layers.read_archive(Path::new(path), report).await;
        }
        let engine = &*self.engine()?;
        match &action {
            Action::Pull { reference, platform } => {
                let pulled =
                    images::pull(engine, reference, platform, &self.credentials, &self.colours, report).await?;
                Ok(self.registry_had(pulled))
            }
            Action::RemoveImages { targets } => {
                let recorder = self.recorder(engine, &action).await;
                images::remove(engine, targets, &self.pins(), &recorded(recorder, report)).await
            }
            Action::KeepCopy { image, tags } => copies::keep(engine, image, tags, self.copies()?, report).await,
            Action::RestoreCopy { copy } => copies::restore(engine, copy, self.copies()?, report).await,
            Action::PullAgain { reference, tags } => {
                let pulled =
                    copies::pull_again(engine, reference, tags, &self.credentials, &self.colours, report).await?;
                Ok(self.registry_had(pulled))
            }
            Action::PullThrough { reference, platform, mirror } => {
                let pull = &MirrorPull::new(reference, mirror)?;
                let pulled =
                    mirrors::pull_through(engine, pull, platform, &self.credentials, &self.colours, report).await?;
                if let (Outcome::Image { id, .. }, Some(repo_digest)) = (&pulled.outcome, &pulled.repo_digest) {
                    self.provenance.remember(id, repo_digest);
                }
                Ok(self.registry_had(pulled.outcome))
            }
            Action::Build { dockerfile, tag } => images::build(engine, dockerfile, tag, report).await,
            Action::TagImage { image, reference } => images::tag(engine, image, reference).await,
            Action::ReadLayers { image } => self.layers.read_image(engine, image, report).await,
            Action::Run(form) => {
                let pull = |reference: String, platform: String| async move {
                    let (credentials, colours) = (&self.credentials, &self.colours);
                    let pulled = images::pull(engine, &reference, &platform, credentials, colours, report).await?;
                    self.registry_had(pulled);
                    Ok(())
                };
                run::run(engine, form, pull, &self.consoles, FIRST_SIZE, report).await
            }
            Action::StartContainer { container } => containers::start(engine, container, report).await,
            Action::StopContainer { container } => containers::stop(engine, container, report).await,
            Action::KillContainer { container } => containers::kill(engine, container, report).await,
            Action::RestartContainer { container } => containers::restart(engine, container, report).await,
            Action::RemoveContainer { container, force, volumes } => {
                containers::remove(engine, container, *force, *volumes, report).await
            }
            Action::Exec(form) => console::exec(engine, form, &self.consoles, FIRST_SIZE).await,
            Action::Attach { container } => console::attach(engine, container, &self.consoles, FIRST_SIZE).await,
            Action::Commit(form) => commit::commit(engine, form, report).await,
            Action::CleanUp { steps, predicted } => {
                let recorder = self.recorder(engine, &action).await;
                let report = &recorded(recorder, report);
                cleanup::execute_plan(engine, steps, *predicted, &self.baseline(steps), report).await
            }
            Action::DeleteCopy { .. }
            | Action::ListImages { .. }
            | Action::ImageHistory { .. }
            | Action::ReadArchive { .. }
            | Action::ListContainers { .. }
            | Action::Diff { .. } => Err(Error::new(ErrorCode::NotSupported).with("feature", "perform")),
        }
    }

    /// What was pulled just now need not be asked for.
    fn registry_had(&self, pulled: Outcome) -> Outcome {
        if let Outcome::Image { id, .. } = &pulled {
            self.inventory.verify_origin(id, ImageOrigin::Registry);
        }
        pulled
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
        let pins = self.pins();
        self.inventory.with(|contents| images::predict_removal(contents, targets, &[], &pins))
    }

    /// The layers that the engine keeps, and which image is made of which. Only images that were never read are asked
    /// about; `tell` is told how many of how many have been.
    ///
    /// # Errors
    /// [`ErrorCode::EngineUnreachable`], [`ErrorCode::EngineLost`]
    pub async fn layer_forest(&self, tell: impl FnMut(usize, usize)) -> Result<LayerForest> {
        let mut forest = self.disk_scan.update_forest(&*self.engine()?, &self.inventory, tell).await?;
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
        self.disk_scan.measure(&*self.engine()?).await
    }

    /// What cleaning up these would do and free, as far as the engine has been read.
    ///
    /// # Errors
    /// [`ErrorCode::EngineUnreachable`]
    pub fn plan(&self, choice: &CleanupChoice) -> Result<Plan> {
        self.with_plan_input(|input| cleanup::plan(input, choice))
    }

    /// What may well go, as far as the engine has been read.
    ///
    /// # Errors
    /// [`ErrorCode::EngineUnreachable`]
    pub fn suggestions(&self, rules: SuggestionRules) -> Result<Vec<Suggestion>> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let now = i64::try_from(now).unwrap_or(i64::MAX);
        self.with_plan_input(|input| cleanup::suggestions(input, rules, now))
    }

    /// Pins images by patterns of their names: they are neither suggested, nor cleaned up, nor removed.
    ///
    /// # Errors
    /// [`ErrorCode::PinInvalid`]; the pins before stay.
    pub fn pin(&self, patterns: &[String]) -> Result<()> {
        *self.pins.lock() = Pins::new(patterns)?;
        Ok(())
    }

    fn pins(&self) -> Pins {
        self.pins.lock().clone()
    }

    fn with_plan_input<T>(&self, compute: impl FnOnce(&PlanInput<'_>) -> T) -> Result<T> {
        self.engine()?;
        let (usage, pins) = (self.disk_scan.usage(), self.pins());
        Ok(self.inventory.with(|contents| compute(&PlanInput { contents, usage: &usage, pins: &pins })))
    }

    fn baseline(&self, steps: &[CleanupStep]) -> Baseline {
        let (containers, images) = self.inventory.with(|contents| {
            let containers = contents.containers.values().map(|one| (one.name.clone(), one.id.clone())).collect();
            let names = contents.name_index();
            let image = |step: &CleanupStep| match step {
                CleanupStep::RemoveImage { target } => Some((target.clone(), names.image(target)?.id.clone())),
                _ => None,
            };
            (containers, steps.iter().filter_map(image).collect())
        });
        Baseline { usage: self.disk_scan.usage(), containers, images, pins: self.pins() }
    }

    /// The copies that are kept, newest first, with what is damaged or half-known among them.
    ///
    /// # Errors
    /// [`ErrorCode::FileFailed`]
    pub async fn kept_copies(&self) -> Result<Vec<KeptCopy>> {
        self.with_copies(|copies| copies.list()).await
    }

    /// Whether an image can be had again, asked of the registries now.
    ///
    /// # Errors
    /// [`ErrorCode::ImageNotFound`], [`ErrorCode::EngineUnreachable`], …
    pub async fn origin(&self, image: &str) -> Result<Origin> {
        let origin = registry::origin(&*self.engine()?, image, &self.provenance, &self.credentials).await?;
        match origin.verdict {
            OriginVerdict::Available => self.inventory.verify_origin(&origin.image, ImageOrigin::Registry),
            OriginVerdict::OnlyHere | OriginVerdict::Gone => {
                self.inventory.verify_origin(&origin.image, ImageOrigin::OnlyHere);
            }
            OriginVerdict::Unknown => {}
        }
        Ok(origin)
    }

    /// Asks a registry mirror, from this machine, whether it has an image of Docker Hub and how fast it is; `tell` is told
    /// of each step. Dropping it ends it.
    ///
    /// # Errors
    /// What is wrong with the names: see [`registry::test_mirror`].
    pub async fn test_mirror(&self, mirror: &str, image: &str, tell: impl FnMut(&MirrorTest)) -> Result<MirrorTest> {
        let engine = self.engine().ok();
        let platform = engine.as_ref().map(|engine| (engine.info().os.as_str(), engine.info().architecture.as_str()));
        registry::test_mirror(mirror, image, platform.unwrap_or(THIS_PLATFORM), &self.credentials, tell).await
    }

    /// How the engine is told of these mirrors for good.
    ///
    /// # Errors
    /// [`ErrorCode::EngineUnreachable`], [`ErrorCode::EngineLost`]
    pub async fn mirror_configuration(&self, mirrors: &[String]) -> Result<MirrorConfiguration> {
        mirrors::configuration(&*self.engine()?, mirrors).await
    }

    /// What removals took away, newest first.
    ///
    /// # Errors
    /// [`ErrorCode::FileFailed`]
    pub async fn records(&self) -> Result<Vec<RemovalRecord>> {
        let Some(records) = self.records.clone() else { return Ok(Vec::new()) };
        blocking(move || records.list()).await?
    }

    /// The records as a text to be taken elsewhere.
    ///
    /// # Errors
    /// [`ErrorCode::FileFailed`]
    pub async fn exported_records(&self, form: RecordForm) -> Result<String> {
        copies::export(&self.records().await?, form)
    }

    /// What is to be recorded of a removal that begins now. That copies cannot be listed does not hold it up.
    async fn recorder(&self, engine: &Engine, action: &Action) -> Recorder {
        let copies = match &self.copies {
            Some(_) => self.with_copies(Copies::by_image).await.unwrap_or_else(|error| {
                tracing::warn!(%error, "a removal is recorded without the copies that are kept");
                HashMap::new()
            }),
            None => HashMap::new(),
        };
        let context = RemovalContext {
            when: copies::now(),
            engine: copies::kept_engine(engine),
            command: command_line::render(action).text,
            contents: self.inventory.with(Clone::clone),
            copies,
            mirrored: self.provenance.references(),
        };
        Recorder::new(context, self.records.clone())
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

    async fn with_copies<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Copies) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let copies = self.copies()?.clone();
        blocking(move || work(&copies)).await?
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
        commit::preview(&*self.engine()?, container).await
    }
}

/// The report of a removal, whose steps are recorded as they are done.
fn recorded(recorder: Recorder, report: &Report) -> Report {
    let seen: Mutex<HashSet<String>> = Mutex::default();
    report.overheard(move |told| {
        let Told::Progress(progress) = told else { return };
        let mut seen = seen.lock();
        for result in progress.removals().into_iter().filter(|result| result.state == JobState::Done) {
            if seen.insert(result.target.clone()) {
                recorder.record(&result);
            }
        }
    })
}

impl Drop for Session {
    fn drop(&mut self) {
        self.keeping.iter().for_each(JoinHandle::abort);
    }
}
