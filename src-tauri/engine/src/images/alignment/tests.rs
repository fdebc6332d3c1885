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

fn steps(steps: &[(CreatesLayer, u64)]) -> Vec<Step> {
    steps.iter().map(|(creates_layer, size)| Step { creates_layer: *creates_layer, size: *size }).collect()
}

fn exactly(sizes: &[u64]) -> Vec<ByteRange> {
    sizes.iter().map(|size| ByteRange::exactly(*size)).collect()
}

#[test]
fn instructions_create_layers_or_not() {
    for (created_by, comment, size, expected) in [
        ("/bin/sh -c #(nop) ADD file:a in / ", "", 188, CreatesLayer::Yes),
        ("/bin/sh -c #(nop)  CMD [\"bash\"]", "", 0, CreatesLayer::No),
        ("ENV A=b", "buildkit.dockerfile.v0", 0, CreatesLayer::No),
        ("RUN /bin/sh -c true # buildkit", "buildkit.dockerfile.v0", 0, CreatesLayer::Yes),
        ("WORKDIR /a", "buildkit.dockerfile.v0", 0, CreatesLayer::Yes),
        ("/bin/sh -c #(nop) WORKDIR /a", "", 0, CreatesLayer::Unknown),
        ("/bin/sh -c true", "", 0, CreatesLayer::Unknown),
        ("bash", "", 0, CreatesLayer::Unknown),
    ] {
        assert_eq!(creates_layer(&step(created_by, comment, size)), expected, "{created_by:?} of {size} bytes");
    }
}

#[test]
fn only_certain_steps_get_a_layer() {
    use CreatesLayer::{No, Unknown, Yes};
    for (creates_layer, layers, expected, why) in [
        (vec![Yes, No, Yes], 2, vec![Some(0), None, Some(1)], "no step is uncertain"),
        (vec![Yes, Unknown, Yes], 2, vec![Some(0), None, Some(1)], "no layer is left for the unknown step"),
        (vec![Yes, Unknown, Yes], 3, vec![Some(0), Some(1), Some(2)], "the unknown step must have created one"),
        (
            vec![Yes, Unknown, Unknown, Yes],
            3,
            vec![Some(0), None, None, Some(2)],
            "one of two created it, and the last layer is certain",
        ),
        (vec![Yes, Yes], 1, vec![None, None], "the history contradicts the layers"),
        (vec![Yes], 2, vec![None], "layers without a history"),
    ] {
        let steps: Vec<Step> =
            creates_layer.iter().map(|creates_layer| Step { creates_layer: *creates_layer, size: 0 }).collect();
        assert_eq!(align(&steps, layers, |_| None).layer_of_step, expected, "{why}");
    }
}

#[test]
fn sizes_are_a_range_only_if_empty_layers_may_be_anywhere() {
    use CreatesLayer::{Unknown, Yes};
    let between = steps(&[(Yes, 10), (Unknown, 0), (Unknown, 0), (Yes, 5)]);
    assert_eq!(align(&between, 3, |_| None).sizes, exactly(&[10, 0, 5]), "the same for either step");
    let around = steps(&[(Unknown, 0), (Yes, 10), (Unknown, 0)]);
    let range = ByteRange { least: 0, most: 10 };
    let aligned = align(&around, 2, |_| None);
    assert_eq!(aligned.sizes, [range, range], "before or after");
    assert_eq!(aligned.totals, [range, ByteRange::exactly(10)], "together they are exact");
}

#[test]
fn another_images_size_decides() {
    use CreatesLayer::{Unknown, Yes};
    let around = steps(&[(Unknown, 0), (Yes, 10), (Unknown, 0)]);
    let known = |bytes: u64| move |layers: usize| (layers == 1).then_some(bytes);
    assert_eq!(align(&around, 2, known(10)).sizes, exactly(&[10, 0]), "the first layer has all bytes");
    assert_eq!(align(&around, 2, known(0)).sizes, exactly(&[0, 10]), "the first layer has none");
    assert_eq!(align(&around, 2, known(7)).sizes.len(), 2, "a size that fits no assignment is ignored");
}

#[test]
fn without_any_assignment_only_the_total_is_known() {
    let sizes = align(&steps(&[(CreatesLayer::Yes, 10), (CreatesLayer::Yes, 5)]), 1, |_| None).sizes;
    assert_eq!(sizes, [ByteRange { least: 0, most: 15 }], "between nothing and everything");
}

/// All ways to assign each layer a step, by brute force.
fn assignments(steps: &[Step], layers: usize) -> Vec<Vec<Option<usize>>> {
    (0..1_u32 << steps.len())
        .filter(|bits| {
            steps.iter().enumerate().all(|(index, step)| match step.creates_layer {
                CreatesLayer::Yes => bits >> index & 1 == 1,
                CreatesLayer::No => bits >> index & 1 == 0,
                CreatesLayer::Unknown => true,
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
    fn agrees_with_brute_force(
        created in prop::collection::vec((prop::sample::select(vec![CreatesLayer::Yes, CreatesLayer::No, CreatesLayer::Unknown]), 1..9_u64), 0..9),
        layers in 0..9_usize,
    ) {
        let steps: Vec<Step> = created
            .into_iter()
            .map(|(creates_layer, size)| Step { creates_layer, size: if creates_layer == CreatesLayer::Yes { size } else { 0 } })
            .collect();
        let assignments = assignments(&steps, layers);
        let aligned = align(&steps, layers, |_| None);
        let expected: Vec<Option<usize>> = (0..steps.len())
            .map(|index| {
                let first = assignments.first()?[index];
                assignments.iter().all(|assignment| assignment[index] == first).then_some(first)?
            })
            .collect();
        prop_assert_eq!(&aligned.layer_of_step, &expected, "only what all assignments agree on");
        for layer in 0..layers {
            let sizes: Vec<u64> = assignments
                .iter()
                .filter_map(|assignment| assignment.iter().position(|created| *created == Some(layer)))
                .map(|step| steps[step].size)
                .collect();
            let totals: Vec<u64> = assignments
                .iter()
                .filter_map(|assignment| assignment.iter().position(|created| *created == Some(layer)))
                .map(|step| steps[..=step].iter().map(|step| step.size).sum())
                .collect();
            for (range, all) in [(aligned.sizes[layer], sizes), (aligned.totals[layer], totals)] {
                if let (Some(least), Some(most)) = (all.iter().min(), all.iter().max()) {
                    prop_assert_eq!(range, ByteRange { least: *least, most: *most }, "the bytes of layer {}", layer);
                }
            }
        }
    }
}
