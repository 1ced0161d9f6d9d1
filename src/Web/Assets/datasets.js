// Takes dropped files into the import form and shows how much of them has been sent. The form works without it.
(() => {
    'use strict';

    const form = () => document.getElementById('import');
    const zoneOf = event => event.target.closest('[data-drop]') || form()?.querySelector('[data-drop="files"]');
    const carriesFiles = event => [...event.dataTransfer?.types ?? []].includes('Files');

    // Files may be dropped anywhere on the page; beside the form a browser would leave the page to show them.
    document.addEventListener('dragover', event => {
        if (!carriesFiles(event) || !form()) return;
        event.preventDefault();
        mark(zoneOf(event));
    });
    document.addEventListener('dragleave', event => { if (!event.relatedTarget) mark(null); });
    document.addEventListener('drop', event => {
        if (!carriesFiles(event) || !form()) return;
        event.preventDefault();
        mark(null);
        add(zoneOf(event).querySelector('input[type=file]'), event.dataTransfer.files);
    });
    document.addEventListener('change', event => { if (event.target.closest('#import input[type=file]')) tell(); });
    document.addEventListener('submit', event => {
        if (event.target.id !== 'import') return;
        event.preventDefault();
        send(event.target);
    });

    function mark(zone) {
        for (const other of document.querySelectorAll('[data-drop]')) other.classList.toggle('over', other === zone);
    }

    function add(input, files) {
        const all = new DataTransfer();
        if (input.multiple) for (const file of input.files) all.items.add(file);
        for (const file of input.multiple ? files : [...files].slice(0, 1)) all.items.add(file);
        input.files = all.files;
        tell();
    }

    function tell() {
        const files = [...document.getElementById('files').files, ...document.getElementById('references').files];
        const names = files.slice(0, 5).map(file => file.name).join(', ') + (files.length > 5 ? ` and ${files.length - 5} more` : '');
        say(files.length ? `${files.length} ${files.length === 1 ? 'file' : 'files'}, ${size(total(files))}: ${names}` : '');
    }

    function send(sent) {
        const files = [...document.getElementById('files').files, ...document.getElementById('references').files];
        const limit = Number(sent.dataset.limit), progress = document.getElementById('import-progress');
        if (total(files) > limit) return say(`These are ${size(total(files))}; this server takes ${size(limit)} at once.`);
        const button = sent.querySelector('button');
        button.disabled = true;
        progress.hidden = false;
        const request = new XMLHttpRequest(); // fetch does not tell how much was sent
        request.open('POST', sent.action);
        request.upload.onprogress = event => {
            progress.value = event.loaded / event.total;
            say(event.loaded < event.total ? `Sent ${size(event.loaded)} of ${size(event.total)}` : 'Reading…');
        };
        request.onerror = () => end('The files did not get there. Is the server running?');
        request.onload = () => {
            const page = new DOMParser().parseFromString(request.responseText, 'text/html').querySelector('main');
            if (!page) return end(detail(request.responseText) || `The server answered ${request.status}.`);
            document.querySelector('main').replaceWith(page);
            document.querySelector('[data-said]')?.focus();
        };
        request.send(new FormData(sent));

        function end(text) {
            button.disabled = false;
            progress.hidden = true;
            say(text);
        }
    }

    function detail(text) {
        try { return JSON.parse(text).detail; } catch { return ''; }
    }

    const say = text => { document.getElementById('import-state').textContent = text; };
    const total = files => files.reduce((sum, file) => sum + file.size, 0);
    const size = bytes => bytes < 1e6 ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
})();
