//! Which new things are which old ones, and in which order they stand in a list.

use super::super::layout::rewrite::{self, Slot};

/// Pairs new things with old ones: first those that are the same, then what is left, in order.
pub(super) fn pair(olds: usize, news: usize, same: impl Fn(usize, usize) -> bool) -> Vec<Option<usize>> {
    let mut taken = vec![false; olds];
    let mut pairs: Vec<Option<usize>> = vec![None; news];
    for (new, place) in pairs.iter_mut().enumerate() {
        let hit = (0..olds).find(|old| taken.get(*old) == Some(&false) && same(*old, new));
        if let Some(mark) = hit.and_then(|old| taken.get_mut(old)) {
            *mark = true;
        }
        *place = hit;
    }
    let mut left = taken.iter().enumerate().filter(|(_, t)| !**t).map(|(old, _)| old);
    for place in pairs.iter_mut().filter(|p| p.is_none()) {
        *place = left.next();
    }
    pairs
}

/// The new order of a list: what was there keeps its order, what is new follows the row that it followed.
/// Gives the slots and, for each, the position of its new thing.
pub(super) fn slots(
    olds: usize,
    pairs: &[Option<usize>],
    plan: impl Fn(usize, usize) -> rewrite::Plan,
    text: impl Fn(usize) -> String,
) -> (Vec<Slot>, Vec<usize>) {
    let (mut slots, mut news) = (Vec::new(), Vec::new());
    let fresh = |from: usize, slots: &mut Vec<Slot>, news: &mut Vec<usize>| {
        for (new, _) in pairs.iter().enumerate().skip(from).take_while(|(_, pair)| pair.is_none()) {
            slots.push(Slot::New(text(new)));
            news.push(new);
        }
    };
    fresh(0, &mut slots, &mut news);
    for old in 0..olds {
        if let Some(new) = pairs.iter().position(|pair| *pair == Some(old)) {
            slots.push(Slot::Old(old, plan(old, new)));
            news.push(new);
            fresh(new + 1, &mut slots, &mut news);
        }
    }
    (slots, news)
}
