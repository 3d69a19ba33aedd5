//! Row numbers as people list them: `3、7-12、20`.

/// Ascending numbers as ranges, in Chinese and in English.
#[must_use]
pub fn ranges(numbers: &[u32]) -> (String, String) {
    let mut found: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match found.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(*number) => *last = *number,
            _ => found.push((*number, *number)),
        }
    }
    let shown: Vec<String> = found
        .iter()
        .map(|(first, last)| if first == last { first.to_string() } else { format!("{first}-{last}") })
        .collect();
    (shown.join("、"), shown.join(", "))
}
