"""Which faults the suite survives and what comes of each: the rows of the README's table, each with the test that shows
it. `tests/test_readme.py` holds the README to them."""

from __future__ import annotations

from typing import Final, NamedTuple


class Row(NamedTuple):
    """`shown_by` are files below `tests/`, each with the name of a test."""

    fault: str
    outcome: str
    shown_by: tuple[str, ...]


NETWORK: Final = (
    Row(
        "No name, no connection, no TLS",
        "Nothing left: it waits in the queue and goes when the server answers",
        (
            "api/test_errors.py::test_why_a_server_was_not_reached_is_said",
            "api/test_transport.py::test_a_failed_handshake_is_not_sent",
            "sync/test_push.py::test_a_refused_connection_is_tried_again_until_it_goes",
        ),
    ),
    Row(
        "The answer to a message is lost, cut, unreadable or a failure (timeout, reset, 5xx)",
        "Uncertain: looked for on the server, found and marked as sent; only you send it again",
        (
            "sync/test_push.py::test_a_lost_answer_is_uncertain_and_found_again",
            "sync/test_push.py::test_an_unclear_failure_is_never_repeated_by_the_program",
            "api/test_transport.py::test_a_write_is_never_repeated",
        ),
    ),
    Row(
        "An answer that drips, byte by byte",
        "Given up within a minute; a message is then uncertain",
        (
            "api/test_transport.py::test_a_write_on_a_dripping_answer_is_uncertain_within_the_total",
            "api/test_transport.py::test_a_read_of_a_dripping_answer_ends_within_the_total",
        ),
    ),
    Row(
        "HTML, a redirect to a login page, garbage",
        "Said in words; the token goes nowhere else; the cache stays",
        (
            "sync/test_engine.py::test_html_instead_of_the_api_is_said_in_words",
            "api/test_transport.py::test_a_redirect_takes_the_token_nowhere",
        ),
    ),
    Row(
        "429, with and without `Retry-After`",
        "One pause for all windows of the profile, and for the next start; the bar says until when",
        (
            "api/test_budget.py::test_without_retry_after_pauses_grow",
            "sync/test_push.py::test_a_rate_limited_post_is_sent_when_the_pause_is_over",
            "journeys/test_two_windows.py::test_a_pause_asked_of_one_window_is_said_in_both_and_after_a_restart",
        ),
    ),
    Row(
        "401 or 403 in the middle of a session",
        "Signed out is said; cache, drafts and queue stay",
        (
            "sync/test_engine.py::test_a_dead_token_is_said_and_the_cache_stays",
            "sync/test_push.py::test_a_read_only_token_stops_the_queue_and_loses_nothing",
        ),
    ),
    Row(
        "404, 422 and other refusals",
        "The reason stands on the message; its text is kept to be edited",
        (
            "sync/test_push.py::test_a_refusal_keeps_the_text_and_says_why",
            "api/test_errors.py::test_complaints_about_fields_are_kept_and_shown",
            "sync/test_engine.py::test_a_conversation_that_is_gone_leaves_the_list",
        ),
    ),
    Row(
        "The customer or a colleague writes while you answer",
        "Not sent: the news is shown above the intact text",
        ("sync/test_push.py::test_news_since_the_thread_was_read_stops_the_answer_and_sending_again_goes_through",),
    ),
)

MACHINE: Final = (
    Row(
        "The program ends, or the answer is lost, while a conversation or its contact is being made",
        "Looked for on the server by words, person and time, and taken up; only you make it again",
        (
            "sync/test_creating.py::test_a_lost_answer_is_looked_for_and_nothing_is_made_twice",
            "sync/test_creating.py::test_a_program_that_ends_meanwhile_goes_on_where_it_was",
        ),
    ),
    Row(
        "`kill -9` while typing, while held, while sending",
        "The text is there; what was held is a draft that says so; what was being sent is looked for",
        (
            "journeys/test_crashes.py::test_killed_while_typing_the_text_is_still_there",
            "journeys/test_crashes.py::test_killed_while_held_it_is_a_draft_that_says_so",
            "journeys/test_crashes.py::test_killed_while_sending_it_is_uncertain_and_sent_at_most_once",
        ),
    ),
    Row(
        "The line to the terminal breaks, the window is closed, the program is ended from outside",
        "What was typed a moment ago is kept, and nothing is left running",
        (
            "journeys/test_hangup.py::test_a_signal_keeps_what_was_typed_a_moment_ago",
            "journeys/test_hangup.py::test_a_window_that_is_closed_ends_the_program_and_keeps_the_words",
        ),
    ),
    Row(
        "Two windows, and the one that syncs is killed",
        "The other takes over and sends what was queued, once",
        (
            "journeys/test_two_windows.py::test_when_the_window_that_syncs_is_killed_the_other_sends_once",
            "journeys/test_two_windows.py::test_killed_while_sending_the_other_window_looks_and_never_repeats",
        ),
    ),
    Row(
        "Two windows write into one draft",
        "Both texts stay, in both windows; what one sends takes only its own along",
        (
            "journeys/test_two_windows.py::test_both_windows_write_into_one_draft_and_no_word_is_lost",
            "store/test_drafts.py::test_what_another_window_wrote_since_is_not_overwritten",
            "store/test_drafts.py::test_what_was_sent_takes_along_only_the_text_that_its_author_saw",
        ),
    ),
    Row(
        "Two windows write",
        "Each sees the other's words within a second; a hold ends with the window it was written in",
        (
            "journeys/test_two_windows.py::test_both_windows_write_and_each_sees_what_the_other_wrote",
            "journeys/test_two_windows.py::test_a_hold_ends_with_its_window_even_where_another_one_sends",
        ),
    ),
    Row(
        "Disk full",
        "Said; what you type stays on the screen and is saved when there is room; quitting asks first",
        (
            "store/test_machine.py::test_a_full_disk_is_said_loses_nothing_and_is_over_when_there_is_room",
            "journeys/test_disk.py::test_a_text_that_cannot_be_saved_stays_and_is_saved_when_there_is_room",
            "journeys/test_disk.py::test_quitting_asks_before_a_text_is_lost_and_takes_it_along",
        ),
    ),
    Row(
        "Disk full in the moment in which the server accepts a message",
        "Looked for on the server and found; never repeated",
        ("sync/test_outages.py::test_an_answer_whose_outcome_could_not_be_noted_is_looked_for_and_never_repeated",),
    ),
    Row(
        "Read-only disk",
        "The start says so and changes nothing",
        ("store/test_machine.py::test_a_start_on_a_read_only_disk_says_so_and_changes_nothing",),
    ),
    Row(
        "Database locked by another program",
        "Said; reading goes on; what waits is written when the lock is gone",
        (
            "sync/test_outages.py::test_a_lock_held_for_long_delays_an_answer_and_no_more",
            "store/test_machine.py::test_while_another_process_holds_the_lock_reads_go_on_and_nothing_waits_for_ever",
        ),
    ),
    Row(
        "Damaged database",
        "Kept aside as `….corrupt-<time>`; every draft and unsent message that can be read is rescued; the cache comes "
        "back from the server",
        (
            "journeys/test_failing_start.py::test_a_damaged_database_is_kept_aside_and_the_draft_is_rescued",
            "store/test_rescue.py::test_damage_among_the_drafts_hides_neither_those_before_nor_those_after_it",
            "store/test_rescue.py::test_a_rescue_that_is_cut_goes_on_at_the_next_start",
        ),
    ),
    Row(
        "Database of a newer version",
        "Refused with both versions; not a byte of it changes",
        ("journeys/test_failing_start.py::test_a_database_of_a_newer_program_is_refused_and_not_touched",),
    ),
    Row(
        "The clock is set, forward or back",
        "A hold lasts as long as it said; polling goes on; a lost answer is still found",
        (
            "sync/test_time.py::test_a_clock_set_ahead_by_less_than_a_minute_ends_no_hold_early",
            "sync/test_time.py::test_a_clock_set_back_keeps_no_hold_for_ever",
            "sync/test_time.py::test_an_uncertain_message_is_found_whatever_the_clock_says",
        ),
    ),
    Row(
        "The computer sleeps",
        "On waking the server is asked at once, on new connections; what was held is a draft that says so",
        (
            "sync/test_time.py::test_a_sleep_longer_than_a_hold_returns_the_text_and_says_why",
            "sync/test_time.py::test_a_request_that_hangs_on_a_dead_connection_is_given_up_on_waking",
        ),
    ),
)

ROWS: Final = (*NETWORK, *MACHINE)
