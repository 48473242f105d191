"""Lets hypothesis stop at the first counterexample: a mutation only has to be noticed."""

from hypothesis import Phase, settings

settings.register_profile(
    "no_shrink", deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate]
)
