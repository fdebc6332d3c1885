use std::mem;

/// Takes the frames of a stream without terminal apart (API `ContainerAttach`): an 8-byte header
/// `[stream, 0, 0, 0, length as big-endian u32]`, then that many bytes. Frames and chunks end where they like.
#[derive(Debug, Default)]
pub struct Demux {
    header: Vec<u8>,
    left: usize,
}

const HEADER: usize = 8;

impl Demux {
    /// A chunk's output, standard output and error together, as a terminal shows them.
    pub fn payload(&mut self, mut chunk: &[u8]) -> Vec<u8> {
        let mut payload = Vec::with_capacity(chunk.len());
        while !chunk.is_empty() {
            if self.left > 0 {
                let (part, rest) = chunk.split_at(self.left.min(chunk.len()));
                payload.extend_from_slice(part);
                self.left -= part.len();
                chunk = rest;
            } else {
                let missing = HEADER - self.header.len();
                let (part, rest) = chunk.split_at(missing.min(chunk.len()));
                self.header.extend_from_slice(part);
                chunk = rest;
                if let [_, _, _, _, a, b, c, d] = self.header[..] {
                    self.left = u32::from_be_bytes([a, b, c, d]) as usize;
                    mem::take(&mut self.header);
                }
            }
        }
        payload
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn framed(frames: &[(u8, Vec<u8>)]) -> Vec<u8> {
        frames
            .iter()
            .flat_map(|(stream, payload)| {
                let length = u32::try_from(payload.len()).expect("small frames").to_be_bytes();
                [&[*stream, 0, 0, 0], &length[..], payload].concat()
            })
            .collect()
    }

    proptest! {
        #[test]
        fn payloads_come_out_whole_however_they_are_cut(
            frames in prop::collection::vec((1u8..=2, prop::collection::vec(any::<u8>(), 0..40)), 0..12),
            cuts in prop::collection::vec(1usize..20, 1..60),
        ) {
            let expected: Vec<u8> = frames.iter().flat_map(|(_, payload)| payload.clone()).collect();
            let stream = framed(&frames);
            let mut demux = Demux::default();
            let mut read = Vec::new();
            let mut rest = stream.as_slice();
            for cut in cuts.iter().cycle() {
                if rest.is_empty() {
                    break;
                }
                let (chunk, after) = rest.split_at((*cut).min(rest.len()));
                read.extend(demux.payload(chunk));
                rest = after;
            }
            prop_assert_eq!(read, expected, "every payload byte and no header byte");
        }
    }

    #[test]
    fn a_frame_larger_than_its_chunk_goes_on_in_the_next() {
        let mut demux = Demux::default();
        assert_eq!(demux.payload(&[1, 0, 0, 0, 0, 0, 0, 3, b'a']), b"a", "what has come is shown at once");
        assert_eq!(demux.payload(b"bc\x02\0\0"), b"bc", "the frame goes on, and the next begins");
        assert_eq!(demux.payload(b"\0\0\0\0\x01d"), b"d", "a header cut in two is still a header");
    }
}
