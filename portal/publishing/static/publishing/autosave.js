/* What is typed is kept in this browser every few seconds, and offered again when it was not saved:
   after a crash, the end of a session, a lost connection. */
"use strict";
{
    const PAUSE = 3000; // ms between a change and its keeping
    const DAYS = 14;
    const form = document.querySelector("#content-main form");
    const PREFIX = "desk:draft:";
    const KEY = `${PREFIX}${document.getElementById("desk").dataset.user}:${location.pathname}`;
    const NEVER = new Set(["csrfmiddlewaretoken", "_version", "_popup"]);

    // --- what the form holds -------------------------------------------------------

    const kept = (control) =>
        control.name &&
        !NEVER.has(control.name) &&
        !control.name.includes("__prefix__") &&
        !["file", "submit", "button", "image"].includes(control.type);

    const valueOf = (control) => {
        if (control.type === "checkbox") return control.checked;
        if (control.type === "select-multiple") {
            return [...control.selectedOptions].map((option) => [option.value, option.text]);
        }
        if (control.type === "select-one") {
            const option = control.selectedOptions[0];
            return option ? [[option.value, option.text]] : [];
        }
        return control.value;
    };

    const read = () =>
        Object.fromEntries([...form.elements].filter(kept).map((control) => [control.name, valueOf(control)]));

    const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

    // --- putting it back -----------------------------------------------------------

    const choose = (control, options) => {
        for (const option of control.options) option.selected = false;
        for (const [value, text] of options) {
            const known = [...control.options].find((option) => option.value === value);
            (known ?? control.appendChild(new Option(text, value))).selected = true;
        }
    };

    const fill = (control, value) => {
        if (same(valueOf(control), value)) return;
        if (control.type === "checkbox") control.checked = value;
        else if (Array.isArray(value)) choose(control, value);
        else control.value = value;
        window.proseEditors?.get(control)?.commands.setContent(value, { emitUpdate: false });
        control.dispatchEvent(new Event("input", { bubbles: true }));
        django.jQuery(control).trigger("change");
    };

    const addRows = (values) => {
        for (const total of form.querySelectorAll("[name$='-TOTAL_FORMS']")) {
            const add = document.querySelector(`#${total.name.replace("-TOTAL_FORMS", "-group")} .add-row a`);
            for (let rows = Number(total.value); add && rows < Number(values[total.name]); rows++) add.click();
        }
    };

    const restore = (draft) => {
        addRows(draft.values);
        for (const control of [...form.elements].filter(kept)) {
            const managed = /-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$/.test(control.name);
            if (!managed && control.name in draft.values) fill(control, draft.values[control.name]);
        }
        // The text was typed over that version: what others saved since must be compared.
        const version = form.elements.namedItem("_version");
        if (version && draft.version) version.value = draft.version;
    };

    // --- keeping -------------------------------------------------------------------

    const served = read();
    // A form that was refused holds what is saved nowhere yet.
    const refused = document.querySelector(".errornote") !== null;
    const settled = (values) => !refused && same(values, served);
    const told = form.querySelector(".kept [role=status]");
    const shown = form.querySelector(".kept__text");
    let timer = 0;
    let sending = false;

    const clock = (time) => new Date(time).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

    const keep = () => {
        clearTimeout(timer);
        timer = 0;
        const values = read();
        if (settled(values)) {
            localStorage.removeItem(KEY);
            return;
        }
        const version = form.elements.namedItem("_version")?.value;
        try {
            localStorage.setItem(KEY, JSON.stringify({ at: Date.now(), version, values }));
        } catch {
            shown.textContent = gettext("The browser has no room to keep your typing. Save soon.");
            return;
        }
        // Said once; the visible hour moves on silently.
        if (!told.textContent) told.textContent = gettext("Your typing is kept in this browser.");
        shown.textContent = interpolate(gettext("Draft kept in the browser at %s"), [clock(Date.now())]);
    };

    const changed = () => {
        if (!timer && !sending) timer = setTimeout(keep, PAUSE);
    };

    const listen = () => {
        form.addEventListener("input", changed);
        django.jQuery(form).on("change", changed); // the admin's own widgets trigger it through jQuery only
        document.addEventListener("formset:added", changed);
        document.addEventListener("formset:removed", changed);
        addEventListener("pagehide", () => timer && keep());
        addEventListener("beforeunload", (event) => {
            if (sending || settled(read())) return;
            keep();
            event.preventDefault();
        });
    };

    // --- offering ------------------------------------------------------------------

    const stored = () => {
        try {
            return JSON.parse(localStorage.getItem(KEY));
        } catch {
            return null;
        }
    };

    const when = (time) => {
        const day = new Date(time).toLocaleDateString(document.documentElement.lang);
        return day === new Date().toLocaleDateString(document.documentElement.lang) ? clock(time) : `${clock(time)} ${day}`;
    };

    const offer = () => {
        const draft = stored();
        if (!draft || same(draft.values, served)) {
            keep();
            return listen();
        }
        const box = document.getElementById("draft-offer");
        box.querySelector(".draft-offer__text").textContent = interpolate(
            gettext("There is a text typed at %s that was not saved."), [when(draft.at)],
        );
        box.hidden = false;
        const answer = (act) => () => {
            box.hidden = true;
            listen();
            act();
        };
        box.querySelector("[data-draft=restore]").addEventListener("click", answer(() => restore(draft)));
        box.querySelector("[data-draft=drop]").addEventListener("click", answer(() => localStorage.removeItem(KEY)));
        // Whoever goes on typing without an answer keeps the older text until the next save.
        form.addEventListener("submit", () => localStorage.removeItem(KEY));
    };

    const forgetOld = () => {
        for (const key of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
            const at = JSON.parse(localStorage.getItem(key))?.at ?? 0;
            if (Date.now() - at > DAYS * 86400000) localStorage.removeItem(key);
        }
    };

    // --- sending -------------------------------------------------------------------

    const warning = document.getElementById("offline");
    const connection = () => {
        warning.hidden = navigator.onLine;
        warning.textContent = navigator.onLine
            ? ""
            : gettext("The connection is lost. Your typing is kept in this browser; save when the connection is back.");
    };
    addEventListener("online", connection);
    addEventListener("offline", connection);

    form.addEventListener("submit", (event) => {
        if (!navigator.onLine) {
            event.preventDefault();
            connection();
            warning.scrollIntoView({ block: "center" });
            return;
        }
        keep();
        sending = true;
        sessionStorage.setItem("desk:sent", KEY);
    });

    forgetOld();
    connection();
    // Inline forms get their rows and buttons when the page is ready. A form that can only be read
    // leaves a draft alone.
    if (form.elements.namedItem("_continue")) document.addEventListener("DOMContentLoaded", () => setTimeout(offer));
}
