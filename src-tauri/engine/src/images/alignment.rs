//! Which step of an image's history made which of its layers.
//!
//! The API leaves out the `empty_layer` that would tell. A step with bytes always made a layer; of one without, its
//! instruction tells only sometimes. So every reading is kept that gives as many layers as there are and agrees with
//! what is known of the first layers' sizes from other images; what all of them agree on is certain.

use bollard::models::ImageHistoryResponseItem;

use crate::wire::ByteRange;

/// Whether a step made a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Made {
    /// It did.
    Layer,
    /// It only changed the configuration.
    Nothing,
    /// It has no bytes: a folder, or nothing at all.
    Unknown,
}

/// A step of a history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Step {
    /// Whether it made a layer.
    pub(crate) made: Made,
    /// Bytes.
    pub(crate) size: u64,
}

impl Step {
    /// What the engine tells of a step.
    pub(crate) fn new(step: &ImageHistoryResponseItem) -> Self {
        Self { made: made(step), size: u64::try_from(step.size).unwrap_or_default() }
    }
}

fn made(step: &ImageHistoryResponseItem) -> Made {
    if step.size > 0 {
        return Made::Layer;
    }
    let command = step.created_by.trim_start_matches("/bin/sh -c ").trim_start_matches("#(nop) ").trim_start();
    let instruction = command.split_whitespace().next().unwrap_or_default();
    match instruction {
        "ARG" | "CMD" | "ENTRYPOINT" | "ENV" | "EXPOSE" | "HEALTHCHECK" | "LABEL" | "MAINTAINER" | "ONBUILD"
        | "SHELL" | "STOPSIGNAL" | "USER" | "VOLUME" => Made::Nothing,
        // BuildKit makes a layer for each of these, even an empty one; the classic builder does not.
        "RUN" | "COPY" | "ADD" | "WORKDIR" if is_buildkit(step) => Made::Layer,
        _ => Made::Unknown,
    }
}

/// Whether BuildKit made the step.
fn is_buildkit(step: &ImageHistoryResponseItem) -> bool {
    step.comment.starts_with("buildkit.")
}

/// What is certain of a history and its layers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Alignment {
    /// For each step, oldest first, the layer that it made, by its place counted from the base; `None` for one that
    /// made none, and where it cannot be told.
    pub(crate) made: Vec<Option<usize>>,
    /// Bytes of each layer, base first.
    pub(crate) sizes: Vec<ByteRange>,
    /// Bytes of each layer with all beneath it, base first: often certain where the layers' own are not.
    pub(crate) totals: Vec<ByteRange>,
}

/// Aligns steps, oldest first, with as many layers as there are. `known` tells how many bytes the first `n` layers have
/// together, where another image that consists of just these says so.
pub(crate) fn align(steps: &[Step], layers: usize, known: impl Fn(usize) -> Option<u64>) -> Alignment {
    let mut bytes_before = vec![0_u64];
    for step in steps {
        bytes_before.push(bytes_before[bytes_before.len() - 1] + step.size);
    }
    let agrees = |step: usize, layer: usize| known(layer).is_none_or(|bytes| bytes == bytes_before[step]);
    let readings = Readings::new(steps, layers, agrees).or_else(|| Readings::new(steps, layers, |_, _| true));
    let Some(readings) = readings else {
        // History and layers disagree: nothing is known but the whole.
        let most = bytes_before[steps.len()];
        let somewhere = vec![ByteRange { least: 0, most }; layers];
        return Alignment { made: vec![None; steps.len()], sizes: somewhere.clone(), totals: somewhere };
    };
    Alignment {
        made: (0..steps.len()).map(|step| readings.layer_of(step)).collect(),
        sizes: (0..layers).map(|layer| readings.size_of(layer)).collect(),
        totals: (0..layers).map(|layer| readings.total_of(layer, &bytes_before)).collect(),
    }
}

/// All ways to give each layer a step, as the places `(steps told, layers made)` that lie on one of them.
struct Readings<'a> {
    steps: &'a [Step],
    layers: usize,
    possible: Vec<bool>,
}

impl<'a> Readings<'a> {
    /// `None` when there is no way at all.
    fn new(steps: &'a [Step], layers: usize, agrees: impl Fn(usize, usize) -> bool) -> Option<Self> {
        let width = layers + 1;
        let at = |step: usize, layer: usize| step * width + layer;
        let mut from_start = vec![false; (steps.len() + 1) * width];
        from_start[0] = true;
        for (index, step) in steps.iter().enumerate() {
            for layer in (0..width).filter(|layer| from_start[index * width + layer]).collect::<Vec<_>>() {
                for next in after(step.made, layer).filter(|next| *next < width && agrees(index + 1, *next)) {
                    from_start[at(index + 1, next)] = true;
                }
            }
        }
        let mut possible = vec![false; from_start.len()];
        possible[at(steps.len(), layers)] = from_start[at(steps.len(), layers)];
        for (index, step) in steps.iter().enumerate().rev() {
            for layer in 0..width {
                let goes_on = after(step.made, layer).any(|next| next < width && possible[at(index + 1, next)]);
                possible[at(index, layer)] = from_start[at(index, layer)] && goes_on;
            }
        }
        possible[0].then_some(Self { steps, layers, possible })
    }

    fn is_possible(&self, step: usize, layer: usize) -> bool {
        self.possible[step * (self.layers + 1) + layer]
    }

    fn may_make(&self, step: usize, layer: usize) -> bool {
        self.steps[step].made != Made::Nothing && self.is_possible(step, layer) && self.is_possible(step + 1, layer + 1)
    }

    fn may_make_nothing(&self, step: usize) -> bool {
        self.steps[step].made != Made::Layer
            && (0..=self.layers).any(|layer| self.is_possible(step, layer) && self.is_possible(step + 1, layer))
    }

    fn layer_of(&self, step: usize) -> Option<usize> {
        let mut layers = (0..self.layers).filter(|layer| self.may_make(step, *layer));
        let first = layers.next()?;
        (layers.next().is_none() && !self.may_make_nothing(step)).then_some(first)
    }

    fn size_of(&self, layer: usize) -> ByteRange {
        let sizes = (0..self.steps.len()).filter(|step| self.may_make(*step, layer)).map(|step| self.steps[step].size);
        range(sizes)
    }

    fn total_of(&self, layer: usize, bytes_before: &[u64]) -> ByteRange {
        range((0..=self.steps.len()).filter(|step| self.is_possible(*step, layer + 1)).map(|step| bytes_before[step]))
    }
}

/// From the least to the most of these.
fn range(values: impl Iterator<Item = u64>) -> ByteRange {
    let wider = |range: Option<ByteRange>, value: u64| match range {
        None => Some(ByteRange::exactly(value)),
        Some(range) => Some(ByteRange { least: range.least.min(value), most: range.most.max(value) }),
    };
    values.fold(None, wider).unwrap_or_default()
}

/// How many layers there may be after a step.
fn after(made: Made, layer: usize) -> impl Iterator<Item = usize> {
    let stays = (made != Made::Layer).then_some(layer);
    let grows = (made != Made::Nothing).then_some(layer + 1);
    stays.into_iter().chain(grows)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn step(created_by: &str, comment: &str, size: i64) -> ImageHistoryResponseItem {
        ImageHistoryResponseItem {
            created_by: created_by.to_owned(),
            comment: comment.to_owned(),
            size,
            ..ImageHistoryResponseItem::default()
        }
    }

    fn steps(steps: &[(Made, u64)]) -> Vec<Step> {
        steps.iter().map(|(made, size)| Step { made: *made, size: *size }).collect()
    }

    fn exactly(sizes: &[u64]) -> Vec<ByteRange> {
        sizes.iter().map(|size| ByteRange::exactly(*size)).collect()
    }

    #[test]
    fn steps_are_told_by_their_instruction() {
        for (created_by, comment, size, expected) in [
            ("/bin/sh -c #(nop) ADD file:a in / ", "", 188, Made::Layer),
            ("/bin/sh -c #(nop)  CMD [\"bash\"]", "", 0, Made::Nothing),
            ("ENV A=b", "buildkit.dockerfile.v0", 0, Made::Nothing),
            ("RUN /bin/sh -c true # buildkit", "buildkit.dockerfile.v0", 0, Made::Layer),
            ("WORKDIR /a", "buildkit.dockerfile.v0", 0, Made::Layer),
            ("/bin/sh -c #(nop) WORKDIR /a", "", 0, Made::Unknown),
            ("/bin/sh -c true", "", 0, Made::Unknown),
            ("bash", "", 0, Made::Unknown),
        ] {
            assert_eq!(made(&step(created_by, comment, size)), expected, "what {created_by:?} of {size} bytes made");
        }
    }

    #[test]
    fn only_what_is_certain_gets_a_layer() {
        use Made::{Layer, Nothing, Unknown};
        for (made, layers, expected, why) in [
            (vec![Layer, Nothing, Layer], 2, vec![Some(0), None, Some(1)], "nothing is in doubt"),
            (vec![Layer, Unknown, Layer], 2, vec![Some(0), None, Some(1)], "no layer is left for the unknown"),
            (vec![Layer, Unknown, Layer], 3, vec![Some(0), Some(1), Some(2)], "each unknown must have made one"),
            (
                vec![Layer, Unknown, Unknown, Layer],
                3,
                vec![Some(0), None, None, Some(2)],
                "one of two did, and the last is the last all the same",
            ),
            (vec![Layer, Layer], 1, vec![None, None], "history and layers disagree"),
            (vec![Layer], 2, vec![None], "layers without a history"),
        ] {
            let steps: Vec<Step> = made.iter().map(|made| Step { made: *made, size: 0 }).collect();
            assert_eq!(align(&steps, layers, |_| None).made, expected, "{why}");
        }
    }

    #[test]
    fn sizes_are_a_range_only_where_steps_without_bytes_could_be_anywhere() {
        use Made::{Layer, Unknown};
        let between = steps(&[(Layer, 10), (Unknown, 0), (Unknown, 0), (Layer, 5)]);
        assert_eq!(align(&between, 3, |_| None).sizes, exactly(&[10, 0, 5]), "whichever of the two it was");
        let around = steps(&[(Unknown, 0), (Layer, 10), (Unknown, 0)]);
        let range = ByteRange { least: 0, most: 10 };
        let aligned = align(&around, 2, |_| None);
        assert_eq!(aligned.sizes, [range, range], "before or after");
        assert_eq!(aligned.totals, [range, ByteRange::exactly(10)], "together they are certain");
    }

    #[test]
    fn another_image_s_size_decides() {
        use Made::{Layer, Unknown};
        let around = steps(&[(Unknown, 0), (Layer, 10), (Unknown, 0)]);
        let known = |bytes: u64| move |layers: usize| (layers == 1).then_some(bytes);
        assert_eq!(align(&around, 2, known(10)).sizes, exactly(&[10, 0]), "the first layer has all the bytes");
        assert_eq!(align(&around, 2, known(0)).sizes, exactly(&[0, 10]), "the first layer has none");
        assert_eq!(align(&around, 2, known(7)).sizes.len(), 2, "a size that fits nowhere does not count");
    }

    #[test]
    fn without_any_reading_only_the_whole_is_known() {
        let sizes = align(&steps(&[(Made::Layer, 10), (Made::Layer, 5)]), 1, |_| None).sizes;
        assert_eq!(sizes, [ByteRange { least: 0, most: 15 }], "somewhere between nothing and everything");
    }

    /// Every way to give each layer a step, by trying.
    fn readings(steps: &[Step], layers: usize) -> Vec<Vec<Option<usize>>> {
        (0..1_u32 << steps.len())
            .filter(|bits| {
                steps.iter().enumerate().all(|(index, step)| match step.made {
                    Made::Layer => bits >> index & 1 == 1,
                    Made::Nothing => bits >> index & 1 == 0,
                    Made::Unknown => true,
                })
            })
            .filter(|bits| bits.count_ones() as usize == layers)
            .map(|bits| {
                let mut next = 0..;
                (0..steps.len()).map(|index| if bits >> index & 1 == 1 { next.next() } else { None }).collect()
            })
            .collect()
    }

    proptest! {
        #[test]
        fn agrees_with_trying_everything(
            made in prop::collection::vec((prop::sample::select(vec![Made::Layer, Made::Nothing, Made::Unknown]), 1..9_u64), 0..9),
            layers in 0..9_usize,
        ) {
            let steps: Vec<Step> = made
                .into_iter()
                .map(|(made, size)| Step { made, size: if made == Made::Layer { size } else { 0 } })
                .collect();
            let readings = readings(&steps, layers);
            let aligned = align(&steps, layers, |_| None);
            let expected: Vec<Option<usize>> = (0..steps.len())
                .map(|index| {
                    let first = readings.first()?[index];
                    readings.iter().all(|reading| reading[index] == first).then_some(first)?
                })
                .collect();
            prop_assert_eq!(&aligned.made, &expected, "only what all readings agree on");
            for layer in 0..layers {
                let sizes: Vec<u64> = readings
                    .iter()
                    .filter_map(|reading| reading.iter().position(|made| *made == Some(layer)))
                    .map(|step| steps[step].size)
                    .collect();
                let totals: Vec<u64> = readings
                    .iter()
                    .filter_map(|reading| reading.iter().position(|made| *made == Some(layer)))
                    .map(|step| steps[..=step].iter().map(|step| step.size).sum())
                    .collect();
                for (told, tried) in [(aligned.sizes[layer], sizes), (aligned.totals[layer], totals)] {
                    if let (Some(least), Some(most)) = (tried.iter().min(), tried.iter().max()) {
                        prop_assert_eq!(told, ByteRange { least: *least, most: *most }, "the bytes of layer {}", layer);
                    }
                }
            }
        }
    }
}
