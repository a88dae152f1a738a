/* The window in which the editor's pictures are chosen: hands the choice back and closes. */
"use strict";
{
    const grid = document.querySelector(".grid");
    grid.addEventListener("click", (event) => {
        const { url, id } = event.target.closest("button")?.dataset ?? {};
        if (!url || !opener) return;
        opener.CKEDITOR.tools.callFunction(grid.dataset.function, url, { id, alternative_text: "", caption: "" });
        close();
    });
}
