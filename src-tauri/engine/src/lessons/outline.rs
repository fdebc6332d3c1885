//! Steps and questions of a lesson as derived from evidence, before they cross to the page.

use std::collections::BTreeMap;

use super::progress::Progress;
use crate::{
    command_line::{inside, render},
    wire::{Action, Choice, CommandLine, LessonStep, Question, Verdict},
};

/// A lesson's steps and quiz at one moment.
pub struct LessonOutline {
    pub steps: Vec<Step>,
    pub quiz: Vec<QuestionSlot>,
}

impl LessonOutline {
    /// The questions that can be asked now, with their right answers, by ID.
    pub fn questions(&self) -> BTreeMap<&'static str, QuizQuestion> {
        let of_steps = self.steps.iter().filter_map(|step| step.question.as_ref());
        let slots = of_steps.chain(&self.quiz);
        slots.filter_map(|slot| Some((slot.id, slot.question.clone()?))).collect()
    }

    /// Records what is done in `progress`, and returns whether any of it is new.
    pub fn record(&self, progress: &mut Progress) -> bool {
        let before = (progress.done.len(), progress.finished);
        if progress.is_open() {
            let done = self.steps.iter().filter(|step| step.state == StepState::Done).map(|step| step.id.to_owned());
            progress.done.extend(done);
            // A question that this engine cannot be asked about does not keep the lesson from being finished.
            let answered = self.quiz.iter().all(|slot| slot.question.is_none() || progress.is_right(slot.id));
            let any = self.quiz.iter().any(|slot| progress.is_right(slot.id));
            progress.finished = any && answered && self.steps.iter().all(|step| progress.done.contains(step.id));
        }
        before != (progress.done.len(), progress.finished)
    }
}

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    /// Not done yet.
    Open,
    /// Not done, and the learner took a wrong turn, for which there is this hint.
    Wrong(&'static str),
    /// Done.
    Done,
}

/// A step of a lesson.
pub struct Step {
    pub id: &'static str,
    pub state: StepState,
    action: Option<Action>,
    command: Option<CommandLine>,
    places: Vec<String>,
    values: BTreeMap<String, String>,
    question: Option<QuestionSlot>,
}

impl Step {
    pub fn new(id: &'static str, state: StepState) -> Self {
        Self { id, state, action: None, command: None, places: Vec::new(), values: BTreeMap::new(), question: None }
    }

    /// The action that does it.
    pub fn action(mut self, action: Action) -> Self {
        self.command = Some(render(&action));
        self.action = Some(action);
        self
    }

    /// The command that lists what the step is about, for a step that changes nothing.
    pub fn command(mut self, action: &Action) -> Self {
        self.command = Some(render(action));
        self
    }

    /// The command to type into a console.
    pub fn console_command(mut self, text: &str) -> Self {
        self.command = Some(inside(text));
        self
    }

    /// Where in the window it is done, as [`LessonStep::places`].
    pub fn places<Place: Into<String>>(mut self, places: impl IntoIterator<Item = Place>) -> Self {
        self.places = places.into_iter().map(Into::into).collect();
        self
    }

    /// A value that its message contains.
    pub fn value(mut self, name: &str, value: impl Into<String>) -> Self {
        self.values.insert(name.to_owned(), value.into());
        self
    }

    /// The question whose right answer completes it.
    pub fn question(mut self, question: QuestionSlot) -> Self {
        self.question = Some(question);
        self
    }

    /// The step for the page.
    pub fn into_wire(self, progress: &Progress) -> LessonStep {
        LessonStep {
            id: self.id.to_owned(),
            done: self.state == StepState::Done,
            action: self.action,
            command: self.command,
            places: self.places,
            hint: match self.state {
                StepState::Wrong(hint) => Some(hint.to_owned()),
                StepState::Open | StepState::Done => None,
            },
            values: self.values,
            question: self.question.and_then(|slot| slot.to_wire(progress)),
        }
    }
}

/// The place of a question in a lesson.
pub struct QuestionSlot {
    pub id: &'static str,
    /// `None` while it cannot be asked, or has been answered.
    pub question: Option<QuizQuestion>,
}

impl QuestionSlot {
    /// The question for the page: one that was answered correctly stays as it was then, whatever the engine has now.
    pub fn to_wire(&self, progress: &Progress) -> Option<Question> {
        match progress.answers.get(self.id) {
            Some(answered) if answered.verdict == Verdict::Right => Some(answered.clone()),
            answered => {
                let verdict = answered.map_or(Verdict::Open, |answered| answered.verdict);
                Some(self.question.as_ref()?.to_wire(self.id, verdict))
            }
        }
    }
}

/// A question with its right answers, which do not cross to the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuizQuestion {
    several: bool,
    options: Vec<AnswerOption>,
    values: BTreeMap<String, String>,
}

/// An option to choose, and whether it is right.
#[derive(Debug, Clone, PartialEq, Eq)]
struct AnswerOption {
    id: String,
    localized: bool,
    right: bool,
}

impl QuizQuestion {
    /// A question with several right options, shown as they are: names, IDs or the like.
    pub fn multiple_choice(right: impl IntoIterator<Item = String>, wrong: impl IntoIterator<Item = String>) -> Self {
        let right = right.into_iter().map(|id| AnswerOption { id, localized: false, right: true });
        let wrong = wrong.into_iter().map(|id| AnswerOption { id, localized: false, right: false });
        Self { several: true, options: right.chain(wrong).collect(), values: BTreeMap::new() }
    }

    /// A question with one right option, shown as they are: names, IDs or the like.
    pub fn single_choice(right: String, wrong: impl IntoIterator<Item = String>) -> Self {
        Self { several: false, ..Self::multiple_choice([right], wrong) }
    }

    /// A question with one right option, each a message of the page.
    pub fn worded(right: &str, wrong: &[&str]) -> Self {
        let mut question = Self::single_choice(right.to_owned(), wrong.iter().copied().map(str::to_owned));
        question.options.iter_mut().for_each(|option| option.localized = true);
        question
    }

    /// A question for a number, with up to three wrong ones: first these, then the neighbours of the right one.
    pub fn number(right: u64, wrong: &[u64]) -> Self {
        let neighbours = [right.wrapping_add(1), right.saturating_sub(1), right.wrapping_add(2), right.wrapping_add(3)];
        let mut numbers = vec![right];
        for number in wrong.iter().copied().chain(neighbours) {
            if !numbers.contains(&number) && numbers.len() < 4 {
                numbers.push(number);
            }
        }
        Self::single_choice(right.to_string(), numbers.into_iter().skip(1).map(|number| number.to_string()))
    }

    /// A value that its message contains.
    pub fn value(mut self, name: &str, value: impl Into<String>) -> Self {
        self.values.insert(name.to_owned(), value.into());
        self
    }

    /// Returns whether these are exactly the right options; `None` if one of them is no option.
    pub fn judge(&self, chosen: &[String]) -> Option<bool> {
        let offered = chosen.iter().all(|id| self.options.iter().any(|option| option.id == *id));
        offered.then(|| self.options.iter().all(|option| option.right == chosen.contains(&option.id)))
    }

    /// The IDs of the right options.
    #[cfg(test)]
    pub fn right(&self) -> Vec<&str> {
        self.options.iter().filter(|option| option.right).map(|option| option.id.as_str()).collect()
    }

    /// The question for the page. The options are in the same order each time: numbers by size, others shuffled by hash, so
    /// that the place of the right one gives nothing away.
    pub fn to_wire(&self, id: &str, verdict: Verdict) -> Question {
        let mut options = self.options.clone();
        options.sort_by_cached_key(|option| match option.id.parse::<u64>() {
            Ok(number) if !option.localized => (number, None),
            _ => (0, Some(blake3::hash(format!("{id} {}", option.id).as_bytes()).to_hex().to_string())),
        });
        Question {
            id: id.to_owned(),
            several: self.several,
            choices: options.into_iter().map(|option| Choice { id: option.id, localized: option.localized }).collect(),
            verdict,
            values: self.values.clone(),
        }
    }
}
