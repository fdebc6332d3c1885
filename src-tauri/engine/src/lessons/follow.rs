//! Following an engine through the course.

use std::{path::Path, sync::Arc, time::Duration};

use futures_util::{Stream, StreamExt};
use parking_lot::{Mutex, MutexGuard};
use serde_json::Value;
use tokio::sync::{Notify, broadcast, watch};
use tokio_stream::wrappers::WatchStream;

use super::{
    course_state::{CourseState, CurrentEngine},
    facts::{FactCache, Snapshot},
    lesson_images::LessonImages,
    observations::is_relevant,
    progress::{AllProgress, progress_file},
};
use crate::{
    connect::{Engine, Link},
    error::{Error, ErrorCode, Result},
    inventory::{Event, Inventory, wait_until_replaced},
    persist::{JsonFile, blocking},
    wire::{Course, EngineProduct, LessonId, Update, Verdict},
};

/// How often a container's changes are read while a step of the lesson on screen waits for one: no event reports them.
const POLL_INTERVAL: Duration = Duration::from_secs(1);
/// How many times missing facts are read before the course is shown without the rest: one fact leads to another.
const MAX_ROUNDS: usize = 24;

/// The course on the engine that answers, and the progress in it.
pub struct Lessons {
    file: Option<JsonFile<AllProgress>>,
    state: Mutex<CourseState>,
    course: watch::Sender<Course>,
    /// Notified when the learner did something in the course.
    changed: Notify,
}

impl Lessons {
    /// The course, with the progress that is saved in this folder; without one it is lost at exit.
    pub fn open(folder: Option<&Path>) -> Self {
        let (file, progress) = folder.map(|folder| progress_file(folder).open()).unwrap_or_default();
        let state = Mutex::new(CourseState::new(progress));
        Self { file, state, course: watch::Sender::default(), changed: Notify::new() }
    }

    /// The course now, then whenever it changes; a slow reader gets the newest only.
    pub fn updates(&self) -> impl Stream<Item = Update> + Send + use<> {
        WatchStream::new(self.course.subscribe()).map(|course| Update::Course { course })
    }

    /// The course, to watch.
    pub fn watch(&self) -> watch::Receiver<Course> {
        self.course.subscribe()
    }

    /// Starts a lesson, or continues it. What exists now does not belong to the lesson; when a lesson is repeated, what it
    /// created before still does.
    ///
    /// # Errors
    /// [`ErrorCode::EngineUnreachable`], also until the engine was listed.
    pub fn begin(&self, lesson: LessonId, engine: &Arc<Engine>, inventory: &Inventory) -> Result<()> {
        inventory
            .of(engine, |contents| self.state().begin(lesson, contents))
            .unwrap_or_else(|| Err(Error::new(ErrorCode::EngineUnreachable)))?;
        self.changed.notify_one();
        Ok(())
    }

    /// Forgets the progress in a lesson. What it created stays, and can still be reset.
    ///
    /// # Errors
    /// [`ErrorCode::EngineUnreachable`]
    pub fn repeat(&self, lesson: LessonId) -> Result<()> {
        self.state().repeat(lesson)?;
        self.changed.notify_one();
        Ok(())
    }

    /// Answers a question of a lesson, or of one of its steps.
    ///
    /// # Errors
    /// [`ErrorCode::QuestionChanged`] when it cannot be answered now, or not with these choices;
    /// [`ErrorCode::EngineUnreachable`]
    pub fn answer(&self, lesson: LessonId, question: &str, choices: &[String]) -> Result<Verdict> {
        let verdict = self.state().answer(lesson, question, choices)?;
        self.changed.notify_one();
        Ok(verdict)
    }

    /// Sets which lesson the page shows: files are polled for that one, beginning now.
    pub fn set_on_screen(&self, lesson: Option<LessonId>) {
        self.state().set_on_screen(lesson);
        self.changed.notify_one();
    }

    /// Follows whichever engine `link` has, until that ends.
    pub async fn follow(&self, link: &Link, inventory: &Inventory) {
        let mut engines = link.engines();
        while let Ok(engine) = engines.wait_for(Option::is_some).await.map(|engine| engine.clone()) {
            let Some(engine) = engine else { continue };
            tokio::select! {
                () = self.follow_engine(&engine, inventory) => {}
                _ = wait_until_replaced(engines.clone(), &engine) => {}
            }
            self.state().set_engine(None);
            self.course.send_replace(Course::default());
            if !wait_until_replaced(engines.clone(), &engine).await {
                return;
            }
        }
    }

    async fn follow_engine(&self, engine: &Arc<Engine>, inventory: &Inventory) {
        // Subscribe first, so that nothing is missed while the engine is asked who it is.
        let (mut events, mut revisions) = (inventory.events(), inventory.revisions());
        let current = CurrentEngine { identity: identity(engine).await, images: images_on(engine) };
        self.state().set_engine(Some(current));
        let mut facts = FactCache::default();
        let mut polls = false;
        revisions.mark_changed();
        loop {
            let mut received = Vec::new();
            tokio::select! {
                changed = revisions.changed() => if changed.is_err() { return },
                event = next_relevant(&mut events) => received.extend(event),
                () = self.changed.notified() => {}
                () = tokio::time::sleep(POLL_INTERVAL), if polls => {}
            }
            // Events that were missed are lost, but the inventory still lists what exists.
            received.extend(std::iter::from_fn(|| events.try_recv().ok()));
            self.state().observe_events(&received);
            match self.update(engine, inventory, &mut facts).await {
                Ok(waits) => polls = waits,
                // A lost engine is the link's concern; anything else may work the next time.
                Err(error) => {
                    tracing::debug!(%error, "the course cannot be updated now");
                    polls = true;
                }
            }
        }
    }

    /// Evaluates and publishes the course. Returns whether a step waits for something that no event reports.
    async fn update(&self, engine: &Arc<Engine>, inventory: &Inventory, facts: &mut FactCache) -> Result<bool> {
        facts.snapshot = Snapshot::default();
        let mut round = 0;
        let polls = loop {
            let observed = inventory.of(engine, |contents| self.state().observe(contents, facts));
            let Some((queries, polls)) = observed else { return Ok(false) };
            round += 1;
            if queries.is_empty() || round > MAX_ROUNDS {
                break polls;
            }
            facts.fetch(engine, queries).await?;
        };
        let course = inventory.of(engine, |contents| self.state().course(contents, facts));
        let Some(course) = course else { return Ok(false) };
        self.save().await;
        self.course.send_if_modified(|published| {
            let is_new = *published != course;
            *published = course;
            is_new
        });
        Ok(polls)
    }

    /// Saves the progress if it has changed. A failure is only logged: the course goes on without.
    async fn save(&self) {
        let (Some(file), Some(progress)) = (self.file.clone(), self.state().take_unsaved()) else { return };
        match blocking(move || file.write(&progress)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "the progress in the course cannot be saved"),
            Err(error) => tracing::warn!(%error, "the progress in the course cannot be saved"),
        }
    }

    fn state(&self) -> MutexGuard<'_, CourseState> {
        self.state.lock()
    }
}

/// The next event that may change the state of a step; `None` after events were missed.
async fn next_relevant(events: &mut broadcast::Receiver<Event>) -> Option<Event> {
    loop {
        let event = events.recv().await.ok()?;
        if is_relevant(&event) {
            return Some(event);
        }
    }
}

/// The images that the lessons work with on an engine.
fn images_on(engine: &Engine) -> LessonImages {
    if engine.info().practice { LessonImages::PRACTICE } else { LessonImages::DOCKER_HUB }
}

/// The key of an engine's progress: the practice engine's is the same whatever happened to its storage; another Docker
/// engine's is its ID. Podman reports a new ID each time, so its address has to do.
async fn identity(engine: &Engine) -> String {
    let info = engine.info();
    if info.practice {
        return "practice".to_owned();
    }
    let id = match info.product {
        EngineProduct::Docker => engine.json::<Value>("/info").await.ok(),
        EngineProduct::Podman => None,
    };
    let id = id.and_then(|info| info["ID"].as_str().map(str::to_owned));
    id.filter(|id| !id.is_empty()).unwrap_or_else(|| info.endpoint.address.clone())
}
