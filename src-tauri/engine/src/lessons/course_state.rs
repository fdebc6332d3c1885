//! The state of the course: progress, and what the page shows now.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    course::{LESSONS, definition},
    evidence::Evidence,
    facts::{FactCache, Query},
    lesson_images::LessonImages,
    outline::QuizQuestion,
    progress::{AllProgress, Baseline, Progress},
    reset::reset,
};
use crate::{
    error::{Error, ErrorCode, Result},
    inventory::{Contents, Event},
    wire::{Course, LessonId, Verdict},
};

/// The course on the engine that answers, and the progress on every engine.
#[derive(Default)]
pub struct CourseState {
    progress: AllProgress,
    /// Whether the progress has changed since it was saved.
    unsaved: bool,
    engine: Option<CurrentEngine>,
    on_screen: Option<LessonId>,
    /// The questions that can be answered now, with their right answers.
    questions: BTreeMap<LessonId, BTreeMap<&'static str, QuizQuestion>>,
}

/// The engine that answers.
#[derive(Clone)]
pub struct CurrentEngine {
    /// Whose progress it is.
    pub identity: String,
    /// The images that the lessons work with on it.
    pub images: LessonImages,
}

impl CourseState {
    pub fn new(progress: AllProgress) -> Self {
        Self { progress, ..Self::default() }
    }

    /// Sets the engine that answers, or that none does.
    pub fn set_engine(&mut self, engine: Option<CurrentEngine>) {
        self.engine = engine;
        self.questions.clear();
    }

    /// Sets which lesson the page shows: files are polled for that one only.
    pub fn set_on_screen(&mut self, lesson: Option<LessonId>) {
        self.on_screen = lesson;
    }

    /// Starts a lesson, or continues it.
    pub fn begin(&mut self, lesson: LessonId, contents: &Contents) -> Result<()> {
        let engine = self.engine()?;
        let belongings = (definition(lesson).belongings)(engine.images);
        self.on_screen = Some(lesson);
        self.change(&engine, lesson, |progress| {
            if progress.begun {
                return;
            }
            // What an earlier run created still belongs to the lesson, and must not become part of the baseline.
            if reset(contents, &belongings, progress).1.is_none() {
                *progress = Progress { baseline: Some(Baseline::of(contents)), ..Progress::default() };
            }
            progress.begun = true;
        });
        Ok(())
    }

    /// Forgets the progress in a lesson.
    pub fn repeat(&mut self, lesson: LessonId) -> Result<()> {
        let engine = self.engine()?;
        self.change(&engine, lesson, Progress::repeat);
        self.questions.remove(&lesson);
        Ok(())
    }

    /// Judges an answer, and records it.
    pub fn answer(&mut self, lesson: LessonId, id: &str, choices: &[String]) -> Result<Verdict> {
        let engine = self.engine()?;
        let changed = || Error::new(ErrorCode::QuestionChanged);
        let question = self.questions.get(&lesson).and_then(|questions| questions.get(id)).ok_or_else(changed)?;
        let verdict = if question.judge(choices).ok_or_else(changed)? { Verdict::Right } else { Verdict::Wrong };
        let answered = question.to_wire(id, verdict);
        self.change(&engine, lesson, |progress| {
            progress.answers.insert(id.to_owned(), answered);
        });
        Ok(verdict)
    }

    /// Observes events for each open lesson.
    pub fn observe_events(&mut self, events: &[Event]) {
        self.change_open(|lesson, images, progress| {
            let belongings = (definition(lesson).belongings)(images);
            events.iter().for_each(|event| progress.observations.observe_event(event, &belongings));
        });
    }

    /// Observes what the engine has, and records what is done. Returns the facts that are missing for it, and whether a step
    /// of the lesson on screen waits for a change of files.
    pub fn observe(&mut self, contents: &Contents, facts: &FactCache) -> (BTreeSet<Query>, bool) {
        let on_screen = self.on_screen;
        let (mut queries, mut polls) = (BTreeSet::new(), false);
        self.change_open(|id, images, progress| {
            let lesson = definition(id);
            progress.observations.observe(contents, &(lesson.belongings)(images));
            progress.observations.record_flags(&facts.flags);
            loop {
                let evidence = Evidence::new(images, contents, progress, facts);
                let outline = lesson.outline(&evidence);
                let waits = evidence.polls();
                let missing = evidence.into_queries();
                // A step that is done may show that another one is, too.
                if !outline.record(progress) {
                    queries.extend(missing);
                    polls |= waits && on_screen == Some(id);
                    break;
                }
            }
        });
        (queries, polls)
    }

    /// The course for the page; it can answer these questions from now on.
    pub fn course(&mut self, contents: &Contents, facts: &FactCache) -> Course {
        let Ok(engine) = self.engine() else { return Course::default() };
        let untouched = Progress::default();
        let by_lesson = self.progress.get(&engine.identity);
        let mut questions = BTreeMap::new();
        let lessons = LESSONS.map(|id| {
            let progress = by_lesson.and_then(|by_lesson| by_lesson.get(&id)).unwrap_or(&untouched);
            let evidence = Evidence::new(engine.images, contents, progress, facts);
            let lesson = definition(id);
            let outline = lesson.outline(&evidence);
            questions.insert(id, outline.questions());
            lesson.to_wire(id, outline, &evidence)
        });
        self.questions = questions;
        Course { lessons: lessons.into() }
    }

    /// The progress to save, if it has changed since the last call.
    pub fn take_unsaved(&mut self) -> Option<AllProgress> {
        std::mem::take(&mut self.unsaved).then(|| self.progress.clone())
    }

    fn engine(&self) -> Result<CurrentEngine> {
        self.engine.clone().ok_or_else(|| Error::new(ErrorCode::EngineUnreachable))
    }

    /// Changes the progress in each open lesson on the engine that answers.
    fn change_open(&mut self, mut change: impl FnMut(LessonId, LessonImages, &mut Progress)) {
        let Ok(engine) = self.engine() else { return };
        for lesson in LESSONS {
            self.change(&engine, lesson, |progress| {
                if progress.is_open() {
                    change(lesson, engine.images, progress);
                }
            });
        }
    }

    /// Changes the progress in a lesson, and notes whether there is something to save.
    fn change(&mut self, engine: &CurrentEngine, lesson: LessonId, change: impl FnOnce(&mut Progress)) {
        let progress = self.progress.entry(engine.identity.clone()).or_default().entry(lesson).or_default();
        let before = progress.changing_parts();
        change(progress);
        self.unsaved |= before != progress.changing_parts();
    }
}
