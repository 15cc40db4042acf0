"""Contexts with the long names and full addresses that real papers carry, as the acts freeze them.

A name is a template's, or a template's and a variant's after a plus sign.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

Sample = Mapping[str, Any]

ALL: Final[Mapping[str, Sample]] = json.loads(
    Path(__file__).with_suffix(".json").read_text("utf-8")
)
BIRTH: Final = ALL["giay-khai-sinh"]
RECEPTION: Final = ALL["giay-tiep-nhan"]
DECLARATION: Final = ALL["to-khai"]
GENERIC: Final = ALL["van-ban-ket-qua"]
