//! Which step of an image's history created which of its layers.
//!
//! The API leaves out `empty_layer`, which would say so. A step with bytes always created a layer; for one without, the
//! instruction says so only sometimes. So all assignments are considered that result in the right number of layers and
//! agree with the sizes of the first layers known from other images; what all of them agree on is certain.

use bollard::models::ImageHistoryResponseItem;

use crate::wire::ByteRange;

/// Whether a step of a history created a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CreatesLayer {
    /// It created a layer.
    Yes,
    /// It only changed the configuration.
    No,
    /// It has no bytes, so its layer is empty or missing.
    Unknown,
}

/// A step of a history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Step {
    /// Whether it created a layer.
    pub(crate) creates_layer: CreatesLayer,
    /// The bytes it added.
    pub(crate) size: u64,
}

impl Step {
    /// The step that an entry of the engine's history describes.
    pub(crate) fn new(step: &ImageHistoryResponseItem) -> Self {
        Self { creates_layer: creates_layer(step), size: u64::try_from(step.size).unwrap_or_default() }
    }

    /// The same, where every layer has bytes.
    pub(crate) fn by_size(step: &ImageHistoryResponseItem) -> Self {
        let step = Self::new(step);
        Self { creates_layer: if step.size > 0 { CreatesLayer::Yes } else { CreatesLayer::No }, ..step }
    }
}

fn creates_layer(step: &ImageHistoryResponseItem) -> CreatesLayer {
    if step.size > 0 {
        return CreatesLayer::Yes;
    }
    let command = step.created_by.trim_start_matches("/bin/sh -c ").trim_start_matches("#(nop) ").trim_start();
    let instruction = command.split_whitespace().next().unwrap_or_default();
    match instruction {
        "ARG" | "CMD" | "ENTRYPOINT" | "ENV" | "EXPOSE" | "HEALTHCHECK" | "LABEL" | "MAINTAINER" | "ONBUILD"
        | "SHELL" | "STOPSIGNAL" | "USER" | "VOLUME" => CreatesLayer::No,
        // BuildKit creates a layer for each of these, even an empty one; the legacy builder does not.
        "RUN" | "COPY" | "ADD" | "WORKDIR" if is_by_buildkit(step) => CreatesLayer::Yes,
        _ => CreatesLayer::Unknown,
    }
}

/// Whether BuildKit executed the step.
pub(crate) fn is_by_buildkit(step: &ImageHistoryResponseItem) -> bool {
    step.comment.starts_with("buildkit.")
}

/// What is certain about a history and its layers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Alignment {
    /// For each step, oldest first, the layer that it created, as its index from the base; `None` for a step that
    /// created none, and where that is uncertain.
    pub(crate) layer_of_step: Vec<Option<usize>>,
    /// The bytes of each layer, base first.
    pub(crate) sizes: Vec<ByteRange>,
    /// The bytes of each layer and all beneath it, base first: often exact where the layers' own are not.
    pub(crate) totals: Vec<ByteRange>,
}

/// Aligns steps, oldest first, with the layers. `known` returns the bytes of the first `n` layers together, if another
/// image consists of exactly these.
pub(crate) fn align(steps: &[Step], layers: usize, known: impl Fn(usize) -> Option<u64>) -> Alignment {
    let mut bytes_before = vec![0_u64];
    for step in steps {
        bytes_before.push(bytes_before[bytes_before.len() - 1] + step.size);
    }
    let agrees = |step: usize, layer: usize| known(layer).is_none_or(|bytes| bytes == bytes_before[step]);
    let assignments = Assignments::new(steps, layers, agrees).or_else(|| Assignments::new(steps, layers, |_, _| true));
    let Some(assignments) = assignments else {
        // The history contradicts the layers: only the total is known.
        let most = bytes_before[steps.len()];
        let unknown = vec![ByteRange { least: 0, most }; layers];
        return Alignment { layer_of_step: vec![None; steps.len()], sizes: unknown.clone(), totals: unknown };
    };
    Alignment {
        layer_of_step: (0..steps.len()).map(|step| assignments.layer_of(step)).collect(),
        sizes: (0..layers).map(|layer| assignments.size_of(layer)).collect(),
        totals: (0..layers).map(|layer| assignments.total_of(layer, &bytes_before)).collect(),
    }
}

/// All ways to assign each layer a step, as the pairs `(steps so far, layers so far)` that occur in one of them.
struct Assignments<'a> {
    steps: &'a [Step],
    layers: usize,
    possible: Vec<bool>,
}

impl<'a> Assignments<'a> {
    /// `None` if there is no way at all.
    fn new(steps: &'a [Step], layers: usize, agrees: impl Fn(usize, usize) -> bool) -> Option<Self> {
        let width = layers + 1;
        let at = |step: usize, layer: usize| step * width + layer;
        let mut from_start = vec![false; (steps.len() + 1) * width];
        from_start[0] = true;
        for (index, step) in steps.iter().enumerate() {
            for layer in (0..width).filter(|layer| from_start[index * width + layer]).collect::<Vec<_>>() {
                for next in
                    layers_after(step.creates_layer, layer).filter(|next| *next < width && agrees(index + 1, *next))
                {
                    from_start[at(index + 1, next)] = true;
                }
            }
        }
        let mut possible = vec![false; from_start.len()];
        possible[at(steps.len(), layers)] = from_start[at(steps.len(), layers)];
        for (index, step) in steps.iter().enumerate().rev() {
            for layer in 0..width {
                let continues =
                    layers_after(step.creates_layer, layer).any(|next| next < width && possible[at(index + 1, next)]);
                possible[at(index, layer)] = from_start[at(index, layer)] && continues;
            }
        }
        possible[0].then_some(Self { steps, layers, possible })
    }

    fn is_possible(&self, step: usize, layer: usize) -> bool {
        self.possible[step * (self.layers + 1) + layer]
    }

    fn may_create(&self, step: usize, layer: usize) -> bool {
        self.steps[step].creates_layer != CreatesLayer::No
            && self.is_possible(step, layer)
            && self.is_possible(step + 1, layer + 1)
    }

    fn may_create_nothing(&self, step: usize) -> bool {
        self.steps[step].creates_layer != CreatesLayer::Yes
            && (0..=self.layers).any(|layer| self.is_possible(step, layer) && self.is_possible(step + 1, layer))
    }

    fn layer_of(&self, step: usize) -> Option<usize> {
        let mut layers = (0..self.layers).filter(|layer| self.may_create(step, *layer));
        let first = layers.next()?;
        (layers.next().is_none() && !self.may_create_nothing(step)).then_some(first)
    }

    fn size_of(&self, layer: usize) -> ByteRange {
        let sizes =
            (0..self.steps.len()).filter(|step| self.may_create(*step, layer)).map(|step| self.steps[step].size);
        range(sizes)
    }

    fn total_of(&self, layer: usize, bytes_before: &[u64]) -> ByteRange {
        range((0..=self.steps.len()).filter(|step| self.is_possible(*step, layer + 1)).map(|step| bytes_before[step]))
    }
}

/// The range from the smallest to the largest value.
fn range(values: impl Iterator<Item = u64>) -> ByteRange {
    let wider = |range: Option<ByteRange>, value: u64| match range {
        None => Some(ByteRange::exactly(value)),
        Some(range) => Some(ByteRange { least: range.least.min(value), most: range.most.max(value) }),
    };
    values.fold(None, wider).unwrap_or_default()
}

/// How many layers there may be after a step.
fn layers_after(creates_layer: CreatesLayer, layers: usize) -> impl Iterator<Item = usize> {
    let same = (creates_layer != CreatesLayer::Yes).then_some(layers);
    let more = (creates_layer != CreatesLayer::No).then_some(layers + 1);
    same.into_iter().chain(more)
}

#[cfg(test)]
mod tests;
