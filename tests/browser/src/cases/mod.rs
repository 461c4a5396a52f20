//! The tests, by subject.

mod access;
mod embed;
mod keys;
mod lens;
mod link;
mod load;
mod numbers;
mod parity;
mod play;
mod script;
mod tape;

use anyhow::Result;
use glassnet_browser_tests::page::Page;

/// One test.
#[derive(Clone, Copy)]
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) test: fn(&Page) -> Result<()>,
}

/// Lists functions as cases named after them.
macro_rules! cases {
    ($($module:ident: $($test:ident)+;)+) => {
        &[$($(Case { name: stringify!($test), test: $module::$test },)+)+]
    };
}

/// All tests, in the order of running.
pub(crate) const ALL: &[Case] = cases! {
    load: loads loads_below_a_path asks_nobody_else starts_with_its_first_parts
        starts_where_nothing_is_made_at_once;
    play: plays_and_pauses learns_the_spam_scene resets_to_the_same_weights
        a_fault_of_the_machine_is_healed;
    script: has_every_call gives_shapes_that_fit steps_are_counted events_tell_what_happens
        a_bad_state_changes_nothing a_mismatch_of_weights_throws;
    numbers: predictions_follow_from_the_weights gradients_are_slopes_of_the_loss
        a_batch_step_is_rate_times_gradient;
    parity: bits_are_those_of_the_native_build;
    link: a_link_carries_the_state a_new_fragment_is_obeyed the_link_follows_without_history
        a_bad_link_breaks_nothing;
    embed: two_on_one_page in_a_sandbox;
    keys: a_weight_and_a_bias_are_edited a_refused_number_brings_the_old_one_back
        a_point_is_pinned_and_let_go space_plays tab_comes_to_everything;
    lens: a_unit_and_its_weights_open_by_keyboard a_weight_is_moved_under_the_lens
        the_handle_has_keys_of_its_own chain_and_shares_are_there_as_text the_seed_is_set_on_the_page;
    tape: only_seen_rows_stand_in_the_document chips_go_from_row_to_row
        rows_and_picture_point_at_each_other
        the_ladder_goes_both_ways a_held_key_starves_nothing the_tape_walks_by_itself a_link_resumes_in_the_middle_of_a_step
        the_timeline_goes_back_and_tells_of_branches a_folded_tape_costs_nothing
        every_result_is_seen;
    access: fits_a_phone axe_reports_nothing a_lecture_is_larger follows_the_system_into_the_dark;
};
