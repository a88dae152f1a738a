/* What is typed is kept in this browser from the first key, each form at a place of its own, until the
   server has said that it is saved (see desk.js). After a crash, the end of a session or a lost
   connection all that was kept for such a form is offered with it. */
"use strict";
{
    const PAUSE = 1000; // ms between two keepings
    const DAYS = 14;
    const NEVER = new Set(["csrfmiddlewaretoken", "_version", "_popup", "_kept"]);
    const SHOWN = 60; // characters of a kept text by which one tells it from others

    // --- what a form holds -----------------------------------------------------------

    const isTicked = (control) => ["checkbox", "radio"].includes(control.type);
    const isTyped = (control) =>
        control.name &&
        !NEVER.has(control.name) &&
        !("served" in control.dataset) && // belongs to the page that is shown, not to what is typed
        !control.name.includes("__prefix__") &&
        !["file", "submit", "button", "image"].includes(control.type);
    const nameOf = (control) => (isTicked(control) ? `${control.name}=${control.value}` : control.name);
    const isManaged = (control) => /-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$/.test(control.name);

    const valueOf = (control) => {
        if (isTicked(control)) return control.checked;
        if (control.options) return [...control.selectedOptions].map((option) => [option.value, option.text]);
        return control.value;
    };

    const read = (form) =>
        Object.fromEntries([...form.elements].filter(isTyped).map((control) => [nameOf(control), valueOf(control)]));

    /* Files are no text: only their names can be kept, with the field that they were chosen in. */
    const isUpload = (control) => control.type === "file" && control.name && !control.name.includes("__prefix__");
    const uploads = (form) => [...form.elements].filter(isUpload);
    const filesOf = (control) => [...control.files].map((file) => file.name).join(", ");
    const labelOf = (control) => {
        const row = control.closest("[data-file-choice]")?.closest(".form-row");
        const label = row?.querySelector("legend, label") ?? control.labels[0];
        return label?.textContent.trim().replace(/\s*\*?:?$/, "") ?? "";
    };
    const keyOf = (control) => control.closest("[data-file-choice]")?.querySelector(".file-key");

    const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

    /* The first words that differ from what the server sent. */
    const words = (values, served) => {
        const typed = Object.entries(values).find(
            ([name, value]) => typeof value === "string" && value.trim() && value !== served[name] && !/_FORMS$/.test(name),
        );
        const text = new DOMParser().parseFromString(typed?.[1] ?? "", "text/html").body.textContent.trim();
        return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
    };

    // --- putting it back -------------------------------------------------------------

    const trigger = (control) => window.django?.jQuery?.(control).trigger("change");

    const choose = (control, options) => {
        for (const option of control.options) option.selected = false;
        for (const [value, text] of options) {
            const known = [...control.options].find((option) => option.value === value);
            (known ?? control.appendChild(new Option(text, value))).selected = true;
        }
    };

    const fill = (control, value) => {
        if (same(valueOf(control), value)) return;
        if (isTicked(control)) control.checked = value;
        else if (Array.isArray(value)) choose(control, value);
        else control.value = value;
        window.proseEditors?.get(control)?.commands.setContent(value, { emitUpdate: false });
        control.dispatchEvent(new Event("input", { bubbles: true }));
        trigger(control);
    };

    const addRows = (form, values) => {
        for (const total of form.querySelectorAll("[name$='-TOTAL_FORMS']")) {
            const add = document.querySelector(`#${total.name.replace("-TOTAL_FORMS", "-group")} .add-row a`);
            for (let rows = Number(total.value); add && rows < Number(values[total.name]); rows++) add.click();
        }
    };

    /* What was typed for another type of entry: the server shows that type's fields, filled. */
    const retype = (form, values) => {
        const button = form.elements.namedItem("_retype");
        const strange = Object.keys(values).filter((name) => !name.includes("=") && !form.elements.namedItem(name));
        if (!button || !strange.length) return;
        for (const name of strange) {
            const value = Array.isArray(values[name]) ? (values[name][0]?.[0] ?? "") : values[name];
            form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
        }
        form.requestSubmit(button);
    };

    const putBack = (form, { values, version }) => {
        addRows(form, values);
        for (const control of [...form.elements].filter(isTyped)) {
            const name = nameOf(control);
            if (!isManaged(control) && name in values) fill(control, values[name]);
        }
        // The text was typed over that version: what others saved since must be compared.
        const opened = form.elements.namedItem("_version");
        if (opened && version) opened.value = version;
        retype(form, values);
    };

    // --- keeping ---------------------------------------------------------------------

    const newId = () => Date.now().toString(36) + Math.random().toString(36).slice(2, 8);

    const clock = (time) => new Date(time).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

    const when = (time) => {
        const day = new Date(time).toLocaleDateString(document.documentElement.lang);
        return day === new Date().toLocaleDateString(document.documentElement.lang) ? clock(time) : `${clock(time)} ${day}`;
    };

    /* Marks a place as that of an open form, so that other windows do not offer what is in it. */
    const hold = (place) => {
        let release = () => {};
        const until = new Promise((done) => { release = done; });
        navigator.locks?.request(place, () => until);
        return release;
    };
    const heldPlaces = async () => new Set((await navigator.locks?.query())?.held.map((lock) => lock.name) ?? []);

    const watch = (box) => {
        const form = box.closest("form");
        const { user, place } = box.dataset;
        const isUnsaved = "unsaved" in box.dataset; // what the server shows again is saved nowhere yet
        const mine = `${kept.PREFIX}${user}:`;
        const placeOf = (id) => `${mine}${id}:${place}`;
        const served = read(form);
        const told = form.querySelector(".kept [role=status]");
        const shown = form.querySelector(".kept__text");
        const opened = form.elements.namedItem("_version");
        let id = newId();
        let held = [];
        let timer = 0;
        let last = 0; // when it was, or will be, kept
        let sending = false;
        let lost = {}; // name of a control → the files that were chosen in it, and must be again

        const files = () => {
            const chosen = uploads(form).filter((control) => control.files.length);
            return { ...lost, ...Object.fromEntries(chosen.map((control) => [control.name, filesOf(control)])) };
        };
        const isSettled = () => !isUnsaved && same(read(form), served) && same(files(), {});
        const tell = (text) => {
            if (shown) shown.textContent = text;
        };

        const takePlace = (wanted) => {
            id = wanted;
            held.push(hold(placeOf(id)));
        };

        const keep = () => {
            clearTimeout(timer);
            timer = 0;
            if (isSettled()) {
                last = 0; // the next key is a first one
                return kept.forget(placeOf(id));
            }
            const text = JSON.stringify({ at: Date.now(), version: opened?.value, values: read(form), files: files() });
            if (!kept.put(placeOf(id), text)) {
                return tell(gettext("The browser has no room to keep your typing. Save soon."));
            }
            // Said once; the visible hour moves on silently.
            if (told && !told.textContent) told.textContent = gettext("Your typing is kept in this browser.");
            tell(interpolate(gettext("Draft kept in the browser at %s"), [clock(Date.now())]));
        };

        const changed = () => {
            if (timer) return;
            const wait = Math.max(0, last + PAUSE - Date.now());
            last = Date.now() + wait;
            if (wait) timer = setTimeout(keep, wait);
            else keep();
        };

        // --- files that must be chosen again -------------------------------------------

        const again = box.querySelector(".again");

        const nameLost = () => {
            const controls = uploads(form).filter((control) => control.name in lost);
            again.querySelector("ul").replaceChildren(...controls.map((control) => {
                const link = document.createElement("a");
                link.href = `#${control.id}`;
                link.textContent = [labelOf(control), lost[control.name]].filter(Boolean).join(": ");
                const row = document.createElement("li");
                row.append(link);
                return row;
            }));
            again.hidden = !controls.length;
        };

        /* Those of a kept text that the server has not taken: the key beside them is as it was sent. */
        const lose = (draft) => {
            for (const control of uploads(form)) {
                const key = keyOf(control);
                const isTaken = key && key.value !== (draft.values[key.name] ?? "");
                if (draft.files?.[control.name] && !isTaken) lost[control.name] = draft.files[control.name];
            }
            nameLost();
        };

        const found = (control) => {
            delete lost[control.name];
            nameLost();
        };

        const chose = ({ target }) => {
            const control = target.type === "file" ? target : target.closest?.("[data-file-choice]")?.querySelector("input[type=file]");
            if (control && control.name in lost) found(control);
        };

        // --- offering ------------------------------------------------------------------

        const offers = box.querySelector(".offers");
        const list = offers.querySelector("ul");

        const offer = (name, draft) => {
            const row = box.querySelector("template").content.cloneNode(true).firstElementChild;
            const text = row.querySelector("span");
            text.id = `offer-${name}`;
            text.textContent = [when(draft.at), words(draft.values, served) || Object.values(draft.files ?? {}).join(", ")].filter(Boolean).join(" – ");
            const answer = (act) => () => {
                row.remove();
                offers.hidden = !list.children.length;
                act();
            };
            const [back, drop] = row.querySelectorAll("button");
            for (const button of [back, drop]) button.setAttribute("aria-describedby", text.id);
            back.addEventListener("click", answer(() => restore(name, draft)));
            drop.addEventListener("click", answer(() => kept.forget(name)));
            list.prepend(row);
            offers.hidden = false;
        };

        /* What stands in the form is kept and offered in its turn. */
        const restore = (name, draft) => {
            if (!isSettled()) {
                keep();
                const before = kept.get(placeOf(id));
                if (before) offer(placeOf(id), before);
            }
            goOnAt(name, draft);
        };

        const goOnAt = (name, draft) => {
            takePlace(name.slice(mine.length).split(":")[0]);
            putBack(form, draft);
            lose(draft);
            keep();
        };

        /* The browser itself puts typed text back into a page that one comes back to. */
        const stands = ({ values, files: chosen }) => !isSettled() && same(values, read(form)) && same(chosen ?? {}, files());

        const offerAll = async () => {
            const elsewhere = await heldPlaces();
            const found = kept.names()
                .filter((name) => name.startsWith(mine) && name.endsWith(`:${place}`))
                .filter((name) => name !== placeOf(id) && !elsewhere.has(name))
                .map((name) => [name, kept.get(name)])
                .filter(([, draft]) => draft?.values)
                .sort(([, one], [, other]) => one.at - other.at);
            for (const [name, draft] of found) {
                if (same(draft.values, served) && same(draft.files ?? {}, {}) && (!isUnsaved || kept.get(placeOf(id)))) kept.forget(name);
                else if (stands(draft)) {
                    kept.forget(placeOf(id));
                    goOnAt(name, draft);
                } else offer(name, draft);
            }
        };

        // --- sending -------------------------------------------------------------------

        const warning = box.querySelector(".offline");
        const connection = () => {
            warning.hidden = navigator.onLine;
            warning.textContent = navigator.onLine
                ? ""
                : gettext("The connection is lost. Your typing is kept in this browser; save when the connection is back.");
        };

        const send = (event) => {
            if (!navigator.onLine) {
                event.preventDefault();
                connection();
                warning.scrollIntoView({ block: "center" });
                return;
            }
            keep();
            sending = true;
            form.elements.namedItem("_kept").value = id;
            kept.sent = id;
        };

        window.django?.jQuery?.(form).on("change", chose);
        form.addEventListener("change", chose);
        form.addEventListener("input", changed);
        window.django?.jQuery?.(form).on("change", changed); // the admin's own widgets trigger it through jQuery only
        document.addEventListener("formset:added", changed);
        document.addEventListener("formset:removed", changed);
        form.addEventListener("submit", send);
        addEventListener("online", connection);
        addEventListener("offline", connection);
        addEventListener("pagehide", () => {
            if (timer) keep();
            for (const release of held) release();
            held = [];
        });
        addEventListener("pageshow", (event) => {
            if (!event.persisted) return;
            sending = false;
            takePlace(id);
        });
        addEventListener("beforeunload", (event) => {
            if (sending || isSettled()) return;
            keep();
            event.preventDefault();
        });

        // A form that was refused goes on at its place.
        const sent = kept.sent;
        takePlace(isUnsaved && sent && kept.get(placeOf(sent)) ? sent : id);
        if (isUnsaved) {
            lose(kept.get(placeOf(id)) ?? { values: {} });
            keep();
        }
        connection();
        // Inline forms get their rows and buttons when the page is ready.
        document.addEventListener("DOMContentLoaded", () => setTimeout(offerAll));
    };

    /* After so many days, and what cannot be read. */
    const forgetOld = () => {
        for (const name of kept.names()) {
            const at = kept.get(name)?.at ?? 0;
            if (Date.now() - at > DAYS * 86400000) kept.forget(name);
        }
    };

    forgetOld();
    for (const box of document.querySelectorAll("[data-keep]")) watch(box);
    kept.sent = "";
}
