//! What happens in one run, determined by its seed.

use std::collections::BTreeSet;
use std::time::Duration;

use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng as _};

use crate::fault::{Fault, Palette};
use crate::history::Selection;
use crate::objects::{NAMES, NAMESPACES};

/// More changes than the shortest log keeps, and more bytes than the buffers of a connection hold.
const FLOOD: usize = 300;

/// A run from its beginning until the faults end.
#[derive(Debug, Clone)]
pub struct Scenario {
    pub seed: u64,
    /// A watch for each namespace, or one for the cluster.
    pub by_namespace: bool,
    /// How many events the service keeps.
    pub replay: u64,
    pub heartbeat: Duration,
    /// Rows in one namespace that are there from the beginning, more than a page of a list and a batch of a state.
    pub bulk: usize,
    pub clients: Vec<Persona>,
    pub steps: Vec<Step>,
}

#[derive(Debug, Clone)]
pub struct Step {
    pub pause: Duration,
    pub action: Action,
}

#[derive(Debug, Clone)]
pub enum Action {
    Operate(Operation),
    /// Operations without a pause between them.
    Burst(Vec<Operation>),
    Fault(Fault),
}

/// What users of the cluster do.
#[derive(Debug, Clone, Copy)]
pub enum Operation {
    /// Creates it, or changes it where it is there.
    Put(Target, Size),
    Delete(Target),
    Recreate(Target),
    DeleteNamespace(&'static str),
    CreateNamespace(&'static str),
}

/// One Ingress.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    pub namespace: &'static str,
    pub number: usize,
}

/// How much there is to an Ingress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    Small,
    /// Some kilobytes.
    Large,
}

/// How a client behaves.
#[derive(Debug, Clone)]
pub struct Persona {
    pub manner: Manner,
    pub selection: Selection,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Is always there: what it sees is what was published.
    Witness,
    /// Is cut off at random moments and comes back with the last id that it has seen.
    Restless,
    /// Reads slowly, through a small window.
    Slow,
    /// Comes back with positions from long ago, as they were then, or with rubbish.
    Sleepy,
}

impl Scenario {
    /// The scenario of this seed, with as many steps, and with faults of this palette.
    pub fn of(seed: u64, steps: usize, palette: Palette) -> Self {
        let mut dice = StdRng::seed_from_u64(seed);
        let by_namespace = dice.random();
        let replay = if dice.random_bool(0.5) { 100 } else { 10_000 };
        let heartbeat = Duration::from_millis(if dice.random_bool(0.7) { 300 } else { 15_000 });
        let bulk = if dice.random_bool(0.3) { 620 } else { 0 };
        let clients = [Manner::Witness, Manner::Restless, Manner::Restless, Manner::Slow, Manner::Sleepy]
            .into_iter()
            .enumerate()
            .map(|(number, manner)| Persona {
                manner,
                selection: match number {
                    0 | 1 => None,
                    2 => Some(some_namespaces(&mut dice)),
                    _ => dice.random::<bool>().then(|| some_namespaces(&mut dice)),
                },
            })
            .collect();
        let steps = chaos(&mut dice, steps, palette);
        Self { seed, by_namespace, replay, heartbeat, bulk, clients, steps }
    }
}

fn some_namespaces(dice: &mut StdRng) -> BTreeSet<String> {
    let count = dice.random_range(1..=3);
    NAMESPACES.sample(dice, count).map(|name| (*name).to_owned()).collect()
}

/// Operations and faults; a fault that lasts ends some steps later.
fn chaos(dice: &mut StdRng, steps: usize, palette: Palette) -> Vec<Step> {
    let mut ends: Vec<(usize, Fault)> = Vec::new();
    let mut chaos = Vec::new();
    for number in 0..steps {
        let due = ends.extract_if(.., |(at, _)| *at <= number);
        chaos.extend(due.map(|(_, end)| Step { pause: pause(dice), action: Action::Fault(end) }));
        let action = action(dice, palette);
        if let Action::Fault(fault) = &action
            && let Some(end) = fault.end()
        {
            ends.push((number + dice.random_range(1..15), end));
        }
        chaos.push(Step { pause: pause(dice), action });
    }
    chaos
}

fn pause(dice: &mut StdRng) -> Duration {
    let longest = if dice.random_bool(0.03) { 2500 } else { 100 };
    Duration::from_millis(dice.random_range(0..longest))
}

fn action(dice: &mut StdRng, palette: Palette) -> Action {
    match dice.random_range(0..100) {
        0..70 => Action::Operate(operation(dice)),
        70..82 => {
            let count = dice.random_range(5..60);
            Action::Burst((0..count).map(|_| operation(dice)).collect())
        }
        82..84 => Action::Burst((0..FLOOD).map(|_| Operation::Put(target(dice), Size::Large)).collect()),
        _ => Action::Fault(Fault::any(dice, palette)),
    }
}

fn operation(dice: &mut StdRng) -> Operation {
    let target = target(dice);
    match dice.random_range(0..100) {
        0..45 => Operation::Put(target, Size::Small),
        45..60 => Operation::Put(target, Size::Large),
        60..80 => Operation::Delete(target),
        80..96 => Operation::Recreate(target),
        96..97 => Operation::DeleteNamespace(target.namespace),
        _ => Operation::CreateNamespace(target.namespace),
    }
}

fn target(dice: &mut StdRng) -> Target {
    let namespace = NAMESPACES.choose(dice).copied().unwrap_or_default();
    Target { namespace, number: dice.random_range(0..NAMES) }
}

#[test]
fn a_seed_is_one_scenario() {
    let text = |seed| format!("{:?}", Scenario::of(seed, 50, Palette::ALL));
    assert_eq!(text(7), text(7));
    assert_ne!(text(7), text(8));
}
