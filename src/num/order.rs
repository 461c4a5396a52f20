//! Lists in order.

/// The list in ascending order of `key`; what has the same key keeps its order.
#[must_use]
pub fn ascending<T: Copy>(list: &[T], key: impl Fn(&T) -> f64) -> Vec<T> {
    let keys: Vec<f64> = list.iter().map(key).collect();
    places(&keys).into_iter().map(|place| list[place]).collect()
}

/// The places of the keys in ascending order. One sort for every list: each type's own
/// would weigh several kilobytes, and a stable one twice as much.
fn places(keys: &[f64]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..keys.len()).collect();
    places.sort_unstable_by(|a, b| keys[*a].total_cmp(&keys[*b]).then(a.cmp(b)));
    places
}

#[cfg(test)]
mod tests {
    use super::ascending;

    #[test]
    fn what_is_equal_keeps_its_order() {
        let list = [
            ("a", 2.0),
            ("b", -1.0),
            ("c", 2.0),
            ("d", f64::NEG_INFINITY),
        ];
        let names: Vec<&str> = ascending(&list, |(_, key)| *key)
            .into_iter()
            .map(|(name, _)| name)
            .collect();
        assert_eq!(names, ["d", "b", "a", "c"]);
    }
}
