/* On every page of the desk. */
"use strict";
document.documentElement.classList.add("js");

/* The browser's own store. It may be full, switched off, or hold what is broken: that is no reason for
   a form not to work. */
const kept = {
    PREFIX: "desk:draft:",
    SENT: "desk:sent",
    LAST: "desk:last",

    read(area, name) {
        try {
            return window[area].getItem(name);
        } catch {
            return null;
        }
    },
    write(area, name, text) {
        try {
            window[area].setItem(name, text);
            return true;
        } catch {
            return false;
        }
    },
    remove(area, name) {
        try {
            window[area].removeItem(name);
        } catch {
            // There is nothing then.
        }
    },

    /* The names of all kept texts. */
    names() {
        try {
            return Object.keys(localStorage).filter((name) => name.startsWith(kept.PREFIX));
        } catch {
            return [];
        }
    },
    get(name) {
        try {
            return JSON.parse(localStorage.getItem(name));
        } catch {
            return null;
        }
    },
    put(name, text) {
        kept.write("sessionStorage", kept.LAST, name);
        return kept.write("localStorage", name, text);
    },
    forget(name) {
        kept.remove("localStorage", name);
    },

    /* The place of the form that this window sent last; "" once a form has been shown again. */
    get sent() {
        return kept.read("sessionStorage", kept.SENT) ?? "";
    },
    set sent(id) {
        kept.write("sessionStorage", kept.SENT, id);
    },
};

{
    /* What select2 makes has no name of its own: neither the box nor, while empty, the field. */
    const labelOf = (part) => part.closest(".select2-container")?.previousElementSibling?.labels?.[0];
    const nameChoosers = () => {
        for (const box of document.querySelectorAll(".select2-search__field")) {
            const label = labelOf(box);
            if (label) box.setAttribute("aria-label", label.textContent.replace(/:$/, ""));
        }
        for (const field of document.querySelectorAll(".select2-selection--single")) {
            const label = labelOf(field);
            const chosen = field.querySelector(".select2-selection__rendered");
            if (!label) continue;
            label.id ||= `${label.htmlFor}-label`;
            field.setAttribute("aria-labelledby", `${label.id} ${chosen.id}`);
            chosen.removeAttribute("role");
            chosen.removeAttribute("aria-readonly");
        }
    };
    window.django?.jQuery?.(nameChoosers); // after those who make the boxes
    document.addEventListener("formset:added", () => setTimeout(nameChoosers));

    /* The server names, in cookies, the forms whose text it has: see admin/kept.py. A step is made
       once: whatever else was typed for it has become idle. */
    const SAVED = "desk-saved-";
    const isOf = (id) => (place) => place.includes(`:${id}:`);
    const formOf = (place) => place.split(":").slice(4).join(":");
    const isStep = (form) => form.includes("/record/#");
    for (const cookie of document.cookie.split("; ").filter((part) => part.startsWith(SAVED))) {
        const name = cookie.split("=")[0];
        const id = name.slice(SAVED.length);
        const steps = kept.names().filter(isOf(id)).map(formOf).filter(isStep);
        const isIdle = (place) => isOf(id)(place) || steps.includes(formOf(place));
        for (const place of kept.names().filter(isIdle)) kept.forget(place);
        document.cookie = `${name}=; max-age=0; path=/admin/`;
    }

    /* Ctrl+S saves and stays, where a form can; a form that is only read keeps the browser quiet. */
    document.addEventListener("keydown", (event) => {
        if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
        const form = document.querySelector("#content-main > form[id$=_form]");
        if (!form) return;
        event.preventDefault();
        const save = form.querySelector("[name=_continue]") ?? form.querySelector("[name=_save]");
        if (save && !document.querySelector("dialog[open]")) form.requestSubmit(save);
    });

    /* A refused form begins at what was refused, once its other scripts have shown it. */
    document.addEventListener("DOMContentLoaded", () => {
        if (document.getElementById("conflict-heading")) return;
        const fields = document.querySelectorAll(".errors :is(input, select, textarea)");
        [...fields].find((field) => field.offsetParent && !field.disabled)?.focus();
    });

    /* Whoever was signed out while typing learns at the door that nothing is lost. */
    const note = document.getElementById("kept-note");
    if (note) note.hidden = !kept.get(kept.read("sessionStorage", kept.LAST));
}
