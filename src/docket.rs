//! A warrant's own clock: its events as its status over time (RS 58, 59, 61).

use crate::vocabulary::Warrant;

/// What happens to a warrant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entry {
    ApplicationPublic,
    Issued {
        sealed: bool,
    },
    Unsealed,
    Arrested,
    Released,
    BeforeTheCourt,
    Ended,
    /// A request, a postponement: needs a warrant, changes no status.
    Aside,
}

/// Where a warrant stands while its events are read in order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Docket {
    pub(crate) status: Warrant,
    sealed: bool,
}

impl Docket {
    pub(crate) fn new() -> Self {
        Self { status: Warrant::None, sealed: false }
    }

    /// Takes the next event; refuses one that contradicts those before, and stays as it was.
    pub(crate) fn take(&mut self, entry: Entry) -> Result<(), &'static str> {
        use Warrant::*;
        self.status = match (entry, self.status) {
            (Entry::ApplicationPublic, None) => Requested,
            (Entry::ApplicationPublic, _) => return Err("the application is already public, or the warrant already issued"),
            (Entry::Issued { sealed }, None | Requested) => {
                self.sealed = sealed;
                if sealed { Sealed } else { Outstanding }
            }
            (Entry::Issued { .. }, _) => return Err("the warrant is already issued; a new warrant has an id of its own"),
            (Entry::Unsealed, status) if self.sealed => {
                self.sealed = false;
                if status == Sealed { Outstanding } else { status }
            }
            (Entry::Unsealed, _) => return Err("the warrant is not under seal on this day"),
            (Entry::Arrested, Sealed | Outstanding) => Arrested,
            (Entry::Arrested, _) => return Err("there is no warrant to arrest on that day, or the person is already held"),
            (Entry::Released, Arrested) if self.sealed => Sealed,
            (Entry::Released, Arrested) => Outstanding,
            (Entry::Released, _) => return Err("the person is not held by a state on this day"),
            (Entry::BeforeTheCourt, Sealed | Outstanding | Arrested) => Surrendered,
            (Entry::BeforeTheCourt, _) => return Err("no warrant is in effect on this day, or the person is already with the Court"),
            (Entry::Ended, None | Ended) => return Err("there is nothing to end on this day"),
            (Entry::Ended, _) => Ended,
            (Entry::Aside, None | Requested) => return Err("the warrant is not yet issued on this day"),
            (Entry::Aside, status) => status,
        };
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(entries: &[Entry]) -> (Vec<Warrant>, usize) {
        let mut docket = Docket::new();
        let mut refused = 0;
        let walk = entries.iter().map(|entry| {
            refused += usize::from(docket.take(*entry).is_err());
            docket.status
        });
        (walk.collect(), refused)
    }

    #[test]
    fn a_sealed_arrest_stays_an_arrest_when_unsealed() {
        use Entry::*;
        let (walk, refused) = read(&[Issued { sealed: true }, Arrested, Unsealed, Released, Arrested, BeforeTheCourt, Ended]);
        use Warrant as W;
        assert_eq!(walk, [W::Sealed, W::Arrested, W::Arrested, W::Outstanding, W::Arrested, W::Surrendered, W::Ended]);
        assert_eq!(refused, 0);
    }

    #[test]
    fn contradictions_are_refused_and_change_nothing() {
        use Entry::*;
        let (walk, refused) =
            read(&[Unsealed, Arrested, Ended, Aside, Issued { sealed: false }, Issued { sealed: false }, Unsealed, Released]);
        assert_eq!(refused, 7);
        assert_eq!(walk.last(), Some(&Warrant::Outstanding));
    }
}
