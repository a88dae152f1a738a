"""The renderer, a program of its own: `python -m portal.charts.render`.

Reads a JSON list of jobs (Chart.job() with a name and the kinds wanted) on standard input and
writes a line of JSON for each as soon as it is drawn: {kind: text, or base64 for png}, or {"error":
text}. It knows nothing of Django. vl-convert brings a JavaScript engine with threads of its own,
which neither a web process nor a fork may inherit.
"""

import base64
import copy
import io
import json
import os
import resource
import sys

MEMORY = 2**30  # bytes of data: idle it takes half of that
PROCESSOR = 60  # seconds, in case nobody is left to end it
NICE = 5  # whoever waits for a page goes first
SCALE = 2  # of PNG
COLOURS = 128
LOCALES = {
    "vi": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " ₫"]},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", " VND"]},
}


def main():
    os.nice(NICE)
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR, PROCESSOR))
    import vl_convert

    from portal.charts import measure

    vl_convert.register_font_directory(str(measure.FONTS))
    for job in json.load(sys.stdin):
        sys.stdout.write(json.dumps(answer(vl_convert, job)) + "\n")
        sys.stdout.flush()


def answer(engine, job):
    """{kind: drawing} of a job, or {"error": text} of one that cannot be drawn."""
    try:
        return draw(engine, job)
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"[:500]}


def draw(engine, job):
    from portal.charts import svg

    refuse_addresses(job["spec"])
    drawn = engine.vegalite_to_svg(
        job["spec"], format_locale=LOCALES[job["language"]], allowed_base_urls=[]
    )
    root = svg.cleaned(drawn)
    answer = {}
    if "page" in job["kinds"]:
        answer["page"] = svg.for_page(copy.deepcopy(root), job["name"], job)
    if {"svg", "png"} & set(job["kinds"]):
        picture = svg.for_file(root, job["name"], job)
        if "svg" in job["kinds"]:
            answer["svg"] = picture
        if "png" in job["kinds"]:
            png = smaller(engine.svg_to_png(picture, scale=SCALE))
            answer["png"] = base64.b64encode(png).decode()
    return answer


def smaller(png):
    """The same picture in a palette: a chart has few colours, and a fifth of the bytes will do."""
    from PIL import Image

    buffer = io.BytesIO()
    image = Image.open(io.BytesIO(png)).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def refuse_addresses(value):
    """Raises ValueError where a spec asks for anything outside itself."""
    if isinstance(value, dict):
        if "url" in value or "href" in value:
            raise ValueError("a spec must hold its own data")
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            refuse_addresses(item)


if __name__ == "__main__":
    main()
