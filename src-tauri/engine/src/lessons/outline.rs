//! What a lesson tells: steps and questions, before they cross to the page.

use std::collections::BTreeMap;

use super::progress::Progress;
use crate::{
    command_line::{inside, render},
    wire::{Action, Choice, CommandLine, LessonStep, Question, Verdict},
};

/// How a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// It is yet to be done.
    Waits,
    /// A wrong turn was seen.
    Wrong(&'static str),
    /// It is done.
    Done,
}

/// A lesson as it stands.
pub struct Told {
    pub steps: Vec<Step>,
    /// The quiz: each question by its id, and itself while it can be asked.
    pub quiz: Vec<(&'static str, Option<Asked>)>,
}

/// A step as it stands.
pub struct Step {
    pub id: &'static str,
    pub check: Check,
    action: Option<Action>,
    command: Option<CommandLine>,
    places: Vec<String>,
    values: BTreeMap<String, String>,
    /// The id of its question, and itself while it can be asked.
    pub asks: Option<(&'static str, Option<Asked>)>,
}

impl Step {
    pub fn new(id: &'static str, check: Check) -> Self {
        Self { id, check, action: None, command: None, places: Vec::new(), values: BTreeMap::new(), asks: None }
    }

    /// The action that would do it.
    pub fn does(mut self, action: Action) -> Self {
        self.command = Some(render(&action));
        self.action = Some(action);
        self
    }

    /// The command that shows what is to be looked at.
    pub fn shows(mut self, action: &Action) -> Self {
        self.command = Some(render(action));
        self
    }

    /// What is typed into a console.
    pub fn types(mut self, text: &str) -> Self {
        self.command = Some(inside(text));
        self
    }

    /// Where it is done.
    pub fn at<Place: Into<String>>(mut self, places: impl IntoIterator<Item = Place>) -> Self {
        self.places = places.into_iter().map(Into::into).collect();
        self
    }

    /// What its message names.
    pub fn value(mut self, name: &str, value: impl Into<String>) -> Self {
        self.values.insert(name.to_owned(), value.into());
        self
    }

    pub fn asks(mut self, id: &'static str, question: Option<Asked>) -> Self {
        self.asks = Some((id, question));
        self
    }

    /// As the page sees it.
    pub fn finish(self, progress: &Progress) -> LessonStep {
        LessonStep {
            id: self.id.to_owned(),
            done: self.check == Check::Done,
            action: self.action,
            command: self.command,
            places: self.places,
            hint: match self.check {
                Check::Wrong(hint) => Some(hint.to_owned()),
                Check::Waits | Check::Done => None,
            },
            values: self.values,
            question: self.asks.and_then(|(id, question)| finish(id, question.as_ref(), progress)),
        }
    }
}

/// A question with its right answers, which do not cross.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    several: bool,
    choices: Vec<Offered>,
    values: BTreeMap<String, String>,
}

/// One choice, and whether it is right.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Offered {
    id: String,
    in_words: bool,
    right: bool,
}

impl Asked {
    /// A question of which several choices may be right.
    pub fn several(choices: impl IntoIterator<Item = (String, bool)>) -> Self {
        Self { several: true, ..Self::one(choices) }
    }

    /// A question of which one choice is right: names, IDs or the like, each with whether it is.
    pub fn one(choices: impl IntoIterator<Item = (String, bool)>) -> Self {
        let choices = choices.into_iter().map(|(id, right)| Offered { id, in_words: false, right }).collect();
        Self { several: false, choices, values: BTreeMap::new() }
    }

    /// A question of which one choice is right, told in words.
    pub fn words(right: &str, wrong: &[&str]) -> Self {
        let choice = |id: &str, right| Offered { id: id.to_owned(), in_words: true, right };
        let wrong = wrong.iter().map(|id| choice(id, false));
        Self {
            several: false,
            choices: [choice(right, true)].into_iter().chain(wrong).collect(),
            values: BTreeMap::new(),
        }
    }

    /// A question for a number, beside which these and its neighbours stand.
    pub fn number(right: u64, also: &[u64]) -> Self {
        let mut numbers = vec![right];
        let neighbours = [right.wrapping_add(1), right.saturating_sub(1), right.wrapping_add(2), right.wrapping_add(3)];
        for number in also.iter().copied().chain(neighbours) {
            if !numbers.contains(&number) && numbers.len() < 4 {
                numbers.push(number);
            }
        }
        Self::one(numbers.into_iter().map(|number| (number.to_string(), number == right)))
    }

    pub fn value(mut self, name: &str, value: impl Into<String>) -> Self {
        self.values.insert(name.to_owned(), value.into());
        self
    }

    /// Whether these choices are the right answer; `None` when one of them is not offered.
    pub fn judge(&self, chosen: &[String]) -> Option<bool> {
        let offered = chosen.iter().all(|id| self.choices.iter().any(|choice| choice.id == *id));
        offered.then(|| self.choices.iter().all(|choice| choice.right == chosen.contains(&choice.id)))
    }

    /// The right answer.
    #[cfg(test)]
    pub fn right(&self) -> Vec<&str> {
        self.choices.iter().filter(|choice| choice.right).map(|choice| choice.id.as_str()).collect()
    }

    /// As the page sees it. The order is the same each time; numbers stand by size.
    pub fn finish(&self, id: &str, verdict: Verdict) -> Question {
        let mut choices = self.choices.clone();
        choices.sort_by_cached_key(|choice| match choice.id.parse::<u64>() {
            Ok(number) if !choice.in_words => (number, None),
            _ => (0, Some(blake3::hash(format!("{id} {}", choice.id).as_bytes()).to_hex().to_string())),
        });
        Question {
            id: id.to_owned(),
            several: self.several,
            choices: choices.into_iter().map(|choice| Choice { id: choice.id, in_words: choice.in_words }).collect(),
            verdict,
            values: self.values.clone(),
        }
    }
}

/// A question as it stands: as it was when it was answered rightly, else as the engine has it now.
pub fn finish(id: &str, asked: Option<&Asked>, progress: &Progress) -> Option<Question> {
    match progress.answers.get(id) {
        Some(answered) if answered.verdict == Verdict::Right => Some(answered.clone()),
        answered => Some(asked?.finish(id, answered.map_or(Verdict::Open, |answered| answered.verdict))),
    }
}
