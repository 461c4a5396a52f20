//! An order of functions in which packing finds more to repeat: what came last counts most, so
//! functions with the same passages should stand close to each other.

use std::collections::HashMap;

/// How many bytes a passage has that two functions may share.
const PASSAGE: usize = 6;
/// How far back a passage counts as near, in bytes.
const WINDOW: usize = 28_000;
/// A passage that this many functions have is near anyhow.
const COMMON: usize = 60;
/// What a function's size is counted from, else the smallest would go first.
const SMALL: usize = 30;

/// The places of `bodies`, in the order in which they should stand: after the largest always
/// the one that shares the most with what stands in the window before it, by the root of its size.
#[must_use]
pub fn by_likeness(bodies: &[&[u8]]) -> Vec<usize> {
    let (passages, owners) = passages(bodies);
    // What few have says more: as often as the number of its owners can be doubled to all.
    let worth = |passage: usize| f64::from((bodies.len() / owners[passage].len()).ilog2());
    let mut near = vec![0_u32; owners.len()];
    let mut score = vec![0.0; bodies.len()];
    let mut left: Vec<usize> = (0..bodies.len()).collect();
    let mut order: Vec<usize> = Vec::with_capacity(bodies.len());
    let (mut first, mut size) = (0, 0);
    let weight = |body: usize| ((bodies[body].len() + SMALL) as f64).sqrt();
    let weights: Vec<f64> = (0..bodies.len()).map(weight).collect();
    let mut next = (0..bodies.len()).max_by_key(|&body| bodies[body].len());
    while let Some(body) = next {
        order.push(body);
        left.retain(|&other| other != body);
        size += bodies[body].len();
        for &passage in &passages[body] {
            near[passage] += 1;
            if near[passage] == 1 {
                for &owner in &owners[passage] {
                    score[owner] += worth(passage);
                }
            }
        }
        while size > WINDOW && first + 1 < order.len() {
            let gone = order[first];
            first += 1;
            size -= bodies[gone].len();
            for &passage in &passages[gone] {
                near[passage] -= 1;
                if near[passage] == 0 {
                    for &owner in &owners[passage] {
                        score[owner] -= worth(passage);
                    }
                }
            }
        }
        let gain = |body: usize| score[body] / weights[body];
        next = left
            .iter()
            .copied()
            .max_by(|&a, &b| gain(a).total_cmp(&gain(b)));
    }
    order
}

/// Of each body the passages that others have too, and of each passage the bodies with it.
fn passages<'a>(bodies: &[&'a [u8]]) -> (Vec<Vec<usize>>, Vec<Vec<usize>>) {
    let mut known: HashMap<&'a [u8], usize> = HashMap::new();
    let mut owners: Vec<Vec<usize>> = Vec::new();
    for (body, bytes) in bodies.iter().enumerate() {
        for passage in bytes.windows(PASSAGE) {
            let at = *known.entry(passage).or_insert(owners.len());
            if at == owners.len() {
                owners.push(Vec::new());
            }
            if owners[at].last() != Some(&body) {
                owners[at].push(body);
            }
        }
    }
    owners.retain(|owners| (2..=COMMON).contains(&owners.len()));
    let mut passages = vec![Vec::new(); bodies.len()];
    for (passage, owners) in owners.iter().enumerate() {
        for &owner in owners {
            passages[owner].push(passage);
        }
    }
    (passages, owners)
}

#[cfg(test)]
mod tests {
    use super::by_likeness;

    #[test]
    fn what_is_alike_stands_together() {
        let (red, green): (Vec<u8>, Vec<u8>) = ((0..90).collect(), (100..180).collect());
        let bodies = [&red[..], &green[5..], &red[10..], &green[..60], &red[20..]];
        let order = by_likeness(&bodies);
        let is_red: Vec<bool> = order.iter().map(|body| body % 2 == 0).collect();
        assert_eq!(is_red, [true, true, true, false, false]);
    }

    #[test]
    fn every_function_stands_once() {
        let mut order = by_likeness(&[b"", b"\x0b", b"abcdefgh", b"abcdefgh", b""]);
        order.sort_unstable();
        assert_eq!(order, [0, 1, 2, 3, 4]);
        assert!(by_likeness(&[]).is_empty());
    }
}
