/* The rows of a list are put in order with buttons, where without this script one types numbers; several
   files are chosen at once. */
"use strict";
{
    const rowsOf = (group) => [...group.querySelectorAll(".inline-related:not(.empty-form)")];
    const fieldOf = (row) => row.querySelector("[name$='-position']");
    const indexOf = (row) => Number(row.id.match(/\d+$/)[0]);
    const placeOf = (row) => Number(fieldOf(row).value);
    const nameOf = (row) => row.querySelector(".inline_label")?.textContent.trim() ?? "";

    /* Puts the rows in the order that a function gives, as far as they are not in it. */
    const sort = (group, value) => {
        const rows = rowsOf(group);
        const wanted = [...rows].sort((one, other) => value(one) - value(other));
        if (wanted.every((row, place) => row === rows[place])) return;
        const end = group.querySelector(".empty-form");
        for (const row of wanted) end.before(row);
    };

    const nameButtons = (group) => {
        const rows = rowsOf(group);
        rows.forEach((row, place) => {
            for (const button of row.querySelectorAll("[data-move]")) {
                const words = button.dataset.move < 0 ? gettext("Move up: %s") : gettext("Move down: %s");
                button.setAttribute("aria-label", interpolate(words, [`${place + 1}. ${nameOf(row)}`]));
                const stays = place === (button.dataset.move < 0 ? 0 : rows.length - 1);
                button.setAttribute("aria-disabled", String(stays));
            }
        });
    };

    const number = (group) => {
        rowsOf(group).forEach((row, place) => {
            const field = fieldOf(row);
            if (field.value === String(place + 1)) return;
            field.value = place + 1;
            field.dispatchEvent(new Event("input", { bubbles: true }));
        });
        nameButtons(group);
    };

    const move = (group, row, button) => {
        const rows = rowsOf(group);
        const place = rows.indexOf(row) + Number(button.dataset.move);
        if (place < 0 || place >= rows.length) return;
        if (button.dataset.move < 0) rows[place].before(row);
        else rows[place].after(row);
        number(group);
        button.focus();
        group.querySelector(".moved").textContent = interpolate(gettext("Now in place %s of %s."), [place + 1, rows.length]);
    };

    const addButtons = (row) => {
        const heading = row.querySelector("h3");
        for (const [step, sign] of [[-1, "↑"], [1, "↓"]]) {
            const button = document.createElement("button");
            Object.assign(button, { type: "button", className: "button plain move", textContent: sign });
            button.dataset.move = step;
            heading.querySelector(".delete, .inline-deletelink")?.before(button) ?? heading.append(button);
        }
    };

    const addSeveral = (group) => {
        const upload = group.querySelector(".empty-form .file-choice input[type=file]");
        const add = group.querySelector(".add-row a");
        if (!upload || !add) return;
        const line = document.createElement("p");
        const label = line.appendChild(document.createElement("label"));
        const chooser = line.appendChild(document.createElement("input"));
        line.className = "several";
        label.textContent = upload.accept.startsWith("image") ? gettext("Add several pictures:") : gettext("Add several files:");
        label.htmlFor = chooser.id = `${group.id}-several`;
        Object.assign(chooser, { type: "file", multiple: true, accept: upload.accept });
        chooser.addEventListener("change", () => {
            for (const file of chooser.files) {
                add.click();
                const one = new DataTransfer();
                one.items.add(file);
                const input = rowsOf(group).at(-1).querySelector(".file-choice input[type=file]");
                input.files = one.files;
                input.dispatchEvent(new Event("change", { bubbles: true }));
            }
            chooser.value = "";
        });
        add.closest(".add-row").after(line);
    };

    const order = (group) => {
        group.classList.add("ordered");
        const told = group.appendChild(document.createElement("span"));
        told.className = "moved visually-hidden";
        told.setAttribute("role", "status");
        for (const row of group.querySelectorAll(".inline-related")) addButtons(row);
        nameButtons(group);
        addSeveral(group);
        group.addEventListener("click", (event) => {
            const button = event.target.closest("[data-move]");
            if (button) move(group, button.closest(".inline-related"), button);
        });
        // Django numbers the rows anew where they stand when one is removed: those that are saved come first.
        group.addEventListener("click", (event) => {
            if (event.target.closest(".inline-deletelink")) sort(group, indexOf);
        }, true);
        // It tells of the removal first and numbers then.
        document.addEventListener("formset:removed", () => setTimeout(() => {
            sort(group, placeOf);
            nameButtons(group);
        }));
        group.addEventListener("formset:added", ({ target }) => {
            const others = rowsOf(group).filter((row) => row !== target);
            fieldOf(target).value = Math.max(0, ...others.map(placeOf)) + 1;
            nameButtons(group);
        });
        // Text that is put back brings its order.
        group.addEventListener("input", ({ target }) => {
            if (target.name?.endsWith("-position") && !group.contains(document.activeElement?.closest("[data-move]"))) {
                sort(group, placeOf);
                nameButtons(group);
            }
        });
    };

    // Inline forms get their buttons when the page is ready.
    document.addEventListener("DOMContentLoaded", () => setTimeout(() => {
        for (const group of document.querySelectorAll(".inline-group")) {
            if (group.querySelector(".empty-form [name$='-position']")) order(group);
        }
    }));
}
