/* The window in which the editor's pictures are chosen: hands the choice back and closes. A file from
   the computer is uploaded and handed back as soon as it is chosen. */
"use strict";
{
    const grid = document.querySelector(".grid");
    const hand = (button) => {
        const { url, id } = button?.dataset ?? {};
        if (!url || !opener) return;
        opener.CKEDITOR.tools.callFunction(grid.dataset.function, url, { id, alternative_text: "", caption: "" });
        opener.document.querySelector("dialog[open] [name=altText]")?.focus(); // what comes next
        close();
    };
    grid.addEventListener("click", (event) => hand(event.target.closest("button")));
    hand(document.getElementById(location.hash.slice(1))?.querySelector("button")); // uploaded just now

    const { form } = document.getElementById("upload");
    form.querySelector("button").hidden = true;
    form.addEventListener("change", () => form.requestSubmit());
}
