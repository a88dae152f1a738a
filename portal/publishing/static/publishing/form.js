/* A new text begins in its title, and Ctrl+S saves. */
"use strict";
{
    const form = document.querySelector("#content-main form");
    const save = form.querySelector("[name=_continue]");

    document.addEventListener("keydown", (event) => {
        if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
        event.preventDefault();
        if (save && !document.querySelector("dialog[open]")) form.requestSubmit(save);
    });

    if (/\/add\/$/.test(location.pathname)) {
        const fields = form.querySelectorAll(".languages input, .languages textarea, fieldset input, fieldset select");
        [...fields].find((field) => field.offsetParent && !field.disabled)?.focus();
    }
}
