/* A new text begins in its title, and Ctrl+S saves. */
"use strict";
{
    const form = document.querySelector("#content-main form");
    const save = form.elements.namedItem("_continue");

    document.addEventListener("keydown", (event) => {
        if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
        event.preventDefault();
        const button = [save].flat().find((one) => one?.type === "submit");
        if (button && !document.querySelector("dialog[open]")) form.requestSubmit(button);
    });

    if (/\/add\/$/.test(location.pathname)) {
        const fields = form.querySelectorAll(".languages input, .languages textarea, fieldset input, fieldset select");
        [...fields].find((field) => field.offsetParent && !field.disabled)?.focus();
    }
}
