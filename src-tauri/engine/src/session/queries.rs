//! What a person looks at: questions that the engine, the inventory or a feature answers.

use std::time::{SystemTime, UNIX_EPOCH};

use super::Session;
use crate::{
    changes,
    cleanup::{self, PlanInput},
    commit, console, copies, doctor,
    error::Result,
    grammar::Pins,
    images, mirrors,
    persist::blocking,
    registry,
    wire::{
        ChangeContent, Changes, CleanupChoice, CommitPreview, DiskUsage, Examination, ImageDetail, ImageLayers,
        ImageOrigin, KeptCopy, LayerForest, LessonId, LocalService, MirrorConfiguration, MirrorTest, Origin,
        OriginVerdict, Plan, RecordForm, Removal, RemovalRecord, Shells, Suggestion, SuggestionRules, Uncertainty,
    },
};

/// What images are wanted for while no engine says what it is.
const THIS_PLATFORM: (&str, &str) = ("linux", if cfg!(target_arch = "aarch64") { "arm64" } else { "amd64" });

impl Session {
    /// Begins a lesson, or goes on with it: from now on its steps are looked at.
    ///
    /// # Errors
    /// [`ErrorCode::EngineUnreachable`](crate::ErrorCode::EngineUnreachable), also until the engine was listed.
    pub fn begin_lesson(&self, lesson: LessonId) -> Result<()> {
        self.lessons.begin(lesson, &self.engine()?, &self.inventory)
    }

    /// Starts the practice engine, unless it runs, and uses it from now on.
    ///
    /// # Errors
    /// [`ErrorCode::PracticeUnavailable`](crate::ErrorCode::PracticeUnavailable); the engine that was used stays.
    pub async fn start_practice(&self) -> Result<()> {
        let endpoint = self.practice.start().await?;
        self.link.choose(Some(endpoint));
        Ok(())
    }

    /// Why no engine answers, and what can be done about it.
    pub async fn examine(&self) -> Examination {
        let (environment, chosen) = self.link.search_scope();
        doctor::examine(environment, chosen).await
    }

    /// Starts an engine that is installed on this machine, and looks for it.
    ///
    /// # Errors
    /// [`ErrorCode::ServiceFailed`](crate::ErrorCode::ServiceFailed)
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
    /// [`ErrorCode::PracticeUnavailable`](crate::ErrorCode::PracticeUnavailable), [`ErrorCode::NotSupported`](crate::ErrorCode::NotSupported), …
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
    /// [`ErrorCode::FileFailed`](crate::ErrorCode::FileFailed), [`ErrorCode::NotSupported`](crate::ErrorCode::NotSupported).
    pub async fn image_layers(&self, image: &str) -> Result<Option<ImageLayers>> {
        self.layers.image(image, &self.colours).await
    }

    /// Everything about one image.
    ///
    /// # Errors
    /// [`ErrorCode::ImageNotFound`](crate::ErrorCode::ImageNotFound), [`ErrorCode::EngineUnreachable`](crate::ErrorCode::EngineUnreachable), …
    pub async fn image_detail(&self, image: &str) -> Result<ImageDetail> {
        images::detail(&*self.engine()?, image, &self.colours).await
    }

    /// What removing these references or IDs would do.
    pub fn removal(&self, targets: &[String]) -> Removal {
        let pins = self.pins();
        let removal = self.inventory.with(|contents| images::predict_removal(contents, targets, &[], &pins));
        Removal { engine: self.engine().map(|engine| engine.info().identity()).unwrap_or_default(), ..removal }
    }

    /// The layers that the engine keeps, and which image is made of which. Only images that were never read are asked
    /// about; `tell` is told how many of how many have been.
    ///
    /// # Errors
    /// [`ErrorCode::EngineUnreachable`](crate::ErrorCode::EngineUnreachable), [`ErrorCode::EngineLost`](crate::ErrorCode::EngineLost)
    pub async fn layer_forest(&self, tell: impl FnMut(usize, usize)) -> Result<LayerForest> {
        let mut forest = self.disk_scan.update_forest(&*self.engine()?, &self.inventory, tell).await?;
        for layer in &mut forest.layers {
            layer.colour_key = self.colours.key(&layer.digest);
        }
        Ok(forest)
    }

    /// What containers, volumes and the build cache take: the engine measures them for it, which may take minutes. Also
    /// lists everything again: a build by the legacy builder without a tag has no event.
    ///
    /// # Errors
    /// [`ErrorCode::EngineUnreachable`](crate::ErrorCode::EngineUnreachable), [`ErrorCode::AlreadyInProgress`](crate::ErrorCode::AlreadyInProgress), …
    pub async fn disk_usage(&self) -> Result<DiskUsage> {
        let engine = self.engine()?;
        self.inventory.relist(&engine).await?;
        self.disk_scan.measure(&engine, &self.inventory).await
    }

    /// What cleaning up these would do and free, as far as the engine has been read. Lists everything again if that was a
    /// while ago and is quick.
    ///
    /// # Errors
    /// [`ErrorCode::EngineUnreachable`](crate::ErrorCode::EngineUnreachable), [`ErrorCode::EngineLost`](crate::ErrorCode::EngineLost)
    pub async fn plan(&self, choice: &CleanupChoice) -> Result<Plan> {
        let engine = self.engine()?;
        let fresh = self.inventory.freshen(&engine).await?;
        if self.inventory.with(|contents| !self.disk_scan.covers(contents)) && self.disk_scan.has_read(&engine) {
            self.disk_scan.update_forest(&engine, &self.inventory, |_, _| {}).await?;
        }
        let mut plan = self.with_plan_input(|input| cleanup::plan(input, choice))?;
        if !fresh && plan.freed.most > 0 {
            plan.uncertain.push(Uncertainty::OldList);
        }
        Ok(Plan { engine: engine.info().identity(), ..plan })
    }

    /// What may well go, as far as the engine has been read.
    ///
    /// # Errors
    /// [`ErrorCode::EngineUnreachable`](crate::ErrorCode::EngineUnreachable)
    pub fn suggestions(&self, rules: SuggestionRules) -> Result<Vec<Suggestion>> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let now = i64::try_from(now).unwrap_or(i64::MAX);
        self.with_plan_input(|input| cleanup::suggestions(input, rules, now))
    }

    /// Pins images by patterns of their names: they are neither suggested, nor cleaned up, nor removed.
    ///
    /// # Errors
    /// [`ErrorCode::PinInvalid`](crate::ErrorCode::PinInvalid); the pins before stay.
    pub fn pin(&self, patterns: &[String]) -> Result<()> {
        *self.pins.lock() = Pins::new(patterns)?;
        Ok(())
    }

    pub(super) fn pins(&self) -> Pins {
        self.pins.lock().clone()
    }

    pub(super) fn with_plan_input<T>(&self, compute: impl FnOnce(&PlanInput<'_>) -> T) -> Result<T> {
        self.engine()?;
        let (usage, pins) = (self.disk_scan.usage(), self.pins());
        Ok(self.inventory.with(|contents| compute(&PlanInput { contents, usage: &usage, pins: &pins })))
    }

    /// The copies that are kept, newest first, with what is damaged or half-known among them.
    ///
    /// # Errors
    /// [`ErrorCode::FileFailed`](crate::ErrorCode::FileFailed)
    pub async fn kept_copies(&self) -> Result<Vec<KeptCopy>> {
        self.with_copies(|copies| copies.list()).await
    }

    /// Whether an image can be had again, asked of the registries now.
    ///
    /// # Errors
    /// [`ErrorCode::ImageNotFound`](crate::ErrorCode::ImageNotFound), [`ErrorCode::EngineUnreachable`](crate::ErrorCode::EngineUnreachable), …
    pub async fn origin(&self, image: &str) -> Result<Origin> {
        let origin = registry::origin(&*self.engine()?, image, &self.provenance, &self.credentials).await?;
        match origin.verdict {
            OriginVerdict::Available => self.inventory.verify_origin(&origin.image, ImageOrigin::Registry),
            OriginVerdict::OnlyHere | OriginVerdict::Missing => {
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
    /// What is wrong with the names: see [`mirrors::test`].
    pub async fn test_mirror(&self, mirror: &str, image: &str, tell: impl FnMut(&MirrorTest)) -> Result<MirrorTest> {
        let engine = self.engine().ok();
        let platform = engine.as_ref().map(|engine| (engine.info().os.as_str(), engine.info().architecture.as_str()));
        registry::test_mirror(mirror, image, platform.unwrap_or(THIS_PLATFORM), &self.credentials, tell).await
    }

    /// How the engine is told of these mirrors for good.
    ///
    /// # Errors
    /// [`ErrorCode::EngineUnreachable`](crate::ErrorCode::EngineUnreachable), [`ErrorCode::EngineLost`](crate::ErrorCode::EngineLost)
    pub async fn mirror_configuration(&self, mirrors: &[String]) -> Result<MirrorConfiguration> {
        mirrors::configuration(&*self.engine()?, mirrors).await
    }

    /// What removals took away, newest first.
    ///
    /// # Errors
    /// [`ErrorCode::FileFailed`](crate::ErrorCode::FileFailed)
    pub async fn records(&self) -> Result<Vec<RemovalRecord>> {
        let Some(records) = self.records.clone() else { return Ok(Vec::new()) };
        blocking(move || records.list()).await?
    }

    /// The records as a text to be taken elsewhere.
    ///
    /// # Errors
    /// [`ErrorCode::FileFailed`](crate::ErrorCode::FileFailed)
    pub async fn exported_records(&self, form: RecordForm) -> Result<String> {
        copies::export(&self.records().await?, form)
    }

    /// The shells in a running container.
    ///
    /// # Errors
    /// [`ErrorCode::ContainerNotFound`](crate::ErrorCode::ContainerNotFound), [`ErrorCode::EngineUnreachable`](crate::ErrorCode::EngineUnreachable), …
    pub async fn shells(&self, container: &str) -> Result<Shells> {
        console::shells(&*self.engine()?, container).await
    }

    /// What differs in a container from its image.
    ///
    /// # Errors
    /// [`ErrorCode::ContainerNotFound`](crate::ErrorCode::ContainerNotFound), [`ErrorCode::EngineUnreachable`](crate::ErrorCode::EngineUnreachable), …
    pub async fn changes(&self, container: &str) -> Result<Changes> {
        changes::diff(&*self.engine()?, container).await
    }

    /// One changed path before and after.
    ///
    /// # Errors
    /// [`ErrorCode::ContainerNotFound`](crate::ErrorCode::ContainerNotFound), [`ErrorCode::EngineUnreachable`](crate::ErrorCode::EngineUnreachable), …
    pub async fn change_content(&self, container: &str, path: &str) -> Result<ChangeContent> {
        changes::content(&*self.engine()?, container, path).await
    }

    /// What a commit would put into the new image.
    ///
    /// # Errors
    /// [`ErrorCode::ContainerNotFound`](crate::ErrorCode::ContainerNotFound), [`ErrorCode::EngineUnreachable`](crate::ErrorCode::EngineUnreachable), …
    pub async fn commit_preview(&self, container: &str) -> Result<CommitPreview> {
        commit::preview(&*self.engine()?, container).await
    }
}
