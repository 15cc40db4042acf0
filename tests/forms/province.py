"""A small made-up country for the forms' tests: two provinces, one of which has ended units."""

from collections.abc import Sequence

from forms.kinds.places import Agency, Place

LEVELS = {
    "tinh": {"vi": "Tỉnh, thành phố", "en": "Province"},
    "huyen": {"vi": "Quận, huyện", "en": "District"},
    "xa": {"vi": "Xã, phường", "en": "Commune"},
}
TREE = {
    "24": ("tỉnh Bắc Giang", "tinh", None),
    "01": ("thành phố Hà Nội", "tinh", None),
    "213": ("thành phố Bắc Giang", "huyen", "24"),
    "217": ("huyện Hiệp Hòa", "huyen", "24"),
    "001": ("quận Ba Đình", "huyen", "01"),
    "07207": ("phường Trần Phú", "xa", "213"),
    "07210": ("phường Ngô Quyền", "xa", "213"),
    "07840": ("xã Đồng Tân", "xa", "217"),
    "00001": ("phường Phúc Xá", "xa", "001"),
}


def _place(code: str) -> Place:
    name, tier, _ = TREE[code]
    return Place(code, name, tier, LEVELS[tier])


class Province:
    """Choices over TREE; locally there is only Bắc Giang."""

    def children(self, parent: str | None, scope: str) -> Sequence[Place]:
        below = [code for code, (_, _, above) in TREE.items() if above == parent]
        if parent is None and scope == "local":
            below = ["24"]
        return [_place(code) for code in below]

    def path(self, code: str) -> Sequence[Place]:
        if code not in TREE:
            return []
        above = TREE[code][2]
        return [*(self.path(above) if above else []), _place(code)]

    def agencies(self, place: str, kinds: Sequence[str]) -> Sequence[Agency]:
        if place not in TREE or "ubnd" not in kinds:
            return []
        offices = [Agency(f"{place}-ubnd", f"UBND {TREE[place][0]}", place)]
        if place == "07207":
            offices.append(Agency(f"{place}-ubnd-2", "Bộ phận Một cửa số 2", place))
        return offices
