use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::body::Incoming;
use serde::Deserialize;

use crate::{
    connect::{Engine, refusal},
    error::{Error, ErrorCode, Result},
};

/// What is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Until {
    /// The process ends.
    Exit,
    /// The container is removed, as with `--rm`: only then its name is free again.
    Removed,
}

/// A registered wait for a container's exit.
///
/// Engines send the headers of the answer when the wait is registered (API ≥ 1.30; Podman too). Only after that may the
/// container be started: an exit before the wait is never reported, and after a removal the exit code is lost.
pub(crate) struct Wait {
    answer: Incoming,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Ended {
    status_code: i64,
    error: Option<WaitError>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct WaitError {
    message: Option<String>,
}

impl Wait {
    /// Registers the wait.
    pub async fn register(engine: &Engine, container: &str, until: Until) -> Result<Self> {
        let condition = match until {
            Until::Exit => "next-exit",
            Until::Removed => "removed",
        };
        let answer = engine.post(&format!("/containers/{container}/wait?condition={condition}"), Bytes::new()).await?;
        Ok(Self { answer })
    }

    /// The exit code, once it has ended.
    pub async fn code(self) -> Result<i64> {
        let lost = |text: String| Error::new(ErrorCode::EngineLost).with_message(text);
        let answer = self.answer.collect().await.map_err(|error| lost(error.to_string()))?.to_bytes();
        let ended: Ended = serde_json::from_slice(&answer).map_err(|error| lost(error.to_string()))?;
        match ended.error.and_then(|error| error.message).filter(|message| !message.is_empty()) {
            Some(message) => Err(refusal(200, &message)),
            None => Ok(ended.status_code),
        }
    }
}
