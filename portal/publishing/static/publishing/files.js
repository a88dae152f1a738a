/* A field for a file: what was chosen in the library, or is about to be uploaded, is shown. */
"use strict";
{
    const parts = (choice) => ({
        shown: choice.querySelector(".file-choice__shown"),
        picture: choice.querySelector("img"),
        name: choice.querySelector(".file-choice__name"),
        key: choice.querySelector(".file-key"),
        upload: choice.querySelector("input[type=file]"),
        remove: choice.querySelector("[data-remove]"),
    });

    const show = (choice, name, address) => {
        const { shown, picture, remove } = parts(choice);
        parts(choice).name.textContent = name;
        if (picture) {
            picture.hidden = !address;
            if (address) picture.src = address;
            else picture.removeAttribute("src");
        }
        shown.hidden = remove.hidden = !name;
    };

    /* Says at once what publishing would: that the picture is too narrow for this place. */
    const measure = (choice, width) => {
        const told = choice.querySelector(".file-choice__narrow");
        if (!told) return;
        const least = Number(choice.dataset.least);
        told.hidden = !width || width >= least;
        told.textContent = told.hidden
            ? ""
            : interpolate(gettext("This picture is %s pixels wide, and must be at least %s: choose a wider one."), [width, least]);
    };

    const measureUpload = async (choice, file) => {
        try {
            const picture = await createImageBitmap(file);
            if (choice.querySelector("input[type=file]").files[0] === file) measure(choice, picture.width);
            picture.close();
        } catch {
            measure(choice, 0); // the server says what is wrong with it
        }
    };

    /* The library's row, read from the page that Django makes for it. */
    const look = async (choice, key) => {
        const library = new URL(choice.querySelector(".related-lookup").href);
        const answer = await fetch(`${library.pathname}${key}/change/`);
        if (!answer.ok) return show(choice, `#${key}`, "");
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const shown = page.querySelector(".field-shown img, .field-shown a");
        show(choice, shown?.alt || shown?.textContent || `#${key}`, shown?.getAttribute("src") ?? "");
        measure(choice, Number(shown?.dataset.width ?? 0));
    };

    const changed = (event) => {
        const choice = event.target.closest?.("[data-file-choice]");
        if (!choice) return;
        const { key, upload } = parts(choice);
        if (event.target === upload && upload.files.length) {
            show(choice, upload.files[0].name, "");
            measureUpload(choice, upload.files[0]);
        }
        if (event.target === key) {
            upload.value = "";
            if (key.value) look(choice, key.value);
            else show(choice, "", "");
            measure(choice, 0);
        }
    };
    // Django's popups report through jQuery only, which hears the browser's own events as well.
    django.jQuery(document).on("change", changed);

    document.addEventListener("click", (event) => {
        const choice = event.target.closest("[data-remove]")?.closest("[data-file-choice]");
        if (!choice) return;
        const { key, upload } = parts(choice);
        upload.value = key.value = "";
        django.jQuery(key).trigger("change");
        upload.focus();
    });

    /* A new row is cloned from the empty one, without the file of another. */
    document.addEventListener("formset:added", (event) => {
        for (const choice of event.target.querySelectorAll("[data-file-choice]")) show(choice, "", "");
    });
}
