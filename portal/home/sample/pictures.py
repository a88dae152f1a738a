"""Landscapes that illustrate the sample site, drawn by code: nobody's photographs, no rights."""

from typing import NamedTuple

from PIL import Image

from portal.home.sample import Both, scenes
from portal.home.sample.drawing import Canvas


class Sketch(NamedTuple):
    """What is said about a picture: the alternative text and the caption under it."""

    alt: Both
    caption: Both


CREDIT = Both("Tranh minh họa của cổng (mẫu)", "Illustration by the portal (sample)")

PICTURES = {
    "port": Sketch(
        Both(
            "Cảng biển lúc bình minh: tàu chở công-te-nơ và ba cần cẩu, phía trước là đồng lúa.",
            "A seaport at dawn: a container ship and three cranes, with rice fields in front.",
        ),
        Both("Cảng biển nhìn từ phía đồng lúa.", "A seaport seen from the rice fields."),
    ),
    "wind": Sketch(
        Both(
            "Các tua-bin điện gió trắng trên bờ biển lúc chiều tối, mặt trời thấp trên mặt nước.",
            "White wind turbines on the coast at dusk, a low sun over the water.",
        ),
        Both("Điện gió ven biển.", "Wind power on the coast."),
    ),
    "industry": Sketch(
        Both(
            "Nhà xưởng mái răng cưa, hai ống khói và bồn chứa giữa hàng cây xanh.",
            "Factory halls with saw-tooth roofs, two chimneys and tanks among green trees.",
        ),
        Both("Một khu công nghiệp bên cánh đồng.", "An industrial park beside the fields."),
    ),
    "bridge": Sketch(
        Both(
            "Cầu dây văng hai trụ tháp bắc qua sông rộng trong nắng sớm.",
            "A cable-stayed bridge with two towers across a wide river in the morning sun.",
        ),
        Both("Cầu qua sông.", "A bridge over the river."),
    ),
    "dyke": Sketch(
        Both(
            "Đê sông uốn cong giữa dòng nước và ruộng lúa, bên trong đê có trạm bơm mái đỏ.",
            "A river dyke curving between water and paddies, with a red-roofed pumping station.",
        ),
        Both("Đê sông, trạm bơm và ruộng lúa.", "A river dyke, a pumping station and paddies."),
    ),
    "library": Sketch(
        Both(
            "Thư viện trường học mái đỏ, qua cửa sổ thấy các giá sách nhiều màu.",
            "A red-roofed school library whose windows show shelves of colourful books.",
        ),
        Both("Thư viện của một trường tiểu học.", "The library of a primary school."),
    ),
    "hospital": Sketch(
        Both(
            "Bệnh viện ba khối nhà có biểu tượng chữ thập xanh, lối vào hai bên trồng cây.",
            "A hospital of three wings with a green cross sign and a path between trees.",
        ),
        Both("Một bệnh viện tuyến huyện.", "A district hospital."),
    ),
    "delta": Sketch(
        Both(
            "Hai nhánh sông uốn lượn qua đồng bằng ra biển lúc hoàng hôn.",
            "Two branches of a river winding through the delta to the sea at sunset.",
        ),
        Both("Đồng bằng nơi sông ra biển.", "The delta where the rivers meet the sea."),
    ),
}


def picture(name: str, width: int = 1600, height: int = 1000, seed: int = 1) -> Image.Image:
    """The named landscape in width x height pixels; another seed gives other hills.

    The scene covers the size asked for: what does not fit its 8:5 is cut on both sides alike.
    Raises KeyError for a name that is not in PICTURES.
    """
    PICTURES[name]
    canvas = Canvas(width, height)
    getattr(scenes, name)(canvas, seed)
    return canvas.finished()
