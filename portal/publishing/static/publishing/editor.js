/* The editor of formatted text, for people: Vietnamese names on its buttons, a name for the text
   itself, one stop of the Tab key for the tools and the arrow keys among them. */
"use strict";
{
    /* By the editor's own names of its tools; it leaves most titles in English. */
    const TOOLS = {
        heading2: gettext("Heading"),
        heading3: gettext("Subheading"),
        heading4: gettext("Third-level heading"),
        paragraph: gettext("Paragraph"),
        bulletList: gettext("Bulleted list"),
        orderedList: gettext("Numbered list"),
        orderedListProperties: gettext("List properties"),
        blockquote: gettext("Quotation"),
        horizontalRule: gettext("Horizontal line"),
        figure: gettext("Picture"),
        bold: gettext("Bold"),
        italic: gettext("Italic"),
        strike: gettext("Strikethrough"),
        subscript: gettext("Subscript"),
        superscript: gettext("Superscript"),
        link: gettext("Link (select text first)"),
        unlink: gettext("Remove the link"),
        table: gettext("Table"),
        "table:addColumnAfter": gettext("Add a column"),
        "table:deleteColumn": gettext("Delete the column"),
        "table:addRowAfter": gettext("Add a row"),
        "table:deleteRow": gettext("Delete the row"),
        "table:mergeCells": gettext("Merge the cells"),
        "table:splitCell": gettext("Split the cell"),
        "table:toggleHeaderCell": gettext("Header cell"),
        "table:deleteTable": gettext("Delete the table"),
        "history:undo": gettext("Undo"),
        "history:redo": gettext("Redo"),
    };
    const ANSWERS = { Yes: gettext("Yes"), No: gettext("No") };

    /* Tiptap looks for an element of this name and then injects no <style> of its own, which the
       content security policy would refuse; its rules are in desk.css. In no namespace it is inert. */
    document.head.append(document.createElementNS(null, "style"));
    document.head.lastChild.setAttribute("data-tiptap-style", "");

    /* Textarea → editor, for those who put text back. */
    window.proseEditors = new Map();

    const usable = (button) => !button.classList.contains("hidden");

    const nameTools = (bar) => {
        for (const button of bar.querySelectorAll("button")) {
            const name = TOOLS[button.dataset.name];
            if (name) {
                button.title = name;
                button.setAttribute("aria-label", name);
            }
        }
    };

    const tellStates = (bar) => {
        for (const button of bar.querySelectorAll("button")) {
            button.setAttribute("aria-pressed", String(button.classList.contains("active")));
            button.setAttribute("aria-disabled", String(button.classList.contains("disabled")));
        }
        const stops = [...bar.querySelectorAll("button")].filter(usable);
        if (!stops.some((button) => button.tabIndex === 0)) stops[0].tabIndex = 0;
    };

    const moveByArrows = (bar) => {
        for (const button of bar.querySelectorAll("button")) button.tabIndex = -1;
        bar.addEventListener("keydown", (event) => {
            const stops = [...bar.querySelectorAll("button")].filter(usable);
            const here = stops.indexOf(event.target);
            const there = {
                ArrowRight: (here + 1) % stops.length,
                ArrowLeft: (here + stops.length - 1) % stops.length,
                Home: 0,
                End: stops.length - 1,
            }[event.key];
            if (there === undefined) return;
            event.preventDefault();
            for (const button of bar.querySelectorAll("button")) button.tabIndex = -1;
            stops[there].tabIndex = 0;
            stops[there].focus();
        });
    };

    const attributes = (textarea) => {
        const label = document.querySelector(`label[for="${textarea.id}"]`);
        const language = textarea.name.match(/_(vi|en)$/)?.[1];
        const found = { role: "textbox", "aria-multiline": "true" };
        if (label) {
            label.id ||= `${textarea.id}_label`;
            found["aria-labelledby"] = label.id;
            label.addEventListener("click", () => window.proseEditors.get(textarea).commands.focus());
        }
        if (language) found.lang = language;
        if (textarea.closest(".errors")) found["aria-invalid"] = "true";
        return found;
    };

    // --- dialogs and tools -------------------------------------------------------------

    /* The editor's dialogs appear inside its box when they are needed. */
    const nameDialogs = (box) => {
        new MutationObserver(() => {
            const dialog = box.querySelector("dialog:not([aria-labelledby])");
            const title = dialog?.querySelector(".prose-editor-dialog-title");
            if (!title) return;
            title.id ||= `${box.querySelector("textarea").id}_dialog`;
            dialog.setAttribute("aria-labelledby", title.id);
            for (const option of dialog.querySelectorAll("option")) {
                if (!(option.textContent in ANSWERS)) continue;
                option.value = option.textContent;
                option.textContent = ANSWERS[option.value];
            }
            // The rules for public tables ask for header cells.
            const header = dialog.querySelector("select[name=withHeaderRow]");
            if (header) header.value = "Yes";
        }).observe(box, { childList: true, subtree: true });
    };

    const equip = (bar, editor) => {
        bar.setAttribute("role", "toolbar");
        bar.setAttribute("aria-label", gettext("Formatting"));
        nameTools(bar);
        moveByArrows(bar);
        tellStates(bar);
        editor.on("transaction", () => tellStates(bar));
    };

    document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
        const box = textarea.closest(".prose-editor");
        window.proseEditors.set(textarea, editor);
        editor.setOptions({ editorProps: { attributes: attributes(textarea) } });
        nameDialogs(box);
        // The bar of tools is made a moment later.
        editor.on("create", () => equip(box.querySelector(".prose-menubar:not(.prose-menubar--floating)"), editor));
    });
}
