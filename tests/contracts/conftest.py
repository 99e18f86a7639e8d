import pytest

from .contract import NAMES, Contract


@pytest.fixture(scope="package")
def contracts() -> dict[str, Contract]:
    """The three contracts, by name."""
    return {name: Contract(name) for name in NAMES}


@pytest.fixture
def zoloz(contracts: dict[str, Contract]) -> Contract:
    """The contract of ZOLOZ."""
    return contracts["zoloz"]


@pytest.fixture
def alipay(contracts: dict[str, Contract]) -> Contract:
    """The contract of Alipay."""
    return contracts["alipay"]


@pytest.fixture
def esign(contracts: dict[str, Contract]) -> Contract:
    """The contract of e签宝."""
    return contracts["esign"]


@pytest.fixture(params=NAMES)
def contract(request: pytest.FixtureRequest, contracts: dict[str, Contract]) -> Contract:
    """Each of the three contracts in turn."""
    return contracts[request.param]
