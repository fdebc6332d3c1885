//! The lessons in their order, what belongs to each, and how they stand.

use std::collections::BTreeMap;

use super::{
    change, commit, dangling,
    evidence::Evidence,
    intermediate,
    lesson_images::{Cast, SECOND, WEBSERVER},
    list,
    outline::{Asked, Check, Told, finish},
    progress::Progress,
    pull as pull_lesson, reset, shell,
};
use crate::{
    grammar::id::short_id,
    wire::{Action, Image, Lesson, LessonId, LessonState},
};

/// The lessons in the order in which they are learned.
pub const LESSONS: [LessonId; 7] = [
    LessonId::Pull,
    LessonId::Shell,
    LessonId::List,
    LessonId::Dangling,
    LessonId::Intermediate,
    LessonId::Change,
    LessonId::Commit,
];

/// How many wrong IDs stand beside the right one.
const WRONG_IDS: usize = 3;

/// What a lesson makes: only this may be put back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Belongings {
    /// Names of images.
    pub images: Vec<&'static str>,
    /// Those of them that it builds, with what they leave behind.
    pub builds: Vec<&'static str>,
    /// Names of containers.
    pub containers: Vec<&'static str>,
    /// The image of which it runs shells.
    pub shells_of: Option<&'static str>,
}

/// What a lesson makes.
pub fn belongings(lesson: LessonId, cast: Cast) -> Belongings {
    let images = |names: &[&'static str]| names.to_vec();
    match lesson {
        LessonId::Pull => {
            Belongings { images: [cast.shell].into_iter().chain(cast.sibling).collect(), ..Belongings::default() }
        }
        LessonId::Shell => {
            Belongings { images: images(&[cast.shell]), shells_of: Some(cast.shell), ..Belongings::default() }
        }
        LessonId::List => Belongings { images: images(&[cast.mine, cast.shell]), ..Belongings::default() },
        LessonId::Dangling => Belongings {
            images: images(&[cast.notes, cast.shell]),
            builds: images(&[cast.notes]),
            ..Belongings::default()
        },
        LessonId::Intermediate => Belongings {
            images: images(&[cast.steps, cast.shell]),
            builds: images(&[cast.steps]),
            ..Belongings::default()
        },
        LessonId::Change => {
            Belongings { images: images(&[cast.web]), containers: vec![WEBSERVER], ..Belongings::default() }
        }
        LessonId::Commit => Belongings {
            images: images(&[cast.kept, cast.rebuilt, cast.web]),
            builds: images(&[cast.rebuilt]),
            containers: vec![SECOND, WEBSERVER],
            ..Belongings::default()
        },
    }
}

/// A lesson as the evidence tells it.
pub fn tell(lesson: LessonId, evidence: &Evidence<'_>) -> Told {
    match lesson {
        LessonId::Pull => pull_lesson::lesson(evidence),
        LessonId::Shell => shell::lesson(evidence),
        LessonId::List => list::lesson(evidence),
        LessonId::Dangling => dangling::lesson(evidence),
        LessonId::Intermediate => intermediate::lesson(evidence),
        LessonId::Change => change::lesson(evidence),
        LessonId::Commit => commit::lesson(evidence),
    }
}

/// The questions that can be asked now, with their right answers, by id.
pub fn questions(told: &Told) -> BTreeMap<&'static str, Asked> {
    let of_steps = told.steps.iter().filter_map(|step| step.asks.as_ref());
    let all = of_steps.chain(&told.quiz);
    all.filter_map(|(id, asked)| Some((*id, asked.clone()?))).collect()
}

/// Takes in what the lesson tells as done. Answers whether anything is new.
pub fn take(told: &Told, progress: &mut Progress) -> bool {
    let before = (progress.done.len(), progress.finished);
    if progress.begun && !progress.finished {
        let done = told.steps.iter().filter(|step| step.check == Check::Done).map(|step| step.id.to_owned());
        progress.done.extend(done);
        // What cannot be asked on this engine holds nobody up.
        let answered = told.quiz.iter().all(|(id, asked)| asked.is_none() || progress.is_right(id));
        let some = told.quiz.iter().any(|(id, _)| progress.is_right(id));
        progress.finished = some && answered && told.steps.iter().all(|step| progress.done.contains(step.id));
    }
    before != (progress.done.len(), progress.finished)
}

/// A lesson as the page sees it.
pub fn lesson(id: LessonId, told: Told, evidence: &Evidence<'_>) -> Lesson {
    let progress = evidence.progress;
    let own = belongings(id, evidence.cast);
    let (made, put_back) = reset::put_back(evidence.contents, &own, progress);
    Lesson {
        id,
        state: match (progress.begun, progress.finished) {
            (_, true) => LessonState::Done,
            (true, false) => LessonState::Begun,
            (false, false) => LessonState::New,
        },
        questions: told.quiz.iter().filter_map(|(id, asked)| finish(id, asked.as_ref(), progress)).collect(),
        steps: told.steps.into_iter().map(|step| step.finish(progress)).collect(),
        put_back,
        made,
    }
}

/// `docker pull NAME`
pub fn pull(name: &str) -> Action {
    Action::Pull { reference: name.to_owned(), platform: String::new() }
}

/// The action, or the pull of the image that it needs, while that is not there: Slipway pulls nothing unasked.
pub fn once_there(evidence: &Evidence<'_>, image: &str, action: Action) -> Action {
    if evidence.image(image).is_some() { action } else { pull(image) }
}

/// An image's row, by its name.
pub fn row(name: &str) -> String {
    format!("image-row[data-reference=\"{name}\"]")
}

/// An image's row, by its ID.
pub fn row_of(id: &str) -> String {
    format!("image-row[data-image-id=\"{id}\"]")
}

/// A container's row, by its name.
pub fn container_row(name: &str) -> String {
    format!("container-row[data-name=\"{name}\"]")
}

/// Short IDs of a few images of a kind, the lesson's own first.
pub fn other_ids(evidence: &Evidence<'_>, is_wanted: impl Fn(&Image) -> bool) -> Vec<String> {
    let own =
        |image: &Image| image.tags.iter().any(|tag| [evidence.cast.notes, evidence.cast.steps].contains(&tag.as_str()));
    let mut images: Vec<&Image> = evidence.contents.images.values().filter(|image| is_wanted(image)).collect();
    images.sort_by_key(|image| (!own(image), &image.id));
    images.into_iter().take(WRONG_IDS).map(|image| short_id(&image.id)).collect()
}
