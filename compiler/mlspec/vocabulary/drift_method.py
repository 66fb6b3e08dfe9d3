"""How the distance between two distributions is measured."""

from enum import Enum


class DriftMethod(Enum):
    """Distances, which grow with drift, and tests, whose p-value falls with it."""

    PSI = "psi"
    JENSENSHANNON = "jensenshannon"
    WASSERSTEIN = "wasserstein"
    HELLINGER = "hellinger"
    KL_DIV = "kl_div"
    ENERGY = "energy"
    KS = "ks"
    CHISQUARE = "chisquare"
    Z = "z"
    ANDERSON = "anderson"


P_VALUE_METHODS = frozenset({DriftMethod.KS, DriftMethod.CHISQUARE, DriftMethod.Z, DriftMethod.ANDERSON})
"""The methods that answer with a p-value: small means drift."""
