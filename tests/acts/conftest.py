"""What the tests of acts share: one town, and a dossier that waits at every state."""

import pytest

from tests.acts.stages import Stages
from tests.factories import Life


@pytest.fixture(scope="session")
def stages(town: Life) -> Stages:
    """Dossiers at every state; whoever moves one takes a `fresh` one."""
    return Stages(town)
