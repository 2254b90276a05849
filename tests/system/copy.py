"""Wire copy of the tests: many distinct events, told plainly."""

SIDES = {
    "North Korea": "North Korean",
    "South Korea": "South Korean",
    "Japan": "Japanese",
    "China": "Chinese",
    "Russia": "Russian",
}
TALKS = ("family reunions", "a military hotline", "nuclear disarmament", "fishing rights", "the return of war remains")


def no_show(number: int) -> tuple[str, str, str]:
    """guid, headline and body of one missed meeting; the number makes it recognisable."""
    matter = TALKS[number % len(TALKS)]
    host = ("South Korean", "U.S.", "Japanese")[number % 3]
    headline = f"North Korean officials fail to show up for talks with {host} side (item {number})"
    body = (
        f"SEOUL (Test Wire) - North Korean officials did not show up on Tuesday for a planned meeting with {host} "
        f"officials on {matter}, a government spokesman said.\n\n"
        f"It was round {number} of the talks, which had been agreed last week."
    )
    return f"no-show-{number}", headline, body
