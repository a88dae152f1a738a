/* A new text begins in its title. */
"use strict";
{
    const form = document.querySelector("#content-main form");
    if (/\/add\/$/.test(location.pathname)) {
        const fields = form.querySelectorAll(".languages input, .languages textarea, fieldset input, fieldset select");
        [...fields].find((field) => field.offsetParent && !field.disabled)?.focus();
    }
}
