//! The lesson panel.

use crate::{Result, Window};

/// Opens a lesson from the overview.
pub async fn open(window: &Window, lesson: &str) -> Result {
    window.click("nav-learn").await?;
    window.click_with("lesson-card", &format!("[data-lesson={lesson}] [data-testid=lesson-open]")).await?;
    until_state(window, lesson, "started").await
}

/// Waits until a lesson is in this state.
pub async fn until_state(window: &Window, lesson: &str, state: &str) -> Result {
    window.find_with("lesson", &format!("[data-lesson={lesson}][data-state={state}]")).await.map(drop)
}

/// Waits until a step is `open` or `done`.
pub async fn until_step(window: &Window, id: &str, state: &str) -> Result {
    window.find_with("lesson-step", &format!("[data-step={id}][data-state={state}]")).await.map(drop)
}

/// Clicks what an open step offers: `form` opens a filled-in form, `do` performs the step.
pub async fn click_offer(window: &Window, step: &str, offer: &str) -> Result {
    let within = format!("[data-step={step}][data-state=open] [data-testid=lesson-{offer}]");
    window.click_with("lesson-step", &within).await
}

/// The command that a step shows.
pub async fn command(window: &Window, step: &str) -> Result<String> {
    let within = format!("[data-step={step}] [data-testid=command-line]");
    Ok(window.find_with("lesson-step", &within).await?.text().await?)
}

/// Submits these choices; fails if the verdict differs from `verdict`.
pub async fn answer(window: &Window, question: &str, choices: &[&str], verdict: &str) -> Result {
    let actual = submit(window, question, choices).await?;
    if actual != verdict { Err(format!("{choices:?} as the answer of {question}: {actual}").into()) } else { Ok(()) }
}

/// Submits these choices and returns the verdict: `right` or `wrong`.
pub async fn submit(window: &Window, question: &str, choices: &[&str]) -> Result<String> {
    let within = format!("[data-question={question}]");
    for choice in choices {
        let css = format!("{within} [data-testid=lesson-choice][data-choice='{choice}']");
        window.click_with("lesson-question", &css).await?;
    }
    window.click_with("lesson-question", &format!("{within} [data-testid=lesson-answer]")).await?;
    let judged = window.find_with("lesson-question", &format!("{within}:not([data-verdict=open])")).await?;
    Ok(judged.attr("data-verdict").await?.unwrap_or_default())
}

/// Submits one choice after another until one is right.
pub async fn answer_by_trying(window: &Window, question: &str) -> Result {
    let choices = format!("[data-question={question}] [data-testid=lesson-choice]");
    window.find_with("lesson-question", &choices).await?;
    let mut ids = Vec::new();
    for choice in window.all("lesson-question", &choices).await? {
        ids.push(choice.attr("data-choice").await?.ok_or("a choice has an id")?);
    }
    for id in &ids {
        if submit(window, question, &[id]).await? == "right" {
            return Ok(());
        }
    }
    Err(format!("none of {ids:?} is right for {question}").into())
}
