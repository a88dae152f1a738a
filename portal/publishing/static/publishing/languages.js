/* One switch shows the form in one language at a time, or both side by side. */
"use strict";
{
    const LANGUAGES = ["vi", "en"];
    const STORED = "desk:language";
    const form = document.querySelector("#content-main form");
    const bar = form.querySelector(".switch");
    const buttons = [...bar.querySelectorAll("button")];

    /* Rows of inline forms are in no language's fieldset; their class names the field. */
    const language = (row) => row.className.match(/field-\w+?_(vi|en)\b/)?.[1];
    for (const row of form.querySelectorAll(".form-row")) {
        if (language(row)) row.dataset.language = language(row);
        const found = language(row);
        for (const control of found ? row.querySelectorAll("input, textarea") : []) control.lang = found;
    }

    const errors = (code) =>
        form.querySelectorAll(`.language-${code} .errorlist > li, .inline-group [data-language="${code}"] .errorlist > li`).length;

    const show = (code) => {
        form.dataset.shown = code;
        for (const button of buttons) {
            button.setAttribute("aria-pressed", String(button.dataset.show === code));
        }
    };

    for (const button of buttons) {
        const count = LANGUAGES.includes(button.dataset.show) ? errors(button.dataset.show) : 0;
        if (count) {
            const badge = document.createElement("span");
            badge.className = "wrong";
            badge.textContent = interpolate(ngettext("%s error", "%s errors", count), [count]);
            button.append(badge);
        }
        button.addEventListener("click", () => {
            kept.write("localStorage", STORED, button.dataset.show);
            show(button.dataset.show);
        });
    }

    const wrong = LANGUAGES.find(errors);
    const written = LANGUAGES.filter((code) => form.querySelector(`.language-${code} :is(input, textarea)`));
    const stored = kept.read("localStorage", STORED);
    const known = buttons.some((button) => button.dataset.show === stored);
    // Who writes one language only finds it beside the other, not behind a switch.
    const chosen = written.length === 1 && stored !== written[0] ? "both" : known ? stored : "vi";
    show(chosen === "both" || !wrong ? chosen : wrong);
    bar.hidden = false;
}
