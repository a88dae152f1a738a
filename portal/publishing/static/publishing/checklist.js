/* What publishing will ask for follows what is typed; nothing is saved for it. */
"use strict";
{
    const PAUSE = 1000; // ms after the last key
    const box = document.querySelector("[data-checklist]");
    const form = box?.closest("form");
    let timer = 0;
    let asked = 0;

    const typed = () => {
        const data = new FormData(form);
        for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
        return data;
    };

    const show = (html) => {
        const list = box.querySelector(".checklist__list");
        const found = new DOMParser().parseFromString(html, "text/html").body;
        if (found.textContent === list.textContent) return;
        const closed = list.querySelector("details:not([open])");
        list.replaceChildren(...found.childNodes);
        if (closed) list.querySelector("details")?.removeAttribute("open");
        const count = list.querySelectorAll("li").length;
        box.querySelector("[role=status]").textContent = count
            ? interpolate(ngettext("%s thing is missing for publication.", "%s things are missing for publication.", count), [count])
            : list.textContent.trim();
    };

    const ask = async () => {
        const turn = ++asked;
        try {
            const answer = await fetch(box.dataset.checklist, { method: "POST", body: typed() });
            // Redirected: to the sign-in.
            if (answer.ok && !answer.redirected && turn === asked) show(await answer.text());
        } catch {
            // Without a connection the list waits for the next key.
        }
    };

    const changed = () => {
        clearTimeout(timer);
        timer = setTimeout(ask, PAUSE);
    };

    if (box) {
        form.addEventListener("input", changed);
        django.jQuery(form).on("change", changed);
        document.addEventListener("formset:added", changed);
        document.addEventListener("formset:removed", changed);
        if (!box.querySelector(".checklist__list").childElementCount) document.addEventListener("DOMContentLoaded", ask);
    }
}
