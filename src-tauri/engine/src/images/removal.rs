//! Removing images: what it would do, told beforehand from plain data, and doing it.
//!
//! The rules are moby's, without force: `daemon/images/image_delete.go` for the classic store (Podman's are the same as far
//! as is told here), `daemon/containerd/image_delete.go` for the containerd store.

use std::{
    cmp::Reverse,
    collections::{HashMap, HashSet},
};

use bollard::{models::ImageDeleteResponseItem, query_parameters::RemoveImageOptionsBuilder};

use crate::{
    api::{self, images::inspect},
    connect::Engine,
    error::{Error, ErrorCode, Result},
    grammar::{Pins, Reference, id::full_id, reference::path_name},
    inventory::{Contents, Names},
    jobs::Report,
    wire::{
        Image, ImageStore, JobState, Outcome, Progress, Removal, RemovalEffect, RemovalItem, RemovalProgress,
        RemovalResult,
    },
};

/// What removing these would do, in an order that works: images built on others before those.
///
/// An ID of an image with several names stands for all of them, since the engine refuses such an ID. What goes along
/// with an earlier item is no item of its own. `leaving` are IDs of containers that will be gone by then. What would take
/// a pinned name stays.
pub fn removal(contents: &Contents, targets: &[String], leaving: &[String], pins: &Pins) -> Removal {
    let mut engine = Imagined::new(contents, leaving, pins);
    let names = contents.names();
    let mut targets: Vec<Target<'_>> = targets.iter().flat_map(|target| expand(&names, target)).collect();
    targets.sort_by_key(|target| Reverse(target.image.map_or(0, |image| depth(contents, image))));
    let mut seen = HashSet::new();
    targets.retain(|target| seen.insert(target.text.clone()));
    Removal { items: targets.iter().filter_map(|target| engine.remove(target)).collect() }
}

/// What one item of a removal names.
struct Target<'a> {
    text: String,
    /// The name; none for an ID.
    reference: Option<Reference>,
    image: Option<&'a Image>,
}

impl Target<'_> {
    /// Whether an image that has these names can still be asked for by this one; by its ID it always can.
    fn is_among(&self, references: &[Reference]) -> bool {
        self.reference.as_ref().is_none_or(|name| references.iter().any(|own| matches_name(own, name)))
    }
}

fn expand<'a>(names: &Names<'a>, text: &str) -> Vec<Target<'a>> {
    let text = text.trim();
    let by_name = |name: &str, image| Target {
        text: name.to_owned(),
        reference: Reference::parse(name).ok().map(Reference::with_default_tag),
        image: Some(image),
    };
    let Some(image) = names.image(text) else {
        return vec![Target { text: text.to_owned(), reference: None, image: None }];
    };
    if names_image(image, text) {
        return vec![by_name(text, image)];
    }
    let references = references(image);
    match image.tags.as_slice() {
        [] if references.is_empty() || is_single(&references) => {
            vec![Target { text: image.id.clone(), reference: None, image: Some(image) }]
        }
        [] => image.digests.iter().map(|digest| by_name(digest, image)).collect(),
        // Digests in repositories where the image has a tag go with the last tag there.
        _ => {
            let familiar: Vec<String> = without_tagged_digests(references).iter().map(Reference::familiar).collect();
            familiar.iter().map(|name| by_name(name, image)).collect()
        }
    }
}

fn names_image(image: &Image, text: &str) -> bool {
    Reference::parse(text)
        .map(Reference::with_default_tag)
        .is_ok_and(|reference| references(image).iter().any(|own| matches_name(own, &reference)))
}

/// Whether a name stands for one of an image's own. A digest decides alone, whatever tag stands beside it.
fn matches_name(own: &Reference, name: &Reference) -> bool {
    own.same_repository(name)
        && match name.digest() {
            Some(digest) => own.digest() == Some(digest),
            None => own.digest().is_none() && own.tag() == name.tag(),
        }
}

fn references(image: &Image) -> Vec<Reference> {
    image.tags.iter().chain(&image.digests).filter_map(|name| Reference::parse(name).ok()).collect()
}

/// The names without the digests in repositories that have a tag, too.
fn without_tagged_digests(references: Vec<Reference>) -> Vec<Reference> {
    let tagged: Vec<Reference> = references.iter().filter(|name| name.digest().is_none()).cloned().collect();
    let counts = |name: &Reference| name.digest().is_none() || !tagged.iter().any(|tag| tag.same_repository(name));
    references.into_iter().filter(counts).collect()
}

/// moby's `isSingleReference`: at most one tag, and digests in its repository only.
fn is_single(references: &[Reference]) -> bool {
    let (digests, tags): (Vec<&Reference>, Vec<&Reference>) =
        references.iter().partition(|reference| reference.digest().is_some());
    match tags.as_slice() {
        [] => digests.first().is_some_and(|first| digests.iter().all(|digest| digest.same_repository(first))),
        [tag] => digests.iter().all(|digest| digest.same_repository(tag)),
        _ => false,
    }
}

/// The names that an image loses with a target: all of them by its ID, and outside of the classic store all in its
/// repository by a digest.
fn taken(store: ImageStore, references: &[Reference], name: Option<&Reference>) -> Vec<Reference> {
    let left = match name {
        None => Vec::new(),
        Some(name) if name.digest().is_some() && store != ImageStore::Classic => {
            without_repository(references.to_vec(), name)
        }
        Some(name) => without(references.to_vec(), name),
    };
    references.iter().filter(|own| !left.contains(own)).cloned().collect()
}

/// How many images it is built on.
fn depth(contents: &Contents, image: &Image) -> usize {
    let parent = |image: &&Image| contents.images.get(image.parent.as_ref()?);
    std::iter::successors(Some(image), parent).take(contents.images.len()).count()
}

/// The engine as it would stand after the items so far.
struct Imagined<'a> {
    contents: &'a Contents,
    pins: &'a Pins,
    /// The names of images that have lost some.
    left: HashMap<&'a str, Vec<Reference>>,
    gone: HashSet<&'a str>,
    children: HashMap<&'a str, usize>,
    used: HashSet<&'a str>,
}

impl<'a> Imagined<'a> {
    fn new(contents: &'a Contents, leaving: &[String], pins: &'a Pins) -> Self {
        let leaving: HashSet<&str> = leaving.iter().map(String::as_str).collect();
        let staying = contents.containers.values().filter(|container| !leaving.contains(container.id.as_str()));
        let mut children: HashMap<&str, usize> = HashMap::new();
        for parent in contents.images.values().filter_map(|image| image.parent.as_deref()) {
            *children.entry(parent).or_default() += 1;
        }
        Self {
            contents,
            pins,
            left: HashMap::new(),
            gone: HashSet::new(),
            children,
            used: staying.map(|container| container.image_id.as_str()).collect(),
        }
    }

    /// An image's names; none when it is gone.
    fn references(&self, id: &str) -> Option<Vec<Reference>> {
        if self.gone.contains(id) {
            return None;
        }
        self.left.get(id).cloned().or_else(|| self.contents.images.get(id).map(references))
    }

    /// What removing a target does; nothing when it went along with an earlier one.
    fn remove(&mut self, target: &Target<'a>) -> Option<RemovalItem> {
        let Some(image) = target.image else { return Some(item(target, "", RemovalEffect::Missing)) };
        let id = image.id.as_str();
        let references = self.references(id)?;
        let store = self.contents.store;
        // A digest that went with the last tag of its repository.
        if store != ImageStore::Containerd && !target.is_among(&references) {
            return None;
        }
        if taken(store, &references, target.reference.as_ref()).iter().any(|name| self.pins.hold(name)) {
            return Some(item(target, id, RemovalEffect::Pinned));
        }
        match store {
            ImageStore::Containerd => Some(self.remove_in_containerd(target, id, references)),
            ImageStore::Classic | ImageStore::Podman => Some(self.remove_in_classic(target, id, references)),
        }
    }

    fn remove_in_classic(&mut self, target: &Target<'a>, id: &'a str, references: Vec<Reference>) -> RemovalItem {
        let single = is_single(&references);
        let has_children = self.children.get(id).is_some_and(|children| *children > 0);
        if let Some(name) = &target.reference {
            if single && self.used.contains(id) {
                return self.in_use(target, id);
            }
            let left = without(references, name);
            if !left.is_empty() || has_children {
                return self.untag(target, id, left);
            }
        } else if has_children {
            return item(target, id, RemovalEffect::HasChildren);
        } else if self.used.contains(id) {
            return self.in_use(target, id);
        }
        let cascade = self.delete(id);
        RemovalItem { cascade, ..item(target, id, RemovalEffect::Delete) }
    }

    /// The containerd store keeps an image for its children only when its one name goes, and as one without a name. Asked
    /// by ID it deletes it: its children have all their layers of their own. (One that was pulled both by tag and by
    /// digest has two names there, which go together; the engine's answers do not tell.)
    fn remove_in_containerd(&mut self, target: &Target<'a>, id: &'a str, references: Vec<Reference>) -> RemovalItem {
        let names = without_tagged_digests(references);
        let left = match &target.reference {
            // A digest stands for all names in its repository.
            Some(name) if name.digest().is_some() => without_repository(names.clone(), name),
            Some(name) => names.iter().filter(|own| !matches_name(own, name)).cloned().collect(),
            None => Vec::new(),
        };
        if !left.is_empty() {
            return self.untag(target, id, left);
        }
        if self.used.contains(id) {
            return self.in_use(target, id);
        }
        let single = names.len() <= 1;
        let by_its_name = target.reference.as_ref().is_some_and(|name| names.iter().any(|own| matches_name(own, name)));
        let kept = single && by_its_name && self.children.get(id).is_some_and(|children| *children > 0);
        // Several names at once are in each other's way when it comes to the parents.
        let cascade = if single { self.unnamed_ancestors(id) } else { Vec::new() };
        let gone = cascade.iter().copied().chain((!kept).then_some(id));
        gone.for_each(|gone| self.forget(gone));
        let cascade = cascade.into_iter().map(str::to_owned).collect();
        if kept {
            return RemovalItem { cascade, ..self.untag(target, id, Vec::new()) };
        }
        RemovalItem { cascade, ..item(target, id, RemovalEffect::Delete) }
    }

    /// The nearest ancestors without a name that no container uses, whoever else is built on them. None at all when one
    /// of the ancestors is gone.
    fn unnamed_ancestors(&self, id: &'a str) -> Vec<&'a str> {
        let parent = |id: &'a str| self.contents.images.get(id).and_then(|image| image.parent.as_deref());
        let ancestors: Vec<&'a str> =
            std::iter::successors(parent(id), |id| parent(id)).take(self.contents.images.len()).collect();
        let is_here = |ancestor: &&str| self.contents.images.contains_key(*ancestor) && !self.gone.contains(ancestor);
        if !ancestors.iter().all(is_here) {
            return Vec::new();
        }
        let goes = |id: &&'a str| self.references(id).is_some_and(|names| names.is_empty()) && !self.used.contains(id);
        ancestors.into_iter().take_while(goes).collect()
    }

    /// An image is gone.
    fn forget(&mut self, id: &'a str) {
        self.gone.insert(id);
        if let Some(parent) = self.contents.images.get(id).and_then(|image| image.parent.as_deref()) {
            let children = self.children.entry(parent).or_default();
            *children = children.saturating_sub(1);
        }
    }

    fn untag(&mut self, target: &Target<'_>, id: &'a str, left: Vec<Reference>) -> RemovalItem {
        let tags = left.iter().filter(|reference| reference.digest().is_none());
        let keeps = tags.map(Reference::familiar).collect();
        self.left.insert(id, left);
        RemovalItem { keeps, ..item(target, id, RemovalEffect::Untag) }
    }

    fn in_use(&self, target: &Target<'_>, id: &str) -> RemovalItem {
        let containers = self.contents.users(id).into_iter().map(|container| container.name.clone()).collect();
        RemovalItem { containers, ..item(target, id, RemovalEffect::InUse) }
    }

    /// Deletes an image, and its parents as long as nothing names, uses or needs them; answers those.
    fn delete(&mut self, id: &'a str) -> Vec<String> {
        let mut cascade = Vec::new();
        let mut gone = id;
        loop {
            self.forget(gone);
            let Some(parent) = self.contents.images.get(gone).and_then(|image| image.parent.as_deref()) else { break };
            let needed = self.children.get(parent).is_some_and(|children| *children > 0);
            let named = self.references(parent).is_none_or(|names| !names.is_empty());
            if needed || named || self.used.contains(parent) {
                break;
            }
            cascade.push(parent.to_owned());
            gone = parent;
        }
        cascade
    }
}

/// The names left when one is taken away. With the last tag of a repository go the digests in it.
fn without(mut references: Vec<Reference>, name: &Reference) -> Vec<Reference> {
    references.retain(|own| !matches_name(own, name));
    let tagged = references.iter().any(|reference| reference.digest().is_none() && reference.same_repository(name));
    if name.digest().is_none() && !tagged { without_repository(references, name) } else { references }
}

fn without_repository(mut references: Vec<Reference>, name: &Reference) -> Vec<Reference> {
    references.retain(|own| !own.same_repository(name));
    references
}

fn item(target: &Target<'_>, image: &str, effect: RemovalEffect) -> RemovalItem {
    RemovalItem {
        target: target.text.clone(),
        image: image.to_owned(),
        effect,
        cascade: Vec::new(),
        keeps: Vec::new(),
        containers: Vec::new(),
    }
}

/// `docker rmi TARGET…`: one by one in this order, never forced, going on after a failure. What is pinned is not asked for.
///
/// # Errors
/// A single target's own error; [`ErrorCode::SomeFailed`] with `failed` and `total`; [`ErrorCode::Cancelled`] with the
/// same, where what was not begun stays.
pub async fn remove(engine: &Engine, targets: &[String], pins: &Pins, report: &Report) -> Result<Outcome> {
    let queued = |target: &String| RemovalResult {
        target: target.clone(),
        state: JobState::Queued,
        untagged: Vec::new(),
        deleted: Vec::new(),
        error: None,
    };
    let mut items: Vec<RemovalResult> = targets.iter().map(queued).collect();
    let tell = |items: &[RemovalResult]| report.progress(Progress::Removal(RemovalProgress { items: items.to_vec() }));
    for index in 0..items.len() {
        if report.is_cancelled() {
            break;
        }
        items[index].state = JobState::Running;
        tell(&items);
        match remove_unpinned(engine, &targets[index], pins).await {
            Ok(gone) => {
                gone.lines.into_iter().for_each(|line| report.line(line));
                items[index].untagged = gone.untagged;
                items[index].deleted = gone.deleted;
                items[index].state = JobState::Done;
            }
            Err(error) => {
                report.refusal(&error);
                items[index].error = Some(error);
                items[index].state = JobState::Failed;
            }
        }
        tell(&items);
    }
    let begun = items.iter().any(|item| item.state == JobState::Queued);
    for item in items.iter_mut().filter(|item| item.state == JobState::Queued) {
        item.state = JobState::Cancelled;
    }
    tell(&items);
    conclude(&items, begun)
}

/// What came of it all.
fn conclude(items: &[RemovalResult], cancelled: bool) -> Result<Outcome> {
    let failed: Vec<&Error> = items.iter().filter_map(|item| item.error.as_ref()).collect();
    let counted =
        |code| Error::new(code).with("failed", failed.len().to_string()).with("total", items.len().to_string());
    match (failed.as_slice(), items.len()) {
        _ if cancelled => {
            let done = items.iter().filter(|item| item.state == JobState::Done).count();
            Err(counted(ErrorCode::Cancelled).with("done", done.to_string()))
        }
        ([], _) => Ok(Outcome::Removed),
        ([error], 1) => Err((*error).clone()),
        _ => Err(counted(ErrorCode::SomeFailed)),
    }
}

/// What the engine says it took away.
pub(crate) struct Gone {
    /// References.
    pub(crate) untagged: Vec<String>,
    /// Images, and layers by their chain IDs: `sha256:…`.
    pub(crate) deleted: Vec<String>,
    /// Both as the docker command prints them.
    pub(crate) lines: Vec<String>,
}

impl From<Vec<ImageDeleteResponseItem>> for Gone {
    fn from(gone: Vec<ImageDeleteResponseItem>) -> Self {
        Self {
            untagged: gone.iter().filter_map(|item| item.untagged.clone()).collect(),
            deleted: gone.iter().filter_map(|item| item.deleted.as_deref().map(full_id)).collect(),
            lines: gone.iter().filter_map(line).collect(),
        }
    }
}

/// [`remove_one`], unless it would take a pinned name: the target itself, or one that goes along.
///
/// # Errors
/// [`ErrorCode::ImagePinned`] with `reference`; those of [`remove_one`].
pub(crate) async fn remove_unpinned(engine: &Engine, target: &str, pins: &Pins) -> Result<Gone> {
    let target = target.trim();
    if !pins.is_empty()
        && let Some(image) = inspect(engine, target).await?
    {
        let store = engine.info().store;
        let image = image.into_image(store);
        let name = if names_image(&image, target) { Reference::parse(target).ok() } else { None };
        let name = name.map(Reference::with_default_tag);
        if taken(store, &references(&image), name.as_ref()).iter().any(|name| pins.hold(name)) {
            return Err(Error::new(ErrorCode::ImagePinned).with("reference", target));
        }
    }
    remove_one(engine, target).await
}

/// `docker rmi TARGET`
///
/// # Errors
/// The engine's refusal by code; [`ErrorCode::ImageInUse`] with the names of the `containers`.
pub(crate) async fn remove_one(engine: &Engine, target: &str) -> Result<Gone> {
    let target = target.trim();
    let options = RemoveImageOptionsBuilder::default().force(false).noprune(false).build();
    match engine.docker().remove_image(path_name(target)?, Some(options), None).await {
        Ok(gone) => really_gone(engine, gone).await.map(Gone::from),
        Err(error) => {
            let error = Error::from(error).with("reference", target);
            if error.code != ErrorCode::ImageInUse {
                return Err(error);
            }
            // Who is in the way is worth a question, but not another error in this one's place.
            match users(engine, target).await {
                Ok(users) => Err(error.with("containers", users.join(", "))),
                Err(why) => {
                    tracing::warn!(%why, target, "cannot tell which containers use the image");
                    Err(error)
                }
            }
        }
    }
}

/// The containerd store says that an image was deleted which it keeps, without a name, because others are built on it.
async fn really_gone(engine: &Engine, told: Vec<ImageDeleteResponseItem>) -> Result<Vec<ImageDeleteResponseItem>> {
    if engine.info().store != ImageStore::Containerd {
        return Ok(told);
    }
    let mut gone = Vec::new();
    for item in told {
        let kept = match &item.deleted {
            Some(id) => inspect(engine, id).await?.is_some(),
            None => false,
        };
        if !kept {
            gone.push(item);
        }
    }
    Ok(gone)
}

/// The names of the containers made from an image. (Podman's `ancestor` filter knows an image only by the name that the
/// container was made with.)
async fn users(engine: &Engine, target: &str) -> Result<Vec<String>> {
    let Some(image) = inspect(engine, target).await?.map(|image| image.id()) else { return Ok(Vec::new()) };
    let containers = api::containers::list(engine).await?.into_iter();
    let mut names: Vec<String> =
        containers.filter(|container| container.image_id == image).map(|container| container.name).collect();
    names.sort();
    Ok(names)
}

fn line(item: &ImageDeleteResponseItem) -> Option<String> {
    let untagged = item.untagged.as_ref().map(|name| format!("Untagged: {name}"));
    untagged.or_else(|| item.deleted.as_deref().map(|id| format!("Deleted: {}", full_id(id))))
}

#[cfg(test)]
pub(crate) mod fixtures;
#[cfg(test)]
mod tests;
