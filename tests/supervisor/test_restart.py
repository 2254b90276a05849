"""When a child that has ended is started again, and when it is given up."""

from services.supervisor.restart import HASTY_LIVES, LONGEST_PAUSE_S, STEADY_S, Again, GiveUp, after_end


def test_first_end_is_followed_by_a_quick_start() -> None:
    assert after_end([3600]) == Again(0.5)
    assert after_end([1]) == Again(0.5)


def test_pauses_grow_while_lives_stay_short() -> None:
    assert [after_end([1] * count) for count in (1, 2, 3)] == [Again(0.5), Again(1), Again(2)]


def test_a_child_that_never_starts_well_is_given_up() -> None:
    assert isinstance(after_end([1] * HASTY_LIVES), GiveUp)


def test_a_steady_life_forgives_what_was_before() -> None:
    assert after_end([1, 1, 1, STEADY_S, 1]) == Again(0.5)


def test_no_pause_is_longer_than_the_longest() -> None:
    verdicts = [after_end([STEADY_S] * count) for count in range(1, 50)]
    assert all(isinstance(verdict, Again) and verdict.after_s <= LONGEST_PAUSE_S for verdict in verdicts)
