//! The ways in which something can be: of each value that it looks at, where that must lie. See
//! [`possible`](super::possible).

use std::collections::BTreeMap;

use super::domain::Domain;

/// More ways than this are not followed.
const MOST_WAYS: usize = 256;

/// The ways in which something can be; too many ways are not listed.
#[derive(Clone, Debug)]
pub struct Ways(Option<Vec<BTreeMap<String, Domain>>>);

impl Ways {
    /// Anything at all.
    #[must_use]
    pub fn any() -> Self {
        Self(Some(vec![BTreeMap::new()]))
    }

    const NEVER: Self = Self(Some(Vec::new()));

    /// Is there no way?
    #[must_use]
    pub fn is_impossible(&self) -> bool {
        self.0.as_ref().is_some_and(Vec::is_empty)
    }

    /// Both at once.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        if self.is_impossible() || other.is_impossible() {
            return Self::NEVER;
        }
        let (Some(a), Some(b)) = (&self.0, &other.0) else {
            return Self(None);
        };
        if a.len().saturating_mul(b.len()) > MOST_WAYS * 64 {
            return Self(None);
        }
        let ways: Vec<_> = a.iter().flat_map(|a| b.iter().filter_map(|b| joined(a, b))).collect();
        Self((ways.len() <= MOST_WAYS).then_some(ways))
    }

    /// The one or the other.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        let (Some(mut a), Some(b)) = (self.0, other.0) else {
            return Self(None);
        };
        a.extend(b);
        Self((a.len() <= MOST_WAYS).then_some(a))
    }

    pub(super) fn settled(answer: bool) -> Self {
        if answer { Self::any() } else { Self::NEVER }
    }

    /// One value lies there.
    pub(super) fn one(key: String, domain: Domain) -> Self {
        Self(Some(if domain.is_empty() { Vec::new() } else { vec![BTreeMap::from([(key, domain)])] }))
    }

    /// It cannot be told.
    pub(super) const UNKNOWN: Self = Self(None);
}

fn joined(a: &BTreeMap<String, Domain>, b: &BTreeMap<String, Domain>) -> Option<BTreeMap<String, Domain>> {
    let mut both = a.clone();
    for (key, domain) in b {
        let domain = both.get(key).map_or_else(|| domain.clone(), |other| other.and(domain));
        if domain.is_empty() {
            return None;
        }
        both.insert(key.clone(), domain);
    }
    Some(both)
}
