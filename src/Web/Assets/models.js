// Files that are dropped on a form go into its field and are sent at once. Without script the field takes them.
(() => {
    'use strict';
    for (const form of document.querySelectorAll('[data-predict]')) {
        const input = form.querySelector('input[type="file"]');
        form.addEventListener('dragover', event => {
            event.preventDefault();
            form.classList.add('over');
        });
        form.addEventListener('dragleave', () => form.classList.remove('over'));
        form.addEventListener('drop', event => {
            event.preventDefault();
            form.classList.remove('over');
            if (event.dataTransfer.files.length === 0) return;
            input.files = event.dataTransfer.files;
            form.requestSubmit();
        });
    }
})();
