"""What people say: small pools of sentences, so that the words carry what happened."""

from __future__ import annotations

from random import Random

POOLS = {
    "greeting": ("Good morning, how can I help you?", "Thanks for calling, what can I do?"),
    "set-up": ("The set-up screen shows an error and stops.", "I cannot get the box to connect."),
    "billing": (
        "I have a question about a charge on my bill.",
        "Why is the amount different this month?",
    ),
    "speed": (
        "The connection is slower than what I ordered.",
        "Pages take very long in the evening.",
    ),
    "delivery": ("When does the installer come?", "I wonder where my installation stands."),
    "answer": (
        "I have corrected that for you.",
        "Please restart the box, then it works.",
        "I have explained the charge.",
    ),
    "promise": (
        "I will call you back tomorrow.",
        "We will call you back within 24 hours.",
        "A colleague will ring you back tomorrow.",
    ),
    "chase": (
        "You promised to call me back and nobody did!",
        "I am still waiting for the call you promised yesterday.",
    ),
    "sorry": ("I am sorry, I will take care of it now.", "My apologies, let me solve that."),
    "angry": (
        "This invoice is wrong again, that is outrageous!",
        "Nobody can read this bill, it is a disgrace.",
        "I am furious about this invoice.",
    ),
    "bad": (
        "That did not help me at all.",
        "Very disappointing, it took far too long.",
        "I had to explain everything twice.",
    ),
    "good": (
        "Quick and friendly, thank you.",
        "All solved, great service.",
        "Very happy with the help.",
    ),
}


def say(pool: str, rng: Random) -> str:
    """One sentence of a pool."""
    return rng.choice(POOLS[pool])
