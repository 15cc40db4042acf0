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
        "ho_ten_con": "Nguyễn Hoàng Phước Thiên Ân",
        "ngay_sinh": "29/01/2024",
        "ngay_sinh_chu": "Ngày hai mươi chín tháng một năm hai nghìn không trăm hai mươi tư",
        "gioi_tinh": "Nam",
        "dan_toc": "Kinh",
        "quoc_tich": "Việt Nam",
        "noi_sinh_co_so": "Trung tâm Y tế huyện Yên Thế",
        "noi_sinh": "Thị trấn Phồn Xương, huyện Yên Thế, tỉnh Bắc Giang",
        "que_quan": "Xã Đồng Hưu, huyện Yên Thế, tỉnh Bắc Giang",
        "so_dinh_danh_con": "024224000123",
        "me_ho_ten": "Vi Thị Mỹ Lượng",
        "me_ngay_sinh": "17/9/1996",
        "me_dan_toc": "Nùng",
        "me_quoc_tich": "Việt Nam",
        "me_noi_cu_tru": "Thôn Trại Hồng Bắc, xã Đồng Hưu, huyện Yên Thế, tỉnh Bắc Giang",
        "cha_ho_ten": "Nguyễn Phước Bảo Quỳnh",
        "cha_ngay_sinh": "1993",
        "cha_dan_toc": "Kinh",
        "cha_quoc_tich": "Việt Nam",
        "cha_noi_cu_tru": "Thôn Trại Hồng Bắc, xã Đồng Hưu, huyện Yên Thế, tỉnh Bắc Giang",
        "nyc_ho_ten": "Nguyễn Phước Bảo Quỳnh",
        "nyc_so_dinh_danh": "024093001234",
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
        "Luật Tổ chức chính quyền địa phương số 77/2015/QH13",
        {
            "number": "20/2021/NĐ-CP",
            "title": {"vi": "Chính sách trợ giúp xã hội đối với đối tượng bảo trợ xã hội", "en": ""},
        },
        {"number": "76/2024/NĐ-CP", "title": {"vi": "Sửa đổi, bổ sung Nghị định 20/2021/NĐ-CP", "en": ""}},
        {"number": "39/2009/QH12", "title": {"vi": "Luật Người cao tuổi", "en": ""}},
    ],
    "proposal": "Trưởng phòng Lao động - Thương binh và Xã hội",
    "receiving_agency": "Ủy ban nhân dân xã Đồng Hưu",
    "fields": {
        "loai_de_nghi": "Hưởng trợ cấp",
        "ho_ten": "Trương Thị Phượng",
        "ngay_sinh": "02/01/1943",
        "so_dinh_danh": "024143000456",
        "noi_thuong_tru": "Thôn Cổng Châu, xã Đồng Hưu, huyện Yên Thế, tỉnh Bắc Giang",
        "gioi_tinh": "Nữ",
        "nhom_doi_tuong": "Người cao tuổi",
        "he_so": "1,0",
        "muc_chuan": "360.000 đồng",
        "muc_tro_cap": ["360.000 đồng", "(Ba trăm sáu mươi nghìn đồng)"],
        "muc_tro_cap_chu": "Ba trăm sáu mươi nghìn đồng",
        "tu_thang": "02/2024",
        "hinh_thuc_nhan": "Chuyển khoản",
    },
}

DECLARATION: Final = {
    **COMMON,
    "agency": {"place_name": "Đồng Hưu"},
    "verify_url": "",
    "verify_code": "",
    "declaration": {
        "title": {"vi": "Tờ khai đăng ký khai sinh", "en": "Birth registration form"},
        "addressee": "Ủy ban nhân dân xã Đồng Hưu, huyện Yên Thế, tỉnh Bắc Giang",
    },
    "draft_code": "TK-2024-9F3A-77C1",
    "pages": [
        {
            "title": {"vi": "Người yêu cầu", "en": "Applicant"},
            "rows": [
                {"label": "Họ, chữ đệm, tên người yêu cầu", "lines": ["Nguyễn Phước Bảo Quỳnh"]},
                {"label": "Số định danh cá nhân", "lines": ["024093001234"]},
                {"label": "Loại giấy tờ tùy thân", "lines": ["Căn cước công dân"]},
                {
                    "label": "Nơi cư trú (thường trú, tạm trú hoặc nơi ở hiện tại)",
                    "lines": ["Thôn Trại Hồng Bắc, xã Đồng Hưu, huyện Yên Thế, tỉnh Bắc Giang"],
                },
                {"label": "Quan hệ với người được khai sinh", "lines": ["Cha"]},
            ],
        },
        {
            "title": "Người được khai sinh",
            "rows": [
                {"label": "Họ, chữ đệm, tên", "lines": ["NGUYỄN HOÀNG PHƯỚC THIÊN ÂN"]},
                {"label": "Ngày, tháng, năm sinh", "lines": ["29/01/2024"]},
                {
                    "label": "Ngày sinh ghi bằng chữ",
                    "lines": ["Ngày hai mươi chín tháng một năm hai nghìn không trăm hai mươi tư"],
                },
                {"label": "Giới tính", "lines": ["Nam"]},
                {"label": "Dân tộc", "lines": ["Kinh"]},
                {"label": "Quốc tịch", "lines": ["Việt Nam"]},
                {
                    "label": "Nơi sinh",
                    "lines": ["Trung tâm Y tế huyện Yên Thế", "Thị trấn Phồn Xương, huyện Yên Thế, tỉnh Bắc Giang"],
                },
                {"label": "Quê quán", "lines": []},
            ],
        },
        {
            "title": "Quá trình cư trú của cha, mẹ",
            "rows": [
                {
                    "label": "Quá trình cư trú",
                    "table": [
                        {
                            "Từ – đến": f"{year} – {year + 3}",
                            "Nơi thường trú, tạm trú": "Số nhà 12A, ngõ 345/67/8, đường Hoàng Quốc Việt, phường Nghĩa Đô, quận Cầu Giấy, thành phố Hà Nội",
                            "Nghề nghiệp, nơi làm việc": "Công nhân, Công ty TNHH Một thành viên Điện tử Phước Hưng Thịnh Việt Nam",
                        }
                        for year in range(1996, 2024, 3)
                    ],
                },
            ],
        },
    ],
    "attachments": [
        {
            "component": "Giấy chứng sinh hoặc giấy tờ thay thế giấy chứng sinh",
            "name": "giay_chung_sinh_TTYT_Yen_The_ban_chup_trang_1_den_trang_4_ngay_30_01_2024.pdf",
            "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "size": 2411724,
        },
        {
            "component": "Giấy chứng nhận kết hôn",
            "name": "ket-hon.jpg",
            "sha256": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
            "size": 384512,
        },
    ],
}

MARITAL: Final = {
    **COMMON,
    "number_text": "09/UBND-XNTTHN",
    "dossier": {
        "code": "H02.32.15-240201-0003",
        "procedure_code": "1.004873",
        "procedure_name": "Thủ tục cấp Giấy xác nhận tình trạng hôn nhân",
    },
    "legal_basis": [
        {"number": "60/2014/QH13", "title": "Luật Hộ tịch"},
        {
            "number": "123/2015/NĐ-CP",
            "title": "Quy định chi tiết một số điều và biện pháp thi hành Luật Hộ tịch",
        },
    ],
    "fields": {
        "ho_ten": "Nguyễn Phước Bảo Quỳnh",
        "ngay_sinh": "02/11/1993",
        "gioi_tinh": "Nam",
        "dan_toc": "Kinh",
        "quoc_tich": "Việt Nam",
        "so_dinh_danh": "024093001234",
        "noi_cu_tru": "Thôn Trại Hồng Bắc, xã Đồng Hưu, huyện Yên Thế, tỉnh Bắc Giang",
        "tu_ngay": "02/11/2013",
        "den_ngay": "05/02/2024",
        "tinh_trang": "Chưa từng đăng ký kết hôn",
        "tinh_trang_chi_tiet": "Hiện tại chưa đăng ký kết hôn với ai",
        "muc_dich": "Để đăng ký kết hôn",
        "kh_ho_ten": "Vi Thị Mỹ Lượng",
        "kh_giay_to": "căn cước công dân số 024196004567",
    },
}

BUSINESS: Final = {
    **COMMON,
    "agency": {**DISTRICT, "parent": "Ủy ban nhân dân huyện Yên Thế", "name": "Phòng Tài chính - Kế hoạch"},
    "number_text": "12/GCN",
    "dossier": {
        "code": "H02.32-240202-0041",
        "procedure_code": "1.001612",
        "procedure_name": "Đăng ký thành lập hộ kinh doanh",
    },
    "signatory": {"authority": "", "title": "Trưởng phòng", "name": "Ngô Thị Tuyết Nhung"},
    "fields": {
        "ma_so_hkd": "20E8001234",
        "ten_hkd": "Hộ kinh doanh Cơ sở may mặc và thêu ren Phước Hưởng",
        "ten_viet_tat": "Phước Hưởng",
        "tru_so": "Số 88, đường Hoàng Hoa Thám, tổ dân phố Đề Nắm, thị trấn Phồn Xương, huyện Yên Thế, tỉnh Bắc Giang",
        "dien_thoai": "0977 123 456",
        "nganh_nghe": [
            {"Tên ngành": "May trang phục (trừ trang phục từ da lông thú)", "Mã ngành": "1410", "Ngành chính": "Có"},
            {"Tên ngành": "Bán lẻ hàng may mặc, giày dép, hàng da và giả da trong các cửa hàng chuyên doanh", "Mã ngành": "4771", "Ngành chính": "Không"},
        ],
        "von": ["150.000.000 đồng", "(Một trăm năm mươi triệu đồng)"],
        "von_chu": "Một trăm năm mươi triệu đồng",
        "chu_the": "Các thành viên hộ gia đình",
        "ho_ten_chu_ho": "Dương Thị Phước Hưởng",
        "ngay_sinh": "08/3/1985",
        "gioi_tinh": "Nữ",
        "so_dinh_danh": "024185009876",
        "noi_thuong_tru": "Bản Ven, xã Xuân Lương, huyện Yên Thế, tỉnh Bắc Giang",
        "thanh_vien": [
            {"Họ và tên": "Giáp Văn Thược", "Ngày sinh": "19/5/1983", "Số định danh": "024083004321"},
        ],
    },
}

BUILDING: Final = {
    **COMMON,
    "agency": DISTRICT,
    "number_text": "15/GPXD",
    "dossier": {
        "code": "H02.32-240110-0009",
        "procedure_code": "1.013225",
        "procedure_name": "Cấp giấy phép xây dựng mới đối với công trình cấp III, cấp IV và nhà ở riêng lẻ",
    },
    "legal_basis": [
        {"number": "50/2014/QH13", "title": "Luật Xây dựng"},
        {"number": "15/2021/NĐ-CP", "title": "Quy định chi tiết một số nội dung về quản lý dự án đầu tư xây dựng"},
    ],
    "fields": {
        "loai_cong_trinh": "Nhà ở riêng lẻ",
        "ho_ten_chu_dau_tu": "Nguyễn Phước Bảo Quỳnh",
        "dia_chi_lien_he": "Thôn Trại Hồng Bắc, xã Đồng Hưu, huyện Yên Thế, tỉnh Bắc Giang",
        "cap_cong_trinh": "Cấp III",
        "ten_cong_trinh": "Nhà ở gia đình ông Nguyễn Phước Bảo Quỳnh",
        "thiet_ke_ky_hieu": "KT-01 đến KT-12",
        "tk_ten": "Công ty Cổ phần Tư vấn Thiết kế và Đầu tư Xây dựng Kiến Trúc Xương Giang",
        "thua_dat_so": "215",
        "to_ban_do_so": "18",
        "dia_diem": "Thôn Trại Hồng Bắc, xã Đồng Hưu",
        "dien_tich_dat": "320,5",
        "cot_xay_dung": "0,45",
        "khoang_lui": "3",
        "mat_do_xay_dung": "30,8",
        "dien_tich_xay_dung": "98,6",
        "tong_dien_tich_san": "285,4",
        "chieu_cao": "11,7",
        "so_tang": "3",
        "so_tang_ghi_chu": "Thêm 01 tum",
        "so_giay_chung_nhan": "Giấy chứng nhận quyền sử dụng đất số CH 01234 do Ủy ban nhân dân huyện Yên Thế cấp ngày 12/6/2018",
    },
}

JUSTICE: Final = {
    **COMMON,
    "agency": {
        "parent": "Ủy ban nhân dân tỉnh Bắc Giang",
        "name": "Sở Tư pháp",
        "short": "STP",
        "place_name": "Bắc Giang",
        "code": "H02.14",
    },
    "number_text": "0312/2024/STP-LLTP",
    "dossier": {
        "code": "H02.14-240122-0105",
        "procedure_code": "3.000333",
        "procedure_name": "Cấp Phiếu lý lịch tư pháp cho công dân Việt Nam",
    },
    "signatory": {"authority": "", "title": "KT. Giám đốc\nPhó Giám đốc", "name": "Đỗ Thị Phượng Vỹ"},
    "fields": {
        "loai_phieu": "Phiếu số 1",
        "ho_ten": "Nguyễn Phước Bảo Quỳnh",
        "gioi_tinh": "Nam",
        "ngay_sinh": "02/11/1993",
        "noi_sinh": "Xã Đồng Hưu, huyện Yên Thế, tỉnh Bắc Giang",
        "quoc_tich": "Việt Nam",
        "noi_thuong_tru": "Thôn Trại Hồng Bắc, xã Đồng Hưu, huyện Yên Thế, tỉnh Bắc Giang",
        "giay_to_loai": "Căn cước công dân",
        "so_dinh_danh": "024093001234",
        "tinh_trang_an_tich": "Không có án tích",
        "xac_nhan_cam": "Có",
        "noi_dung_cam": "Không bị cấm đảm nhiệm chức vụ, thành lập, quản lý doanh nghiệp, hợp tác xã",
    },
}

CHILD: Final = {
    "ho_ten_con": "Nguyễn Hoàng Phước Thiên Ân",
    "ngay_sinh": "29/01/2024",
    "gioi_tinh": "Nam",
}
JOINT: Final = {
    "code": "H02.32.15-240205-0008",
    "procedure_code": "2.000986",
    "procedure_name": "Liên thông thủ tục hành chính về đăng ký khai sinh, đăng ký thường trú, cấp thẻ bảo hiểm y tế cho trẻ em dưới 6 tuổi",
}
RESIDENCE: Final = {
    **COMMON,
    "dossier": JOINT,
    "agency": {
        "parent": "Công an huyện Yên Thế",
        "name": "Công an xã Đồng Hưu",
        "short": "CAX",
        "place_name": "Đồng Hưu",
        "code": "A05.32.15",
    },
    "number_text": "21/TB-CAX",
    "signatory": {"authority": "", "title": "Trưởng Công an xã", "name": "Thiếu tá Lường Văn Khước"},
    "fields": {
        **CHILD,
        "noi_thuong_tru": "Thôn Trại Hồng Bắc, xã Đồng Hưu, huyện Yên Thế, tỉnh Bắc Giang",
        "so_dinh_danh_con": "024224000123",
        "chu_ho_ho_ten": "Nguyễn Phước Lượng",
        "chu_ho_so_dinh_danh": "024065000789",
        "chu_ho_quan_he": "Ông hoặc bà",
        "ngay_dang_ky": "05/02/2024",
    },
}
INSURANCE: Final = {
    **COMMON,
    "dossier": JOINT,
    "agency": {
        "parent": "Bảo hiểm xã hội tỉnh Bắc Giang",
        "name": "Bảo hiểm xã hội huyện Yên Thế",
        "short": "BHXH",
        "place_name": "Yên Thế",
        "code": "G04.24.07",
    },
    "number_text": "118/TB-BHXH",
    "signatory": {"authority": "", "title": "Giám đốc", "name": "Nghiêm Thị Hồng Thơm"},
    "fields": {
        **CHILD,
        "ma_the": "TE 1 24 2424000123",
        "noi_kham_chua_benh": "Trung tâm Y tế huyện Yên Thế",
        "tu_ngay": "29/01/2024",
        "den_ngay": "30/9/2030",
        "noi_thuong_tru": "Thôn Trại Hồng Bắc, xã Đồng Hưu, huyện Yên Thế, tỉnh Bắc Giang",
    },
}
LETTER: Final = {
    **ALLOWANCE,
    "number_text": "102/UBND-LĐTBXH",
    "fields": {},
    "grounds": [
        "Tại thời điểm đề nghị, bà Trương Thị Phượng đang hưởng trợ cấp tuất hàng tháng theo Quyết định số 77/QĐ-BHXH ngày 03 tháng 02 năm 2015 của Bảo hiểm xã hội tỉnh Bắc Giang.",
        "Theo khoản 5 Điều 5 Nghị định số 20/2021/NĐ-CP, người cao tuổi đang hưởng trợ cấp bảo hiểm xã hội hàng tháng không thuộc đối tượng hưởng trợ cấp xã hội hàng tháng.",
    ],
}
GENERIC: Final = {
    **COMMON,
    "title": {"vi": "Trích lục khai sinh (bản sao)", "en": "Extract of birth"},
    "number_text": "33/TLKS-BS",
    "fields": {"so_dang_ky": "12/2024", "noi_dung": ["Dòng thứ nhất", "Dòng thứ hai"], "khac": ""},
    "field_labels": {"so_dang_ky": "Số đăng ký", "noi_dung": "Nội dung trích lục"},
}

ALL: Final[Mapping[str, Sample]] = {
    "giay-khai-sinh": BIRTH,
    "giay-tiep-nhan": RECEPTION,
    "giay-tiep-nhan+2018": {**RECEPTION, "form_set": "2018", "english": False, "test_mark": False},
    "phieu-yeu-cau-bo-sung": SUPPLEMENT,
    "phieu-tu-choi": REFUSAL,
    "quyet-dinh-tro-cap-xa-hoi": ALLOWANCE,
    "quyet-dinh-tro-cap-xa-hoi+thoi": {
        **ALLOWANCE,
        "fields": {**ALLOWANCE["fields"], "loai_de_nghi": "Thôi hưởng trợ cấp"},
    },
    "to-khai": DECLARATION,
    "giay-xac-nhan-tinh-trang-hon-nhan": MARITAL,
    "giay-chung-nhan-dang-ky-ho-kinh-doanh": BUSINESS,
    "giay-phep-xay-dung": BUILDING,
    "phieu-ly-lich-tu-phap": JUSTICE,
    "thong-bao-dang-ky-thuong-tru": RESIDENCE,
    "thong-bao-cap-the-bhyt": INSURANCE,
    "cong-van-tu-choi-ket-qua": LETTER,
    "van-ban-ket-qua": GENERIC,
}
