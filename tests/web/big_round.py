"""The figures of a round that many units took part in, as ``results.json`` has them: made up, and adding up."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from chalicelib.domain.units import fraction

PLACES = {
    "huyện Vĩnh Bảo": "Cộng Hiền,Cổ Am,Tam Cường,Dũng Tiến,Giang Biên,Hòa Bình,Nhân Hòa,Thắng Thủy,Trấn Dương,Vĩnh An",
    "huyện Tiên Lãng": "Bạch Đằng,Cấp Tiến,Đại Thắng,Đoàn Lập,Hùng Thắng,Khởi Nghĩa,Kiến Thiết,Quyết Tiến,Tự Cường",
    "huyện Thủy Nguyên": "An Lư,Cao Nhân,Chính Mỹ,Dương Quan,Đông Sơn,Gia Minh,Hoa Động,Kênh Giang,Lập Lễ,Ngũ Lão,Phục Lễ",
    "huyện Kiến Thụy": "Du Lễ,Đại Đồng,Đoàn Xá,Hữu Bằng,Kiến Quốc,Minh Tân,Ngũ Phúc,Tân Trào,Thuận Thiên,Tú Sơn,Thụy Hương",
    "huyện An Lão": "An Thái,An Tiến,Bát Trang,Chiến Thắng,Mỹ Đức,Quang Hưng,Quốc Tuấn,Tân Dân,Trường Thọ,Tân Viên",
    "huyện An Dương": "An Đồng,An Hòa,Bắc Sơn,Đặng Cương,Đồng Thái,Hồng Phong,Lê Lợi,Nam Sơn,Quốc Tuấn,Tân Tiến,Đại Bản",
    "quận Lê Chân": "An Biên,Cát Dài,Dư Hàng,Hàng Kênh,Kênh Dương,Niệm Nghĩa,Trại Cau,Trần Nguyên Hãn,Vĩnh Niệm,Nghĩa Xá",
    "quận Ngô Quyền": "Cầu Đất,Cầu Tre,Đằng Giang,Đông Khê,Gia Viên,Lạc Viên,Lạch Tray,Máy Chai,Máy Tơ,Vạn Mỹ,Lê Lợi",
}
PEOPLE = (
    "Nguyễn Bỉnh Khiêm",
    "Trần Quốc Toản",
    "Lê Hồng Phong",
    "Võ Thị Sáu",
    "Ngô Gia Tự",
    "Nguyễn Thị Minh Khai",
    "Phan Đình Giót",
    "Lương Thế Vinh",
    "Đinh Tiên Hoàng",
    "Hoàng Văn Thụ",
    "Chu Văn An",
    "Lý Thường Kiệt",
    "Tô Hiệu",
    "Nguyễn Văn Trỗi",
)
BODIES = (
    "Ủy ban nhân dân {place}",
    "Trường Trung học cơ sở {person}, {place}",
    "Trường Tiểu học {person}, {place}",
    "Trường Mầm non {place} trực thuộc Phòng Giáo dục và Đào tạo",
    "Trạm Y tế {place} trực thuộc Trung tâm Y tế",
    "Trung tâm Văn hóa, Thông tin và Thể thao {place}",
)
CLASSES = ("thanh-pho", "trung-uong", "quan-huyen")
QUESTIONS = 10
SHARES = {"all": 14, "high": 41, "middle": 38, "low": 5, "zero": 2}


def names(number: int, chance: random.Random) -> list[str]:
    """Return the names of so many units, none twice, mostly of 60 to 90 characters as official ones are."""
    found: dict[str, None] = {}
    communes = [(commune, district) for district, listed in PLACES.items() for commune in listed.split(",")]
    while len(found) < number:
        commune, district = chance.choice(communes)
        kind = "xã" if district.startswith("huyện") else "phường"
        place = f"{kind} {commune}, {district}, thành phố Hải Phòng"
        found[chance.choice(BODIES).format(place=place, person=chance.choice(PEOPLE))] = None
    return list(found)


def big_round(number: int, *, outside: int = 37, seed: int = 7) -> dict[str, Any]:
    """Return ``counts``, ``bands``, ``days`` and ``units`` of a round with so many units, and ``outside`` people in none."""
    chance = random.Random(f"{seed} {number}")
    units = [_unit(at, name, chance) for at, name in enumerate(names(number, chance))]
    rows = [_row("", "", "", None, outside, chance), *sorted(units, key=lambda row: str(row["unit"]))]
    papers, people, perfect = (sum(row[what] for row in rows) for what in ("papers", "people", "perfect"))
    bands = dict(zip(SHARES, _split(papers, list(SHARES.values())), strict=True))
    days = [f"2023-10-{day}" for day in range(23, 30) if day != 28]
    return {
        "counts": {"papers": papers, "people": people, "perfect": perfect, "target": 57},
        "bands": [{"band": band, "papers": each} for band, each in bands.items()],
        "days": [{"day": day, "papers": each} for day, each in zip(days, _split(papers, [9, 4, 3, 2, 1, 7]), strict=True)],
        "units": rows,
    }


def _unit(at: int, name: str, chance: random.Random) -> dict[str, Any]:
    heads = chance.choice([chance.randint(8, 60), chance.randint(60, 400), chance.randint(400, 3_000)])
    people = chance.randint(0, heads) if at % 20 else 0
    return _row(f"don-vi-{at:03}", name, CLASSES[at % 3], heads, people, chance)


def _row(unit: str, name: str, klass: str, heads: int | None, people: int, chance: random.Random) -> dict[str, Any]:
    papers = people + chance.randint(0, people // 3)
    perfect, zero = people // 7, people // 50
    points = chance.randint(4 * people, 9 * people)
    figures = {"people": people, "rate": fraction(people, heads or 0), "papers": papers, "perfect": perfect, "zero": zero}
    named = {"unit": unit, "name": name, "class": klass, "headcount": heads}
    return {**named, **figures, "mean_score": fraction(points, people), "ranked": people, "points": points}


def _split(whole: int, parts: list[int]) -> Iterator[int]:
    """Yield ``whole`` in parts that are to one another as ``parts`` are, and add up to it."""
    before = after = 0
    for part in parts:
        before, after = after, after + part
        yield whole * after // sum(parts) - whole * before // sum(parts)
