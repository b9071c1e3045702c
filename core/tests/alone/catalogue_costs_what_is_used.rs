//! A program pays for the providers that it uses, however many the catalogue holds: counted by the allocator of this test's own process.

use authpipe::Catalog;
use stats_alloc::Region;

/// What a catalogue of hundreds may cost beyond one definition.
const MOST: usize = 1024 * 1024;

#[test]
fn one_definition_costs_no_other() {
    crate::alone("catalogue_costs_what_is_used::one_definition_costs_no_other", check_one_definition_costs_no_other);
}

async fn check_one_definition_costs_no_other() {
    let kept = |work: &mut dyn FnMut()| {
        let region = Region::new(crate::GLOBAL);
        work();
        let change = region.change();
        (change.bytes_allocated, change.bytes_allocated.saturating_sub(change.bytes_deallocated))
    };
    let catalog = Catalog::builtin();
    // Finding, listing names and suggesting read nothing.
    let (_, names) = kept(&mut || assert!(catalog.contains("openai") && catalog.names().count() > 400));
    let (_, suggested) = kept(&mut || assert_eq!(catalog.suggest("opnai", &[]).as_deref(), Some("openai")));
    // One definition, while it is read and afterwards, stays far below what all may cost.
    let (read, one) = kept(&mut || assert!(catalog.get("openai").is_some()));
    assert!(one > 0 && read < MOST / 4, "{read} bytes to read one, {one} kept");
    // What the threads of the test runner keep meanwhile is counted too.
    assert!(names.max(suggested) < one / 2, "{names} bytes kept of names, {suggested} of a suggestion, {one} of a definition");
    let (_, again) = kept(&mut || assert!(catalog.get("openai").is_some()));
    assert_eq!(again, 0);
    // The measure measures: whoever lists everything pays for everything.
    let (_, all) = kept(&mut || assert!(catalog.list().count() > 400));
    assert!(all > 100 * one, "{all} bytes for all, {one} for one");
}
