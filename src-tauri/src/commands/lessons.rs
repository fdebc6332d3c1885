use slipway_engine::{
    Result,
    wire::{LessonId, Verdict},
};

use super::SessionState;

#[tauri::command]
pub async fn begin_lesson(session: SessionState<'_>, lesson: LessonId) -> Result<()> {
    session.begin_lesson(lesson)
}

#[tauri::command]
pub async fn repeat_lesson(session: SessionState<'_>, lesson: LessonId) -> Result<()> {
    session.lessons().repeat(lesson)
}

#[tauri::command]
pub async fn answer(
    session: SessionState<'_>,
    lesson: LessonId,
    question: String,
    choices: Vec<String>,
) -> Result<Verdict> {
    session.lessons().answer(lesson, &question, &choices)
}

#[tauri::command]
pub async fn follow_lesson(session: SessionState<'_>, lesson: Option<LessonId>) -> Result<()> {
    session.lessons().set_on_screen(lesson);
    Ok(())
}
