//! Goes through every state that can be reached, breadth first, so that what it finds broken has been reached in the fewest steps.

use std::collections::{HashMap, VecDeque};
use std::fmt::Debug;
use std::hash::Hash;

/// Something with states.
pub trait Model {
    /// A state.
    type State: Clone + Eq + Hash + Debug;
    /// What leads from one to the next.
    type Step: Clone + Debug;

    /// Where it begins.
    fn first(&self) -> Self::State;
    /// What can happen in a state, and what is then.
    fn steps(&self, state: &Self::State) -> Vec<(Self::Step, Self::State)>;
    /// What is wrong with a state, or with how it was reached.
    fn broken(&self, before: &Self::State, step: &Self::Step, after: &Self::State) -> Option<&'static str>;
}

/// The state and step by which each state was reached first; the first state has none.
type CameFrom<M> = HashMap<<M as Model>::State, Option<(<M as Model>::State, <M as Model>::Step)>>;

/// What was found.
pub struct Report<M: Model> {
    /// How many states there are.
    pub states: usize,
    /// How many steps lead from one to another.
    pub steps: usize,
    /// What was broken, and the steps that led there.
    pub broken: Option<(&'static str, Vec<M::Step>)>,
}

/// Looks at everything, or until something is broken.
pub fn check<M: Model>(model: &M) -> Report<M> {
    let first = model.first();
    let mut came_from: CameFrom<M> = HashMap::from([(first.clone(), None)]);
    let mut waiting = VecDeque::from([first]);
    let mut steps = 0;
    while let Some(state) = waiting.pop_front() {
        for (step, next) in model.steps(&state) {
            steps += 1;
            if let Some(what) = model.broken(&state, &step, &next) {
                let mut way = vec![step];
                let mut at = state;
                while let Some(Some((before, step))) = came_from.get(&at).cloned() {
                    way.push(step);
                    at = before;
                }
                way.reverse();
                return Report { states: came_from.len(), steps, broken: Some((what, way)) };
            }
            if !came_from.contains_key(&next) {
                came_from.insert(next.clone(), Some((state.clone(), step)));
                waiting.push_back(next);
            }
        }
    }
    Report { states: came_from.len(), steps, broken: None }
}
