use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Arc,
    time::Duration,
};

use futures_util::{Stream, StreamExt};
use parking_lot::{Mutex, MutexGuard};
use tokio::sync::{Notify, broadcast, watch};
use tokio_stream::wrappers::WatchStream;

use super::{
    cast::Cast,
    course::{self, LESSONS},
    evidence::{Evidence, Looked, Passing, Want},
    look::look,
    progress::{AllProgress, Before, Progress, progress_file},
    put_back::put_back,
    seen::matters,
    told::Asked,
};
use crate::{
    connect::{Engine, Link},
    error::{Error, ErrorCode, Result},
    inventory::{Contents, Event, Inventory, wait_until_replaced},
    persist::{JsonFile, blocking},
    wire::{Course, EngineProduct, LessonId, Update, Verdict},
};

/// How long after one look at a container's changes follows the next, while a file in it is waited for and the learner
/// looks at the lesson: no event tells of it.
const PACE: Duration = Duration::from_secs(1);
/// How often what a lesson asks for is read before it is told with what there is: one thing leads to another.
const ROUNDS: usize = 24;

/// The course on whatever engine answers, and how far one has come with it.
pub struct Lessons {
    file: Option<JsonFile<AllProgress>>,
    standing: Mutex<Standing>,
    course: watch::Sender<Course>,
    /// Something was asked of it.
    asked: Notify,
}

#[derive(Default)]
struct Standing {
    all: AllProgress,
    /// It is not written down yet.
    changed: bool,
    /// Who answers.
    on: Option<On>,
    /// The lesson that is on the screen.
    looked_at: Option<LessonId>,
    /// The questions that are asked, with their right answers.
    questions: BTreeMap<LessonId, BTreeMap<&'static str, Asked>>,
}

/// An engine by who it is, and who plays what on it.
#[derive(Clone)]
struct On {
    identity: String,
    cast: Cast,
}

impl Lessons {
    /// The course, with what is kept in this folder; without one it is forgotten at the end.
    pub fn open(folder: Option<&Path>) -> Self {
        let file = folder.map(progress_file);
        let all = file.as_ref().map(JsonFile::read_or_begin).unwrap_or_default();
        let standing = Mutex::new(Standing { all, ..Standing::default() });
        Self { file, standing, course: watch::Sender::default(), asked: Notify::new() }
    }

    /// The course as it stands, then whenever it changes; the newest wins.
    pub fn updates(&self) -> impl Stream<Item = Update> + Send + use<> {
        WatchStream::new(self.course.subscribe()).map(|course| Update::Course { course })
    }

    /// The course as it stands.
    pub fn watch(&self) -> watch::Receiver<Course> {
        self.course.subscribe()
    }

    /// Begins a lesson, or goes on with it. What is there now is not the lesson's; when it is repeated, what it made before
    /// still is.
    ///
    /// # Errors
    /// [`ErrorCode::EngineUnreachable`], also until the engine was listed.
    pub fn begin(&self, lesson: LessonId, engine: &Arc<Engine>, inventory: &Inventory) -> Result<()> {
        inventory
            .of(engine, |contents| {
                let mut standing = self.standing();
                let on = standing.on()?;
                standing.looked_at = Some(lesson);
                standing.with_progress(&on, lesson, |progress| {
                    if progress.begun {
                        return;
                    }
                    let own = course::belongings(lesson, on.cast);
                    if put_back(contents, &own, progress).1.is_none() {
                        *progress = Progress { before: Some(before(contents)), ..Progress::default() };
                    }
                    progress.begun = true;
                });
                Ok(())
            })
            .unwrap_or_else(|| Err(unreachable()))?;
        self.asked.notify_one();
        Ok(())
    }

    /// Forgets how far one has come with a lesson. What it made stays, and can still be put back.
    ///
    /// # Errors
    /// [`ErrorCode::EngineUnreachable`]
    pub fn repeat(&self, lesson: LessonId) -> Result<()> {
        {
            let mut standing = self.standing();
            let on = standing.on()?;
            standing.with_progress(&on, lesson, |progress| {
                let (before, mut seen) = (progress.before.take(), std::mem::take(&mut progress.seen));
                // What was done is forgotten; what is the lesson's is not.
                seen.entered.clear();
                seen.commits.clear();
                *progress = Progress { before, seen, ..Progress::default() };
            });
            standing.questions.remove(&lesson);
        }
        self.asked.notify_one();
        Ok(())
    }

    /// Answers a question of a lesson, or of one of its steps.
    ///
    /// # Errors
    /// [`ErrorCode::QuestionChanged`] when it is not asked or has other choices by now; [`ErrorCode::EngineUnreachable`]
    pub fn answer(&self, lesson: LessonId, question: &str, choices: &[String]) -> Result<Verdict> {
        let verdict = {
            let mut standing = self.standing();
            let on = standing.on()?;
            let changed = || Error::new(ErrorCode::QuestionChanged);
            let asked = standing.questions.get(&lesson).and_then(|asked| asked.get(question)).cloned();
            let asked = asked.ok_or_else(changed)?;
            let right = asked.judge(choices).ok_or_else(changed)?;
            let verdict = if right { Verdict::Right } else { Verdict::Wrong };
            let answered = asked.finish(question, verdict);
            standing.with_progress(&on, lesson, |progress| {
                progress.answers.insert(question.to_owned(), answered);
            });
            verdict
        };
        self.asked.notify_one();
        Ok(verdict)
    }

    /// Told which lesson the learner looks at; what no event tells is looked for meanwhile, and now.
    pub fn look_at(&self, lesson: Option<LessonId>) {
        self.standing().looked_at = lesson;
        self.asked.notify_one();
    }

    /// Follows whatever engine `link` holds, for ever.
    pub async fn follow(&self, link: &Link, inventory: &Inventory) {
        let mut engines = link.engines();
        while let Ok(engine) = engines.wait_for(Option::is_some).await.map(|engine| engine.clone()) {
            let Some(engine) = engine else { continue };
            tokio::select! {
                () = self.follow_engine(&engine, inventory) => {}
                _ = wait_until_replaced(engines.clone(), &engine) => {}
            }
            {
                let mut standing = self.standing();
                standing.on = None;
                standing.questions.clear();
            }
            self.course.send_replace(Course::default());
            if !wait_until_replaced(engines.clone(), &engine).await {
                return;
            }
        }
    }

    async fn follow_engine(&self, engine: &Arc<Engine>, inventory: &Inventory) {
        // Before anything else is asked, so that nothing is missed meanwhile.
        let (mut events, mut revisions) = (inventory.events(), inventory.revisions());
        let practice = engine.info().practice;
        let identity = identity(engine).await;
        self.standing().on = Some(On { identity, cast: Cast::on(practice) });
        let mut looked = Looked::default();
        let mut follows = false;
        revisions.mark_changed();
        loop {
            let mut news = Vec::new();
            tokio::select! {
                changed = revisions.changed() => if changed.is_err() { return },
                event = next(&mut events) => news.extend(event),
                () = self.asked.notified() => {}
                () = tokio::time::sleep(PACE), if follows => {}
            }
            // What one falls behind in is lost; the inventory still tells what stands.
            news.extend(std::iter::from_fn(|| events.try_recv().ok()));
            self.note(&news);
            match self.tell(engine, inventory, &mut looked).await {
                Ok(waits) => follows = waits,
                // Where the engine is lost, whoever keeps the connection notices, too.
                Err(error) => {
                    tracing::debug!(%error, "a lesson cannot be looked at now");
                    follows = true;
                }
            }
        }
    }

    /// Takes in events for each lesson that is begun.
    fn note(&self, news: &[Event]) {
        let mut standing = self.standing();
        let Ok(on) = standing.on() else { return };
        for lesson in LESSONS {
            let own = course::belongings(lesson, on.cast);
            standing.with_progress(&on, lesson, |progress| {
                if progress.is_open() {
                    news.iter().for_each(|event| progress.seen.note(event, &own));
                }
            });
        }
    }

    /// Looks, and tells the course anew. Answers whether something is being waited for that no event tells.
    async fn tell(&self, engine: &Arc<Engine>, inventory: &Inventory, looked: &mut Looked) -> Result<bool> {
        looked.passing = Passing::default();
        let mut round = 0;
        let follows = loop {
            let Some((wants, follows)) = inventory.of(engine, |contents| self.take(contents, looked)) else {
                return Ok(false);
            };
            round += 1;
            if wants.is_empty() || round > ROUNDS {
                break follows;
            }
            look(engine, wants, looked).await?;
        };
        let Some(course) = inventory.of(engine, |contents| self.course(contents, looked)) else { return Ok(false) };
        self.keep().await;
        self.course.send_if_modified(|told| {
            let changed = *told != course;
            *told = course;
            changed
        });
        Ok(follows)
    }

    /// Takes in what the engine shows, lesson by lesson. Answers what more is to be read for it, and whether something is
    /// being waited for that no event tells.
    fn take(&self, contents: &Contents, looked: &Looked) -> (BTreeSet<Want>, bool) {
        let mut standing = self.standing();
        let Ok(on) = standing.on() else { return Default::default() };
        let looked_at = standing.looked_at;
        let (mut all, mut follows) = (BTreeSet::new(), false);
        for lesson in LESSONS {
            let own = course::belongings(lesson, on.cast);
            standing.with_progress(&on, lesson, |progress| {
                if !progress.is_open() {
                    return;
                }
                progress.seen.take(contents, &own);
                progress.seen.flag(&looked.flags);
                loop {
                    let evidence = Evidence::new(on.cast, contents, progress, looked);
                    let told = course::tell(lesson, &evidence);
                    let (wants, waits) = evidence.wants();
                    // What is done may show that something else is.
                    if !course::take(&told, progress) {
                        all.extend(wants);
                        follows |= waits && looked_at == Some(lesson);
                        break;
                    }
                }
            });
        }
        (all, follows)
    }

    /// The course as it stands.
    fn course(&self, contents: &Contents, looked: &Looked) -> Course {
        let mut standing = self.standing();
        let Ok(on) = standing.on() else { return Course::default() };
        let none = Progress::default();
        let mut questions = BTreeMap::new();
        let progress = standing.all.get(&on.identity);
        let lessons = LESSONS.map(|lesson| {
            let progress = progress.and_then(|lessons| lessons.get(&lesson)).unwrap_or(&none);
            let evidence = Evidence::new(on.cast, contents, progress, looked);
            let told = course::tell(lesson, &evidence);
            questions.insert(lesson, course::questions(&told));
            course::lesson(lesson, told, &evidence)
        });
        standing.questions = questions;
        Course { lessons: lessons.into() }
    }

    /// Writes down what is new. That it cannot be written is no reason not to learn.
    async fn keep(&self) {
        let (Some(file), Some(all)) = (self.file.clone(), self.standing().news()) else { return };
        match blocking(move || file.write(&all)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "progress in the course cannot be saved"),
            Err(error) => tracing::warn!(%error, "progress in the course cannot be saved"),
        }
    }

    fn standing(&self) -> MutexGuard<'_, Standing> {
        self.standing.lock()
    }
}

impl Standing {
    fn on(&self) -> Result<On> {
        self.on.clone().ok_or_else(unreachable)
    }

    /// Changes how far one has come with a lesson, and notes whether that is new.
    fn with_progress<T>(&mut self, on: &On, lesson: LessonId, change: impl FnOnce(&mut Progress) -> T) -> T {
        let lessons = self.all.entry(on.identity.clone()).or_default();
        let progress = lessons.entry(lesson).or_default();
        let before = progress.mark();
        let answer = change(progress);
        self.changed |= before != progress.mark();
        answer
    }

    /// All of it, when it has changed since this was asked last.
    fn news(&mut self) -> Option<AllProgress> {
        std::mem::take(&mut self.changed).then(|| self.all.clone())
    }
}

/// The next event that may matter; none when one fell behind.
async fn next(events: &mut broadcast::Receiver<Event>) -> Option<Event> {
    loop {
        let event = events.recv().await.ok()?;
        if matters(&event) {
            return Some(event);
        }
    }
}

/// Whose progress it is: the practice engine's, whatever it was emptied of meanwhile; else that of the engine with this ID.
/// Podman makes up another ID each time, so that its address has to do.
async fn identity(engine: &Engine) -> String {
    let info = engine.info();
    if info.practice {
        return "practice".to_owned();
    }
    let id = match info.product {
        EngineProduct::Docker => engine.docker().info().await.ok().and_then(|info| info.id),
        EngineProduct::Podman => None,
    };
    id.filter(|id| !id.is_empty()).unwrap_or_else(|| info.endpoint.address.clone())
}

fn before(contents: &Contents) -> Before {
    Before {
        images: contents.images.keys().cloned().collect(),
        tags: contents.images.values().flat_map(|image| image.tags.clone()).collect(),
        containers: contents.containers.keys().cloned().collect(),
    }
}

fn unreachable() -> Error {
    Error::new(ErrorCode::EngineUnreachable)
}
