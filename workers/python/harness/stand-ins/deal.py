"""The names of deal, with contracts that check nothing: Lift judges them itself."""


class ContractError(AssertionError):
    pass


class PreContractError(ContractError):
    pass


class PostContractError(ContractError):
    pass


class InvContractError(ContractError):
    pass


class ExampleContractError(ContractError):
    pass


class RaisesContractError(ContractError):
    pass


class ReasonContractError(ContractError):
    pass


class MarkerError(ContractError):
    pass


class OfflineContractError(MarkerError):
    pass


class SilentContractError(MarkerError):
    pass


class NoMatchError(Exception):
    pass


def _transparent(*args, **kwargs):
    def decorate(decorated):
        return decorated

    return decorate


def _identity(decorated):
    return decorated


pre = post = ensure = inv = raises = has = reason = example = _transparent
pure = safe = inherit = _identity


def chain(*contracts):
    return _transparent()


def implies(test, then):
    return not test or then


def catch(function, *args, **kwargs):
    try:
        function(*args, **kwargs)
    except Exception as error:
        return type(error)
    return None


def _nothing(*args, **kwargs):
    return None


activate = enable = disable = reset = module_load = _nothing
