"""Contexts with the long names and full addresses that real papers carry."""

from collections.abc import Mapping
from typing import Final

Sample = Mapping[str, object]

COMMUNE: Final = {
    "parent": "Ủy ban nhân dân huyện Yên Thế",
    "name": "Ủy ban nhân dân xã Đồng Hưu",
    "short": "UBND xã Đồng Hưu",
    "place_name": "Đồng Hưu",
    "code": "H02.32.15",
    "phone": "0204 3876 543",
}
COMMON: Final = {
    "test_mark": True,
    "agency": COMMUNE,
    "date": "2024-02-05",
    "printed_at": "2024-02-05T09:05:00+07:00",
    "dossier": {
        "code": "H02.32.15-240205-0007",
        "procedure_code": "1.001193",
        "procedure_name": "Thủ tục đăng ký khai sinh",
    },
    "applicant": {
        "name": "Nguyễn Phước Bảo Quỳnh",
        "address": "Thôn Trại Hồng Bắc, xã Đồng Hưu, huyện Yên Thế, tỉnh Bắc Giang",
        "phone": "0912 345 678",
        "email": "quynh.npb@vidu.vn",
    },
    "verify_url": "https://dichvucong.bacgiang.vidu.vn/xac-minh/K7QM-4TXP-92DW",
    "verify_code": "K7QM-4TXP-92DW",
    "signatory": {
        "authority": "TM. Ủy ban nhân dân",
        "title": "KT. Chủ tịch\nPhó Chủ tịch",
        "name": "Hoàng Thị Ngọc Hường",
    },
}

BIRTH: Final = {
    **COMMON,
    "number_text": "07/2024/GKS",
    "fields": {
        "nks_ho_ten": "Nguyễn Hoàng Phước Thiên Ân",
        "nks_ngay_sinh": "29/01/2024",
        "nks_ngay_sinh_chu": "Ngày hai mươi chín tháng một năm hai nghìn không trăm hai mươi tư",
        "nks_gioi_tinh": "Nam",
        "nks_dan_toc": "Kinh",
        "nks_quoc_tich": "Việt Nam",
        "nks_noi_sinh": "Trung tâm Y tế huyện Yên Thế, thị trấn Phồn Xương, huyện Yên Thế, tỉnh Bắc Giang",
        "nks_que_quan": "Xã Đồng Hưu, huyện Yên Thế, tỉnh Bắc Giang",
        "so_dinh_danh": "024224000123",
        "me_ho_ten": "Vi Thị Mỹ Lượng",
        "me_nam_sinh": "1996",
        "me_dan_toc": "Nùng",
        "me_quoc_tich": "Việt Nam",
        "me_noi_cu_tru": "Thôn Trại Hồng Bắc, xã Đồng Hưu, huyện Yên Thế, tỉnh Bắc Giang",
        "cha_ho_ten": "Nguyễn Phước Bảo Quỳnh",
        "cha_nam_sinh": "1993",
        "cha_dan_toc": "Kinh",
        "cha_quoc_tich": "Việt Nam",
        "cha_noi_cu_tru": "Thôn Trại Hồng Bắc, xã Đồng Hưu, huyện Yên Thế, tỉnh Bắc Giang",
        "nyc_ho_ten": "Nguyễn Phước Bảo Quỳnh",
        "nyc_giay_to": "Căn cước công dân số 024093001234, Cục Cảnh sát quản lý hành chính về trật tự xã hội cấp ngày 10/5/2021",
    },
}

RECEPTION: Final = {
    **COMMON,
    "number_text": "0007/TNHS",
    "components": [
        {"name": "Tờ khai đăng ký khai sinh (biểu mẫu điện tử)", "originals": 1, "copies": 0},
        {
            "name": "Giấy chứng sinh do Trung tâm Y tế huyện Yên Thế cấp",
            "originals": 1,
            "copies": 0,
            "note": "bản chụp điện tử, xuất trình bản chính khi nhận kết quả",
        },
        {"name": "Giấy chứng nhận kết hôn của cha, mẹ trẻ", "originals": 0, "copies": 1},
    ],
    "sets": 1,
    "term_text": "Trong ngày làm việc; hồ sơ nhận sau 15 giờ thì trả kết quả trong ngày làm việc tiếp theo",
    "received_at": "2024-02-05T02:05:00+00:00",
    "due_at": "2024-02-05T17:00:00+07:00",
    "due_trace": ["Nhận lúc 09 giờ 05 phút, trước 15 giờ: hạn là cuối giờ làm việc cùng ngày 05/02/2024"],
    "return_method": "Bộ phận Tiếp nhận và Trả kết quả xã Đồng Hưu",
    "fee": "Miễn lệ phí",
    "receiver": {"name": "Đặng Thị Hồng Nhung"},
    "register": {"book": "01/2024", "ordinal": 37},
    "online": True,
    "english": True,
}

SUPPLEMENT: Final = {
    **COMMON,
    "number_text": "0003/HDHS",
    "faults": [
        {
            "what": "Giấy chứng sinh",
            "reason": "Bản chụp mờ, không đọc được họ tên người mẹ và dấu của cơ sở y tế; đề nghị chụp lại toàn bộ trang, đủ bốn góc",
        },
        {
            "what": "Nơi cư trú của người mẹ",
            "reason": "Chưa ghi thôn; đề nghị ghi đầy đủ theo thông tin trong Cơ sở dữ liệu quốc gia về dân cư",
        },
        {"what": "Giấy chứng nhận kết hôn", "reason": "Chưa có trong hồ sơ"},
    ],
    "reason": "Hồ sơ chưa đủ thành phần theo Điều 16 Luật Hộ tịch số 60/2014/QH13.",
    "contact": {"name": "bà Đặng Thị Hồng Nhung, công chức tư pháp - hộ tịch", "phone": "0204 3876 543"},
    "deadline": "2024-03-06",
    "receiver": {"name": "Đặng Thị Hồng Nhung"},
    "english": True,
}

REFUSAL: Final = {
    **COMMON,
    "number_text": "0001/TCHS",
    "grounds": [
        "Trẻ đã được đăng ký khai sinh tại Ủy ban nhân dân xã Tam Tiến, huyện Yên Thế ngày 31 tháng 01 năm 2024 (số 12/2024);",
        "Một người chỉ được đăng ký khai sinh một lần theo quy định của pháp luật về hộ tịch.",
    ],
    "advice": "Ông/Bà có thể đề nghị cấp bản sao trích lục khai sinh theo thủ tục mã số 2.000635.",
    "receiver": {"name": "Đặng Thị Hồng Nhung"},
    "online": True,
    "english": True,
}

DISTRICT: Final = {
    "parent": "",
    "name": "Ủy ban nhân dân huyện Yên Thế",
    "short": "UBND huyện Yên Thế",
    "place_name": "Yên Thế",
    "code": "H02.32",
    "phone": "",
}
ALLOWANCE: Final = {
    **COMMON,
    "agency": DISTRICT,
    "number_text": "05/QĐ-UBND",
    "dossier": {
        "code": "H02.32.15-240115-0012",
        "procedure_code": "1.001776",
        "procedure_name": "Thực hiện, điều chỉnh, thôi hưởng trợ cấp xã hội hàng tháng, hỗ trợ kinh phí chăm sóc, nuôi dưỡng hàng tháng",
    },
    "signatory": {"authority": "", "title": "KT. Chủ tịch\nPhó Chủ tịch", "name": "Thân Văn Phước Thưởng"},
    "legal_basis": [
        "Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015; Luật sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương ngày 22 tháng 11 năm 2019",
        "Nghị định số 20/2021/NĐ-CP ngày 15 tháng 3 năm 2021 của Chính phủ quy định chính sách trợ giúp xã hội đối với đối tượng bảo trợ xã hội",
    ],
    "proposal": "Trưởng phòng Lao động - Thương binh và Xã hội",
    "receiving_agency": "Ủy ban nhân dân xã Đồng Hưu",
    "fields": {
        "che_do": "Hưởng",
        "ho_ten": "Trương Thị Phượng",
        "ngay_sinh": "02/01/1943",
        "so_dinh_danh": "024143000456",
        "noi_cu_tru": "Thôn Cổng Châu, xã Đồng Hưu, huyện Yên Thế, tỉnh Bắc Giang",
        "doi_tuong": "Người từ đủ 80 tuổi trở lên không có lương hưu, trợ cấp bảo hiểm xã hội hàng tháng",
        "he_so": "1,0",
        "muc_tro_cap": "360.000 đồng",
        "muc_tro_cap_chu": "Ba trăm sáu mươi nghìn đồng",
        "tu_thang": "tháng 02 năm 2024",
        "hinh_thuc_chi_tra": "Chuyển khoản qua tài khoản ngân hàng",
    },
}

ALL: Final[Mapping[str, Sample]] = {
    "giay-khai-sinh": BIRTH,
    "giay-tiep-nhan": RECEPTION,
    "giay-tiep-nhan+2018": {**RECEPTION, "form_set": "2018", "english": False, "test_mark": False},
    "phieu-yeu-cau-bo-sung": SUPPLEMENT,
    "phieu-tu-choi": REFUSAL,
    "quyet-dinh-tro-cap-xa-hoi": ALLOWANCE,
}
