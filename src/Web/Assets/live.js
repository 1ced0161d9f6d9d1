// Keeps a sweep's page up to date from its event stream, and uploads datasets. Everything works without it but being live.
(() => {
    'use strict';

    const page = document.querySelector('[data-sweep]');
    if (page && page.dataset.live === 'yes') watch(page);
    const upload = document.getElementById('upload');
    if (upload) upload.addEventListener('change', () => store(upload.files[0]));

    function watch(page) {
        const id = page.dataset.sweep;
        const field = name => page.querySelector(`[data-field="${name}"]`);
        const words = new Map([...page.querySelectorAll('[data-status]')].map(e => [e.dataset.status, e.dataset]));
        const cells = new Map([...page.querySelectorAll('[data-item]')].map(e => [e.dataset.item, e]));
        const due = new Set(), tags = new Map();
        let finished = -1, failed = -1, timer = 0;

        const events = new EventSource(`/api/sweeps/${id}/events`);
        events.addEventListener('update', event => apply(JSON.parse(event.data)));
        events.addEventListener('end', () => {
            events.close();
            refresh(['recommendation', 'running', 'figure', 'failures']);
        });

        function apply(update) {
            for (const item of update.snapshot ? update.snapshot.items : update.changed) show(item);
            const summary = update.summary;
            field('status').textContent = summary.status === 'completedWithFailures' ? 'completed with failures' : summary.status;
            field('reason').textContent = summary.reason ? `: ${summary.reason}` : '';
            field('finished').textContent = summary.finished;
            field('failed').textContent = summary.failed;
            field('left').textContent = typeof update.secondsLeft === 'number' ? duration(update.secondsLeft) : '–';
            field('bar').value = summary.finished;
            for (const form of page.querySelectorAll('[data-when]'))
                form.hidden = !(form.dataset.when === 'running' ? summary.status === 'running'
                    : form.dataset.when === 'stopped' ? summary.status === 'cancelled' || summary.status === 'interrupted'
                    : summary.status !== 'running');
            page.dataset.live = summary.status === 'running' ? 'yes' : 'no';

            due.add('running');
            if (summary.finished !== finished) due.add('figure');
            if (summary.failed !== failed) due.add('failures');
            [finished, failed] = [summary.finished, summary.failed];
            if (!timer) timer = setTimeout(() => { timer = 0; refresh([...due]); due.clear(); }, 2000);
        }

        function show(item) {
            const cell = cells.get(item.id), word = words.get(item.status);
            if (!cell || !word) return;
            cell.className = cell.className.replace(/cell \w+/, `cell ${item.status}`);
            cell.textContent = word.sign;
            const mae = item.result && typeof item.result.mae === 'number' ? `, MAE ${item.result.mae.toPrecision(3)}` : '';
            const epoch = item.progress ? `, epoch ${item.progress.epoch}` : '';
            cell.title = `${cell.dataset.what}: ${word.meaning}${epoch}${mae}${item.failure ? `: ${item.failure}` : ''}`;
        }

        async function refresh(names) {
            for (const name of names) {
                const headers = tags.has(name) ? { 'If-None-Match': tags.get(name) } : {};
                const answer = await fetch(`/sweeps/${id}/fragments/${name}`, { headers }).catch(() => null);
                if (!answer || !answer.ok) continue; // 304: what is shown is what there is
                page.querySelector(`[data-fragment="${name}"]`).innerHTML = await answer.text();
                if (answer.headers.get('ETag')) tags.set(name, answer.headers.get('ETag')); else tags.delete(name);
            }
        }
    }

    function duration(seconds) {
        const whole = Math.max(0, Math.round(seconds));
        if (whole < 60) return `${whole} s`;
        return whole < 3600 ? `${Math.floor(whole / 60)} min ${whole % 60} s` : `${Math.floor(whole / 3600)} h ${Math.floor(whole / 60) % 60} min`;
    }

    async function store(file) {
        if (!file) return;
        const state = document.getElementById('upload-state');
        state.textContent = `Uploading ${file.name}…`;
        const headers = { 'Content-Type': 'application/octet-stream' };
        const antiforgery = document.querySelector('meta[name="antiforgery"]').content;
        if (antiforgery) headers['X-IonSweep-Antiforgery'] = antiforgery;
        const answer = await fetch(`/api/datasets?name=${encodeURIComponent(file.name)}`, { method: 'PUT', headers, body: file }).catch(() => null);
        const body = answer && await answer.json().catch(() => null);
        if (answer && answer.ok) {
            document.getElementById('sha256').value = body.sha256;
            state.textContent = `Stored ${body.name}: ${body.rows} spectra, ${body.channels} channels, targets ${body.targets.join(', ')}. `;
            const look = document.createElement('a');
            look.href = `/datasets/${body.sha256}`;
            look.textContent = body.warnings.length > 0 ? `Look at it: ${body.warnings.length} warnings` : 'Look at it';
            state.append(look);
        } else {
            state.textContent = body && body.detail ? body.detail : 'The upload did not go through.';
        }
    }
})();
