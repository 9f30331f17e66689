/* Keeps the shell and nothing else: the page, its styles, its scripts, its mark. VERSION and SHELL
   are written above by the portal, from the bytes of these files. An API answer is never kept. */
const KEPT = `terrain-${VERSION}`;

// A sign-in page must not be kept in place of the shell: only what answers by itself is.
const fetched = async (address) => {
  const answer = await fetch(address, { cache: "no-cache", redirect: "error" });
  if (!answer.ok) throw new Error(address);
  return answer;
};

addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const kept = await caches.open(KEPT);
    await Promise.all(SHELL.map(async (address) => kept.put(address, await fetched(address))));
    await skipWaiting();
  })());
});

addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const others = (await caches.keys()).filter((name) => name.startsWith("terrain-") && name !== KEPT);
    await Promise.all(others.map((name) => caches.delete(name)));
    await clients.claim();
  })());
});

addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== location.origin || !SHELL.includes(pathname)) return;
  event.respondWith((async () => {
    const kept = await caches.open(KEPT);
    return (await kept.match(pathname)) ?? fetch(event.request);
  })());
});
