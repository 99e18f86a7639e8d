"""What stands here is about `scripts/contracts`, none of which is in `overlays/`."""

import pytest


@pytest.fixture(scope="module", autouse=True)
def nothing_measured(unmeasured: None) -> None:
    """For each module here."""
