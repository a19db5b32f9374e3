"""What the report on a round and that on the whole contest say in the same words."""

from __future__ import annotations

from .page import LEFT, RIGHT, Page


def handed_in(page: Page) -> None:
    """Say how the papers came in, and how many attempts don't count."""
    page.text(
        "Trong số bài thi được tính có {{ submitted }} bài do thí sinh nộp ({{ submitted_share }}), {{ timed_out }} bài hết "
        "giờ được thu tự động ({{ timed_out_share }}), {{ blank }} bài hết giờ không có câu trả lời ({{ blank_share }})."
    )
    page.text("Ngoài ra có {{ ruled_out }} lượt thi không được tính, trên tổng số {{ attempts }} lượt thi.")


def bands(page: Page) -> None:
    """Add the table of papers by how many answers are right."""
    page.table("b", "bands", [("Mức", "name", 8, LEFT), ("Số bài thi", "papers", 4, RIGHT), ("Tỷ lệ", "share", 3.5, RIGHT)])
    page.line("", size=6)
