use crate::{
    api::HelperContainer,
    connect::Engine,
    error::{ErrorCode, Result},
};

/// The files of a container's image, as a helper container has them that is created when first needed.
pub(super) struct ImageSide<'a> {
    engine: &'a Engine,
    image: &'a str,
    helper: Helper,
}

enum Helper {
    NotCreated,
    /// The image was removed from the engine, by force: its containers keep its layers, but no other can be created.
    ImageMissing,
    Created(HelperContainer),
}

impl<'a> ImageSide<'a> {
    /// `image` is the image's ID.
    pub(super) fn of(engine: &'a Engine, image: &'a str) -> Self {
        Self { engine, image, helper: Helper::NotCreated }
    }

    /// The container to read the image's files from; `None` if the image is missing.
    ///
    /// # Errors
    /// The engine's refusal by code.
    pub(super) async fn container(&mut self) -> Result<Option<&str>> {
        if matches!(self.helper, Helper::NotCreated) {
            HelperContainer::sweep(self.engine.docker()).await?;
            self.helper = match HelperContainer::of(self.engine, self.image).await {
                Ok(helper) => Helper::Created(helper),
                Err(error) if error.code == ErrorCode::ImageNotFound => Helper::ImageMissing,
                Err(error) => return Err(error),
            };
        }
        match &self.helper {
            Helper::Created(helper) => Ok(Some(helper.id())),
            _ => Ok(None),
        }
    }

    /// Removes the helper container and waits for that. One that is dropped is removed without waiting.
    pub(super) async fn close(self) -> Result<()> {
        match self.helper {
            Helper::Created(helper) => helper.remove().await,
            _ => Ok(()),
        }
    }
}
