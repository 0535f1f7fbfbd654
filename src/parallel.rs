//! Owns doing the same with many things on all processors. Must not know what is done. Below the edge only this starts threads: what
//! comes out does not depend on them.

use std::sync::atomic::{AtomicUsize, Ordering};

/// With fewer things than these a second thread does not pay.
const MANY: usize = 32;
/// The most threads that work.
const MAX_THREADS: usize = 8;
/// What a thread takes at once: one of so many portions, and not more things than these.
const PORTIONS: usize = 8;
const AT_ONCE: usize = 8;

/// Maps `all` on as many threads as there are processors; the results are in the order of `all`.
pub fn in_parallel<T: Sync, R: Send>(all: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = match all.len() {
        0..MANY => 1,
        _ => std::thread::available_parallelism().map_or(1, |count| count.get().min(MAX_THREADS)),
    };
    let next = AtomicUsize::new(0);
    // What takes long may lie side by side: whoever is done takes more.
    let at_once = (all.len() / (threads * PORTIONS)).clamp(1, AT_ONCE);
    let some = &|| {
        let mut done = Vec::new();
        loop {
            let from = next.fetch_add(at_once, Ordering::Relaxed);
            let Some(part) = all.get(from..).filter(|part| !part.is_empty()) else {
                return done;
            };
            done.push((from, part.iter().take(at_once).map(&work).collect::<Vec<R>>()));
        }
    };
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads)
            // If a thread cannot be started, those there are do its part.
            .filter_map(|_| std::thread::Builder::new().spawn_scoped(scope, some).ok())
            .collect();
        let mut done = some();
        for thread in others {
            done.extend(
                thread
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            );
        }
        done.sort_by_key(|(from, _)| *from);
        done.into_iter().flat_map(|(_, part)| part).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_the_order_of_what_they_are_of() {
        for count in [0, 1, MANY - 1, MANY, 47, 1000] {
            let all: Vec<usize> = (0..count).collect();
            let doubled: Vec<usize> = (0..count).map(|nth| nth * 2).collect();
            assert_eq!(in_parallel(&all, |nth| nth * 2), doubled);
        }
    }
}
