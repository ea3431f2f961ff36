"""The names of icontract, with contracts that check nothing: Lift judges them itself."""

import abc

class ViolationError(AssertionError):
    pass


class DBCMeta(abc.ABCMeta):
    pass


class DBC(metaclass=DBCMeta):
    pass


SLOW = False
aRepr = repr


def _transparent(*args, **kwargs):
    def decorate(decorated):
        return decorated

    return decorate


require = ensure = invariant = snapshot = _transparent


class InvariantCheckEvent:
    CALL = SETATTR = ALL = 1
