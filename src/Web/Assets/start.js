// Keeps the start form and the spec beside it in step: what is changed in one is shown in the other, with what it comes to.
// The form works without it.
(() => {
    'use strict';

    const form = document.getElementById('start'), spec = document.getElementById('spec');
    if (!form || !spec) return;
    let timer = 0, asked = 0;

    const look = document.getElementById('look');
    if (look) look.hidden = true; // it is looked at with every change
    form.addEventListener('change', event => {
        if (event.target === spec) return;
        const name = event.target.name;
        later(name === 'preset' ? 'preset' : 'look', name === 'preset' || name === 'data' ? 'all' : 'spec', 0);
    });
    spec.addEventListener('input', () => later('look', 'fields', 500));

    // What is shown anew: 'spec' when the form was changed, 'fields' when the spec was, 'all' when there is something else to choose from.
    function later(use, shown, wait) {
        clearTimeout(timer);
        timer = setTimeout(() => ask(use, shown), wait);
    }

    async function ask(use, shown) {
        const number = ++asked, body = new URLSearchParams(new FormData(form));
        body.set('use', use);
        const answer = await fetch('/start/look', { method: 'POST', body, headers: antiforgery() }).catch(() => null);
        const text = answer && await answer.text().catch(() => '');
        if (number !== asked || !text) return; // something was changed since
        const page = new DOMParser().parseFromString(text, 'text/html'), made = page.getElementById('start');
        if (!made) return;
        document.getElementById('start-plan').replaceWith(page.getElementById('start-plan'));
        if (answer.ok) {
            for (const name of ['form-key', 'spec-key']) form.elements[name].value = made.elements[name].value;
            if (shown !== 'fields') spec.value = made.elements.spec.value;
            if (shown !== 'spec') fields(page.getElementById('start-fields'));
        }
    }

    function fields(made) {
        const old = document.getElementById('start-fields'), focused = old.contains(document.activeElement) ? document.activeElement.id : '';
        const open = [...old.querySelectorAll('details')].map(one => one.open);
        old.replaceWith(made);
        [...made.querySelectorAll('details')].forEach((one, i) => { one.open = open[i] || false; });
        if (focused) document.getElementById(focused)?.focus();
    }

    function antiforgery() {
        const value = document.querySelector('meta[name="antiforgery"]').content;
        return value ? { 'X-IonSweep-Antiforgery': value } : {};
    }
})();
