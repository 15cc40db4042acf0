"""The citizen chooses where to hand in: any desk of the province, found by its name."""

from uuid import UUID

from portal.wiring import Services
from procedures.records import Draft
from tests.acts.test_choose_desk import ELSEWHERE, desk_at
from tests.factories import CITIZEN, Life
from tests.pages import PageClient
from tests.portal.filing import fields_of, the_draft


def _desk(services: Services, draft_id: UUID) -> int | None:
    with services.reading() as db:
        return db.get_one(Draft, draft_id).desk_unit_id


def test_another_desk_is_found_by_name_and_chosen(
    client: PageClient, services: Services, life: Life
) -> None:
    client.sign_in(CITIZEN)
    client.get("/ho-so/moi/1.001193")
    assert "Bộ phận Một cửa khác trong tỉnh" in client.text
    client.post("/ho-so/moi/1.001193", {**fields_of(client.tree, "1.001193"), "noi_khac": "1"})
    assert "Chọn nơi tiếp nhận hồ sơ" in client.text
    draft = the_draft(services)
    at = f"/ho-so/nhap/{draft.id}/noi-tiep-nhan"
    client.get(f"{at}?q=tran+phu")
    wanted = desk_at(life, ELSEWHERE)
    assert f'value="{wanted}"' in client.text
    client.post(at, {"don_vi": str(wanted), "q": "tran phu"})
    assert client.status == 200
    assert _desk(services, draft.id) == wanted
    client.get(at)
    assert "nơi có thẩm quyền" in client.text


def test_a_choice_that_is_none_is_told_beside_the_list(client: PageClient, life: Life) -> None:
    draft_id = life.draft()
    client.sign_in(CITIZEN)
    at = f"/ho-so/nhap/{draft_id}/noi-tiep-nhan"
    client.get(f"{at}?q=tran+phu")
    client.post(at, {"q": "tran phu"})
    assert client.status == 422
    assert "Hãy chọn một nơi tiếp nhận." in client.text
    client.post(at, {"q": "tran phu", "don_vi": str(desk_at(life, ELSEWHERE, "ubnd"))})
    assert client.status == 422
    assert "không còn là Bộ phận Một cửa" in client.text
    client.get(f"{at}?q=khong-co-noi-nay")
    assert "Không có nơi tiếp nhận nào khớp." in client.text


def test_three_organisations_are_named_to_the_citizen_and_to_officers(
    client: PageClient, life: Life
) -> None:
    draft_id = life.declared()
    client.sign_in(CITIZEN)
    at = f"/ho-so/nhap/{draft_id}/noi-tiep-nhan"
    client.get(f"{at}?q=tran+phu")
    client.post(at, {"don_vi": str(desk_at(life, ELSEWHERE))})
    client.get(f"/ho-so/nhap/{draft_id}/xem-lai")
    assert "Đổi nơi" in client.text
    client.post(f"/ho-so/nhap/{draft_id}/nop", {"cam_doan": "1"})
    assert "Cơ quan giải quyết" in client.text
    assert "Ủy ban nhân dân phường Tân Mỹ" in client.text
    client.get(f"/ho-so/{draft_id}")
    assert "Cơ quan giải quyết" in client.text
    client.sign_out()
    client.sign_in("motcua.tranphu")
    client.get(f"/mot-cua/{draft_id}")
    assert "Nơi tiếp nhận" in client.text
    assert "Ủy ban nhân dân phường Tân Mỹ" in client.text


def test_a_dossier_that_was_filed_offers_no_choice(client: PageClient, life: Life) -> None:
    dossier_id = life.asked()
    client.sign_in(CITIZEN)
    client.get(f"/ho-so/{dossier_id}")
    client.post(f"/ho-so/{dossier_id}/bo-sung")
    draft_id = the_draft(life.services).id
    client.get(f"/ho-so/nhap/{draft_id}/noi-tiep-nhan")
    assert client.status == 404
