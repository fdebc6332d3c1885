//! Typing into fields, terminals and whatever has the focus.

use fantoccini::{
    actions::{InputSource, KeyAction, KeyActions},
    elements::Element,
    key::Key,
};

use crate::{Result, Window};

impl Window {
    /// Clears a field and types into it.
    pub async fn fill(&self, testid: &str, text: &str) -> Result {
        let field = self.find(testid).await?;
        self.retype(&field, text).await?;
        self.until(format!("{testid} holds {text:?}"), || async {
            Ok((field.prop("value").await?.as_deref() == Some(text)).then_some(()))
        })
        .await
    }

    /// Fills the first row of a field with several rows, adding that row if there is none.
    pub async fn fill_first_row(&self, testid: &str, text: &str) -> Result {
        if self.all(testid, " input").await?.is_empty() {
            self.click_with(testid, " > button").await?;
        }
        let field = self.find_with(testid, " input").await?;
        self.retype(&field, text).await
    }

    async fn retype(&self, field: &Element, text: &str) -> Result {
        self.clear(field).await?;
        if !text.is_empty() {
            field.send_keys(text).await?;
        }
        Ok(())
    }

    /// Clears a field. WebDriver's own "clear" sends the page no event in WebKit.
    async fn clear(&self, field: &Element) -> Result {
        field.clear().await?;
        let send_event = "arguments[0].dispatchEvent(new Event('input', { bubbles: true }))";
        self.script(send_event, vec![serde_json::to_value(field)?]).await.map(drop)
    }

    /// Types into the terminal in front.
    pub async fn type_in_terminal(&self, text: &str) -> Result {
        self.click("console-terminal").await?;
        self.type_keys(text).await
    }

    /// Types into whatever has the focus.
    pub async fn type_keys(&self, text: &str) -> Result {
        let typing = text.chars().fold(keyboard(), |keys, character| {
            let value = if character == '\n' { Key::Enter.into() } else { character };
            keys.then(KeyAction::Down { value }).then(KeyAction::Up { value })
        });
        Ok(self.client.perform_actions(typing).await?)
    }

    /// Presses Escape, as a person does to close a dialog.
    pub async fn press_escape(&self) -> Result {
        let value = Key::Escape.into();
        let press = keyboard().then(KeyAction::Down { value }).then(KeyAction::Up { value });
        Ok(self.client.perform_actions(press).await?)
    }

    /// Presses a key together with Control.
    pub async fn press_with_control(&self, value: char) -> Result {
        let control = Key::Control.into();
        let press = keyboard()
            .then(KeyAction::Down { value: control })
            .then(KeyAction::Down { value })
            .then(KeyAction::Up { value })
            .then(KeyAction::Up { value: control });
        Ok(self.client.perform_actions(press).await?)
    }
}

fn keyboard() -> KeyActions {
    KeyActions::new("keyboard".to_owned())
}
