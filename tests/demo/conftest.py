"""The generated year, made once for all tests of the demonstration."""

import pytest

from giamngheo.demo.frames import DemoFrames, make_frames


@pytest.fixture(scope="session")
def frames() -> DemoFrames:
    return make_frames()
