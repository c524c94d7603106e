// Runs on DL4J's own /train pages, after their scripts: adds our pages to their sidebar, takes out the choice of
// a language, which the dashboard's guard refuses, and fills their pickers by text where they write markup. Their
// links to "javascript:" do nothing but be clicked: the policy refuses to follow them, so nobody tries.
(function () {
  'use strict';

  const PAGES = [
    { label: 'Attention', href: '/attention', icon: 'cui-layers' },
    { label: 'Quality', href: '/attention/quality', icon: 'cui-task' },
    { label: 'Search', href: '/attention/search', icon: 'cui-magnifying-glass' },
  ];
  const list = document.querySelector('.sidebar-nav .nav');
  if (!list || list.querySelector('a[href^="/attention"]')) return;

  const inPath = /^\/train\/([^/]+)\/(?:overview|model|system)$/.exec(location.pathname);
  const query = inPath ? '?session=' + encodeURIComponent(decodeURIComponent(inPath[1])) : '';
  const languages = list.querySelector('.nav-dropdown');
  for (const page of PAGES) {
    const item = document.createElement('li');
    item.className = 'nav-item';
    const link = document.createElement('a');
    link.className = 'nav-link';
    link.href = page.href + query;
    const picture = document.createElement('i');
    picture.className = 'nav-icon ' + page.icon;
    picture.setAttribute('aria-hidden', 'true');
    link.append(picture, page.label);
    item.append(link);
    list.insertBefore(item, languages);
  }
  if (languages) languages.remove();

  document.addEventListener('click', (event) => {
    if (event.target.closest('a[href^="javascript:"]')) event.preventDefault();
  });

  /** Fills a select with texts and shows what is around it if there is a choice. */
  function fill(id, entries, chosen) {
    const select = document.getElementById(id);
    const around = document.getElementById(id + 'Div');
    if (!select || !around) return;
    select.replaceChildren(...entries.map(([value, text]) => new Option(text, value, value === chosen, value === chosen)));
    around.style.display = entries.length > 1 ? '' : 'none';
  }

  // DL4J's function of this name puts session and worker ids into markup. The pages look it up by name.
  if (typeof window.doUpdateSessionWorkerSelect !== 'function') return;
  window.doUpdateSessionWorkerSelect = async function () {
    const session = window.currSession;
    const path = window.multiSession ? '/train/' + encodeURIComponent(session) + '/info' : '/train/sessions/info';
    let sessions;
    try {
      sessions = await (await fetch(path)).json();
    } catch {
      return; // The server is gone; the page's own polls say so.
    }
    fill('sessionSelect', Object.keys(sessions).map((id) => [id, id]), session);
    const known = sessions[session];
    if (!known) return;
    fill('workerSelect', (known.workers || []).map((worker, k) => [String(k), worker]), String(window.currWorkerIdx));
    if (window.prevNumWorkers !== known.numWorkers) {
      if (known.numWorkers === 0) document.getElementById('workerSelect').value = '0';
      window.prevNumWorkers = known.numWorkers;
      window.selectNewWorker();
    }
  };
})();
