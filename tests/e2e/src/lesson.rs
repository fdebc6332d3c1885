//! A lesson's panel in the window: what stands beside the work while one learns.

use crate::{Result, Window};

/// Opens a lesson from the overview.
///
/// # Errors
/// When it does not come.
pub async fn open(window: &Window, lesson: &str) -> Result {
    window.click("nav-learn").await?;
    window.click_with("lesson-card", &format!("[data-lesson={lesson}] [data-testid=lesson-open]")).await?;
    state(window, lesson, "begun").await
}

/// Waits until a lesson is that far.
///
/// # Errors
/// When it does not come about.
pub async fn state(window: &Window, lesson: &str, state: &str) -> Result {
    window.find_with("lesson", &format!("[data-lesson={lesson}][data-state={state}]")).await.map(drop)
}

/// Waits until a step is `open` or `done`.
///
/// # Errors
/// When it does not come about.
pub async fn step(window: &Window, id: &str, state: &str) -> Result {
    window.find_with("lesson-step", &format!("[data-step={id}][data-state={state}]")).await.map(drop)
}

/// Opens the form that the step under way has filled in, or does what it offers to do at once.
///
/// # Errors
/// When it offers nothing.
pub async fn offered(window: &Window, step: &str, what: &str) -> Result {
    let within = format!("[data-step={step}][data-state=open] [data-testid=lesson-{what}]");
    window.click_with("lesson-step", &within).await
}

/// The command that a step shows.
///
/// # Errors
/// When it shows none.
pub async fn command(window: &Window, step: &str) -> Result<String> {
    let within = format!("[data-step={step}] [data-testid=command-line]");
    Ok(window.find_with("lesson-step", &within).await?.text().await?)
}

/// Chooses an answer, and waits for what is said of it.
///
/// # Errors
/// When it is judged otherwise.
pub async fn answer(window: &Window, question: &str, choices: &[&str], verdict: &str) -> Result {
    let told = answered(window, question, choices).await?;
    if told != verdict { Err(format!("{choices:?} as the answer of {question}: {told}").into()) } else { Ok(()) }
}

/// Chooses these, and gives what is said of them: `right` or `wrong`.
///
/// # Errors
/// When nothing is said.
pub async fn answered(window: &Window, question: &str, choices: &[&str]) -> Result<String> {
    let within = format!("[data-question={question}]");
    for choice in choices {
        let one = format!("{within} [data-testid=lesson-choice][data-choice='{choice}']");
        window.click_with("lesson-question", &one).await?;
    }
    window.click_with("lesson-question", &format!("{within} [data-testid=lesson-answer]")).await?;
    let told = window.find_with("lesson-question", &format!("{within}:not([data-verdict=open])")).await?;
    Ok(told.attr("data-verdict").await?.unwrap_or_default())
}

/// Tries each choice of a question that has one right answer, as a learner may.
///
/// # Errors
/// When none is right.
pub async fn answer_by_trying(window: &Window, question: &str) -> Result {
    let choices = format!("[data-question={question}] [data-testid=lesson-choice]");
    window.find_with("lesson-question", &choices).await?;
    let mut ids = Vec::new();
    for choice in window.all("lesson-question", &choices).await? {
        ids.push(choice.attr("data-choice").await?.ok_or("a choice has an id")?);
    }
    for id in &ids {
        if answered(window, question, &[id]).await? == "right" {
            return Ok(());
        }
    }
    Err(format!("none of {ids:?} is right for {question}").into())
}
